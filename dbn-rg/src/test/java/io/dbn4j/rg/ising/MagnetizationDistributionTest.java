package io.dbn4j.rg.ising;

import static io.dbn4j.rg.ising.KaufmanPartitionFunction.CRITICAL_COUPLING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.lattice.SquareLattice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MagnetizationDistributionTest {

    /** Side, temperature (0 for the critical one), mean |m|, mean m^2, susceptibility, Binder cumulant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4 | 2.0 | .91894327 | .86892168 | .195720 | .644811
            4 | 0 | .84386044 | .76135891 | .347321 | .617199
            4 | 2.5 | .76471239 | .65482576 | .448261 | .581528
            4 | 3.0 | .60129133 | .45098814 | .476997 | .480541
            6 | 2.0 | .91309392 | .84990523 | .290965 | .650317
            6 | 0 | .80497656 | .69331659 | .719137 | .614356
            6 | 2.5 | .67741376 | .52862075 | 1.004131 | .554007
            6 | 3.0 | .44892541 | .27137421 | .838082 | .375892
            8 | 1.0 | .99927575 | .99857655 | .001569 | .666635
            8 | 1.5 | .98649835 | .97381467 | .027123 | .665860
            8 | 2.0 | .91145227 | .84167118 | .349630 | .654619
            8 | 2.25 | .79027091 | .66427224 | 1.130500 | .618016
            8 | 0 | .77733109 | .64691157 | 1.203405 | .613045
            8 | 2.5 | .60312898 | .43209908 | 1.749364 | .524123
            8 | 2.75 | .44402096 | .26183477 | 1.505284 | .393476
            8 | 3.0 | .34603461 | .17031221 | 1.078875 | .279840
            8 | 3.5 | .25133102 | .09499876 | .582061 | .151998
            8 | 4.0 | .20870168 | .06674564 | .371028 | .098032
            """)
    void equalsKnownValues(int side, double t, double absolute, double square, double susceptibility, double binder) {
        MagnetizationDistribution m = MagnetizationDistribution.of(side, t == 0 ? CRITICAL_COUPLING : 1 / t);

        assertThat(m.meanAbsolute()).isEqualTo(absolute, within(5.001e-9));
        assertThat(m.meanSquare()).isEqualTo(square, within(5.001e-9));
        assertThat(m.susceptibility()).isEqualTo(susceptibility, within(5.001e-7));
        assertThat(m.binderCumulant()).isEqualTo(binder, within(5.001e-7));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void equalsEnumeration(int side) {
        int sites = side * side;
        Ising ising = new SquareLattice(side).ising(0.37);
        INDArray states = StateSpace.states(new Spin(), sites, 0, 1 << sites, DataType.DOUBLE);
        double[] energy = ising.energy(states);
        double[] sums = states.sum(1).toDoubleVector();
        double logPartition = ising.logPartition();
        double[] enumerated = new double[2 * sites + 1];
        for (int s = 0; s < energy.length; s++) {
            enumerated[(int) sums[s] + sites] += Math.exp(-energy[s] - logPartition);
        }

        MagnetizationDistribution distribution = MagnetizationDistribution.of(side, 0.37);

        for (int m = -sites; m <= sites; m++) {
            assertThat(distribution.probability(m)).isEqualTo(enumerated[m + sites], within(1e-14));
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 0.3", "5, 0.44", "6, 1.0", "8, 0.44", "8, 4.0"})
    void hasTheLogPartitionOfKaufman(int side, double coupling) {
        double exact = new KaufmanPartitionFunction(side).logPartition(coupling);

        assertThat(MagnetizationDistribution.of(side, coupling).logPartition()).isEqualTo(exact, within(1e-13 * exact));
    }

    @Test
    void impossibleRequestsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MagnetizationDistribution.of(13, 0.4))
                .withMessage("side must be in [2, 12], was 13");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MagnetizationDistribution.of(4, -0.4))
                .withMessageStartingWith("coupling must be in [0.0");
    }
}
