package io.dbn4j.rg.ising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Collections;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class ExactAveragesTest {

    /** Sums over all states of a lattice in a field, with energies in units of J. */
    private static final class Sums {

        private final int side;
        private final double[] spins;
        private final double[] weight;
        private final double logPartition;
        private final double[] energy;

        Sums(int side, double coupling, double field) {
            this.side = side;
            int sites = side * side;
            Ising bonds = new SquareLattice(side).ising(1);
            Ising ising = new Ising(sites, bonds.bonds(), Collections.nCopies(sites, field));
            var states = StateSpace.states(new Spin(), sites, 0, 1 << sites, DataType.DOUBLE);
            spins = Elements.of(states);
            energy = ising.energy(states);
            double all = 0;
            for (double e : energy) {
                all += Math.exp(-coupling * e);
            }
            logPartition = Math.log(all);
            weight = new double[energy.length];
            for (int s = 0; s < weight.length; s++) {
                weight[s] = Math.exp(-coupling * energy[s]) / all;
            }
        }

        double mean(IntToDoubleFunction value) {
            double sum = 0;
            for (int s = 0; s < weight.length; s++) {
                sum += weight[s] * value.applyAsDouble(s);
            }
            return sum;
        }

        double m(int state) {
            double sum = 0;
            for (int i = 0; i < side * side; i++) {
                sum += spins[state * side * side + i];
            }
            return sum / (side * side);
        }

        double product(int state, int r) {
            return spins[state * side * side] * spins[state * side * side + r];
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0.4, 0", "3, 0.37, 0", "3, 0.37, 0.3", "3, 0.6, -0.2", "4, 0.44, 0.1", "4, 0.2, -1.5", "2, 0.5, 0.7"
    })
    void equalSumsOverAllStates(int side, double coupling, double field) {
        Sums sums = new Sums(side, coupling, field);
        double sites = side * side;
        double energy = sums.mean(s -> sums.energy[s]);
        double variance = sums.mean(s -> Math.pow(sums.energy[s] - energy, 2));
        double absolute = sums.mean(s -> Math.abs(sums.m(s)));
        double square = sums.mean(s -> Math.pow(sums.m(s), 2));

        ExactAverages exact = ExactAverages.of(side, coupling, field);

        assertNear(exact.logPartition(), sums.logPartition);
        assertNear(exact.energyPerSite(), energy / sites);
        assertNear(exact.specificHeatPerSite(), coupling * coupling * variance / sites);
        assertNear(exact.absoluteMagnetization(), absolute);
        assertNear(exact.squaredMagnetization(), square);
        assertNear(exact.reducedSusceptibility(), coupling * sites * (square - absolute * absolute));
        assertNear(exact.binderCumulant(), 1 - sums.mean(s -> Math.pow(sums.m(s), 4)) / (3 * square * square));
        if (field != 0) {
            assertNear(exact.magnetization(), sums.mean(sums::m));
        }
        exact.correlation().forEach((r, g) -> assertNear(g, sums.mean(s -> sums.product(s, r))));
        assertThat(exact.correlation()).hasSize(side / 2);
    }

    private static void assertNear(@Nullable Estimate found, double expected) {
        assertThat(Objects.requireNonNull(found).value()).isEqualTo(expected, within(2e-12));
        assertThat(found.bound()).isEqualTo(Estimate.Bound.EXACT);
    }

    /** Kaufman's solution is independent of the transfer matrix. */
    @ParameterizedTest
    @CsvSource({"5, 0.3", "6, 0.43478260869565216", "8, 0.5", "6, 3"})
    void theTransferMatrixHasTheEnergyOfKaufman(int side, double coupling) {
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
        double sites = side * side;

        EnergyMoments moments = EnergyMoments.of(side, coupling, 0);

        double heat = kaufman.specificHeat(coupling);
        assertThat(moments.mean() / sites - 2).isEqualTo(kaufman.energy(coupling), within(1e-12));
        assertThat(coupling * coupling * moments.variance() / sites).isEqualTo(heat, within(1e-9 * heat));
        assertNear(ExactAverages.of(side, coupling, 0).correlation().get(1), -kaufman.energy(coupling) / 2);
    }

    @Test
    void aWeakFieldChangesLogZByHalfTheSusceptibility() {
        ExactAverages without = ExactAverages.atTemperature(6, 2.3, 0);
        double h = 1e-3 / 2.3;

        ExactAverages with = ExactAverages.atTemperature(6, 2.3, 1e-3);

        double square = Objects.requireNonNull(without.squaredMagnetization()).value();
        double second = 36 * 36 * square * h * h / 2;
        assertThat(with.logPartition().value() - without.logPartition().value())
                .isEqualTo(second, within(1e-3 * second));
        assertThat(without.temperature()).isEqualTo(2.3);
    }

    @Test
    void largeSidesHaveLogZEnergyAndSpecificHeat() {
        ExactAverages large = ExactAverages.of(100, 0.5, 0);

        assertThat(large.energyPerSite().value()).isEqualTo(new Onsager(0.5).energy(), within(1e-9));
        assertThat(large.absoluteMagnetization()).isNull();
        assertThat(large.correlation()).isEmpty();
        assertThat(ExactAverages.missing(100)).contains("side must be at most 12, was 100");
        assertThat(ExactAverages.missing(12)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactAverages.of(13, 0.5, 0.1))
                .withMessageContaining("side must be at most 12 in a field, was 13");
    }
}
