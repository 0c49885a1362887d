package io.dbn4j.rg.coarse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.lattice.Ring;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EffectiveCouplingsTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    /** Eleven couplings within 4.5 standard errors: a false alarm in 10 000 seeds. */
    @Test
    void sampledCouplingsAreThoseOfTheTransform() {
        RandomSource random = new Seed(SEED).stream("couplings");
        Rbm rbm = Rbm.random(new Spin(), new Spin(), 6, 5, 0.7, DataType.DOUBLE, random);
        random.gaussian(rbm.hiddenBias());
        random.gaussian(rbm.visibleBias());
        EffectiveCouplings exact = EffectiveCouplings.of(TeacherRbm.of(rbm));
        int[][] sets = {{0}, {3}, {0, 1}, {0, 2}, {0, 5}, {1, 4}, {2, 3}, {4, 5}, {0, 1, 2}, {1, 3, 5}, {0, 1, 2, 3}};
        for (int[] set : sets) {
            Estimate found = EffectiveCouplings.sampled(rbm, set, 2000, random);
            assertThat(found.value())
                    .as("seed %d", SEED)
                    .isEqualTo(exact.of(set), within(4.5 * found.standardError() + 1e-13));
            assertThat(found.standardError()).isLessThan(0.05);
        }
        Estimate other = EffectiveCouplings.sampled(rbm, new int[] {0, 1}, 2000, random);
        assertThat(Math.abs(other.value() - exact.of(0, 2))).isGreaterThan(4.5 * other.standardError());
    }

    /** The free energy has no other couplings, so the pair coupling does not depend on the other spins. */
    @Test
    void theRbmThatIsAnIsingModelShowsItsCouplingsWithoutError() {
        Rbm rbm = BondRbm.of(new Ring(7).ising(0.44), DataType.DOUBLE);
        RandomSource random = new Seed(SEED).stream("bonds");

        Estimate neighbors = EffectiveCouplings.sampled(rbm, new int[] {2, 3}, 10, random);
        assertThat(neighbors.value()).isEqualTo(0.44, within(1e-13));
        assertThat(neighbors.standardError()).isLessThan(1e-13);
        assertThat(EffectiveCouplings.sampled(rbm, new int[] {2, 4}, 10, random).value())
                .isEqualTo(0, within(1e-13));
    }

    /** Over all states of the other spins, each once, the average is the coefficient; over other states it need not be. */
    @Test
    void couplingsDependOnTheStatesOfTheOtherSpins() {
        RandomSource random = new Seed(SEED).stream("measure");
        Rbm rbm = Rbm.random(new Spin(), new Spin(), 5, 4, 0.9, DataType.DOUBLE, random);
        random.gaussian(rbm.hiddenBias());
        INDArray states = StateSpace.states(new Spin(), 5, 0, 1 << 5, DataType.DOUBLE);
        double exact = EffectiveCouplings.of(TeacherRbm.of(rbm)).of(0, 1);

        assertThat(EffectiveCouplings.over(rbm, new int[] {0, 1}, states).value())
                .isEqualTo(exact, within(1e-13));
        double upward = EffectiveCouplings.over(rbm, new int[] {0, 1}, Nd4j.ones(DataType.DOUBLE, 2, 5))
                .value();
        assertThat(Math.abs(upward - exact)).isGreaterThan(1e-3);
        INDArray up = Nd4j.ones(DataType.DOUBLE, 4, 5);
        up.putScalar(0, 0, -1).putScalar(1, 1, -1).putScalar(2, 0, -1).putScalar(2, 1, -1);
        double[] f = rbm.freeEnergy(up);
        assertThat(upward).isEqualTo((f[0] + f[1] - f[2] - f[3]) / 4, within(1e-13));
    }

    @Test
    void impossibleSetsAreRefused() {
        Rbm rbm = BondRbm.of(new Ring(7).ising(0.44), DataType.DOUBLE);
        RandomSource random = new Seed(SEED).stream("refused");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EffectiveCouplings.sampled(rbm, new int[] {2, 2}, 10, random))
                .withMessage("sites must differ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EffectiveCouplings.sampled(rbm, new int[0], 10, random))
                .withMessage("number of sites must be in [1, 10], was 0");
    }
}
