package io.dbn4j.rg.coarse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.rg.lattice.Ring;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimationRbmTest {

    /** Independently computed values for eight spins with K = 1. */
    @ParameterizedTest
    @CsvSource({
        ".5, .8544, .00005, -9.977047",
        "1, .2926, .00005, -9.415240",
        "2, .01816, .000005, -9.140812",
        "3, 5.03e-4, 5e-7, -9.123152",
        "4, 9.92e-6, 5e-9, -9.122659",
        "6, 3.37e-9, 5e-12, -9.122649"
    })
    void itApproachesTheRingAsCopyingBecomesCertain(double copying, double divergence, double tolerance, double bound) {
        Ising ring = new Ring(8).ising(1);
        Rbm rbm = DecimationRbm.of(8, 1, copying);
        double logPartition = Summation.of(rbm).logPartition();
        double ringLogPartition = ring.logPartition();
        double[] minusEnergy = SpinStates.minusEnergy(ring);
        double[] freeEnergy = rbm.freeEnergy(SpinStates.all(8));
        double found = 0;
        double gauge = 0;
        for (int v = 0; v < freeEnergy.length; v++) {
            double p = Math.exp(minusEnergy[v] - ringLogPartition);
            found += p * (minusEnergy[v] - ringLogPartition + freeEnergy[v] + logPartition);
            gauge -= p * (minusEnergy[v] + freeEnergy[v]);
        }

        assertThat(found).isEqualTo(divergence, within(tolerance));
        assertThat(gauge - logPartition).isEqualTo(bound, within(5e-7)).isLessThan(-ringLogPartition);
    }

    @ParameterizedTest
    @CsvSource({".5", "1", "2", "3", "4", "6"})
    void itsHiddenSpinsAreTheDecimatedRingHoweverWellTheyCopy(double copying) {
        Rbm rbm = DecimationRbm.of(8, 1, copying);
        double[] found = EffectiveCouplings.of(TeacherRbm.of(rbm.transposed())).all();
        double[] expected = new double[16];
        expected[0] = found[0];
        for (int j = 0; j < 4; j++) {
            expected[EffectiveCouplings.set(j, (j + 1) % 4)] = DecimationRbm.coupling(1);
        }

        assertThat(DecimationRbm.coupling(1)).isEqualTo(.66250137, within(5e-9));
        assertThat(found).containsExactly(expected, within(2e-15));
    }

    /** A broken RBM whose neighbors have different weights: the same comparison rejects it. */
    @Test
    void anotherRbmDoesNotHaveTheDecimatedRing() {
        Rbm rbm = DecimationRbm.of(8, 1, 2);
        rbm.weights().putScalar(1, 0, 0.9);
        double[] found = EffectiveCouplings.of(TeacherRbm.of(rbm.transposed())).all();

        assertThat(Math.abs(found[EffectiveCouplings.set(0, 1)] - DecimationRbm.coupling(1)))
                .isGreaterThan(0.01);
        assertThat(Arrays.stream(found).skip(1).filter(k -> Math.abs(k) > 1e-3).count())
                .isEqualTo(4);
    }

    @Test
    void oddRingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimationRbm.of(7, 1, 1))
                .withMessage("sites must be even and at least 4, was 7");
    }
}
