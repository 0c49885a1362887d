package io.dbn4j.rg.coarse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.Ring;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RenormalizedHamiltonianTest {

    private static final double CRITICAL = KaufmanPartitionFunction.CRITICAL_COUPLING;

    /** Constant, edge, diagonal and plaquette of the 2 x 2 blocks of a critical 4 x 4 lattice, computed independently. */
    static Stream<Arguments> criticalSteps() {
        Blocks blocks = Blocks.square(4, 2);
        return Stream.of(
                Arguments.of(
                        new KadanoffKernel(blocks, 0.7659830352),
                        11.3745643438,
                        .6536356614,
                        .3457258243,
                        -.0330829168),
                Arguments.of(new KadanoffKernel(blocks, 1), 11.2848265568, .6781655188, .3348945915, .0002595015),
                Arguments.of(new MajorityRule(blocks), 11.2320170956, .6929003415, .3273840725, .0196345298));
    }

    @ParameterizedTest
    @MethodSource("criticalSteps")
    void aCriticalLatticeOfSixteenHasTheKnownBlockSpins(
            CoarseGraining step, double constant, double edge, double diagonal, double plaquette) {
        Hamiltonian blocks = RenormalizedHamiltonian.of(new SquareLattice(4).ising(CRITICAL), step);
        EffectiveCouplings found = EffectiveCouplings.of(blocks);

        double printed = 5e-11;
        assertThat(found.of()).isEqualTo(constant, within(printed));
        assertThat(found.of(0, 1)).isEqualTo(edge, within(printed));
        assertThat(found.of(0, 3)).isEqualTo(diagonal, within(printed));
        assertThat(found.of(0, 1, 2, 3)).isEqualTo(plaquette, within(printed));
        double[] ansatz = new double[16];
        ansatz[0] = found.of();
        for (int[] pair : new int[][] {{0, 1}, {0, 2}, {1, 3}, {2, 3}}) {
            ansatz[EffectiveCouplings.set(pair)] = found.of(0, 1);
        }
        ansatz[EffectiveCouplings.set(0, 3)] = found.of(0, 3);
        ansatz[EffectiveCouplings.set(1, 2)] = found.of(0, 3);
        ansatz[15] = found.of(0, 1, 2, 3);
        assertThat(found.all()).containsExactly(ansatz, within(3e-15));
        assertThat(blocks.logPartition())
                .isEqualTo(new KaufmanPartitionFunction(4).logPartition(CRITICAL), within(1e-13));
    }

    @Test
    void decimationOfARingGivesTheRingWithTheKnownCouplingAndConstant() {
        Hamiltonian ring = new Ring(16).ising(1);
        double logPartition = 18.0435776531637;
        double[] given = {10.8451884339, 15.0180217119, 16.631660208};
        double coupling = 1;
        for (int step = 0; step < 3; step++) {
            ring = RenormalizedHamiltonian.of(ring, new Decimation(Blocks.ring(16 >> step, 2)));
            coupling = DecimationRbm.coupling(coupling);
            EffectiveCouplings found = EffectiveCouplings.of(ring);

            assertThat(found.of()).isEqualTo(given[step], within(5e-11));
            // Two spins on a ring are joined by two bonds.
            assertThat(found.of(0, 1)).isEqualTo(step == 2 ? 2 * coupling : coupling, within(1e-13));
            assertThat(found.of(0)).isEqualTo(0, within(1e-13));
            assertThat(ring.logPartition()).isEqualTo(logPartition, within(5e-13));
        }
    }

    @Test
    void decimationFlowsToNoCoupling() {
        double[] known = {.66250137, .35006114, .11367207, .012811542, 1.6411765e-4};
        double coupling = 1;
        for (double next : known) {
            coupling = DecimationRbm.coupling(coupling);
            assertThat(coupling).isEqualTo(next, within(next * 5e-8));
        }
        assertThat(DecimationRbm.coupling(coupling)).isEqualTo(2.69e-8, within(5e-11));
    }

    @Test
    void theTransformGivesBackTheCouplingsOfAnIsingModel() {
        Ising ising = new Ising(
                4,
                List.of(new Ising.Bond(0, 1, 0.3), new Ising.Bond(1, 3, -0.9), new Ising.Bond(1, 3, 0.1)),
                List.of(0.1, 0.0, -0.4, 0.2));
        double[] expected = new double[16];
        expected[EffectiveCouplings.set(0, 1)] = 0.3;
        expected[EffectiveCouplings.set(1, 3)] = -0.8;
        expected[EffectiveCouplings.set(0)] = 0.1;
        expected[EffectiveCouplings.set(2)] = -0.4;
        expected[EffectiveCouplings.set(3)] = 0.2;

        assertThat(EffectiveCouplings.of(ising).all()).containsExactly(expected, within(1e-15));
    }
}
