package io.dbn4j.rg.ising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.lattice.Ring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class RingSolutionTest {

    @ParameterizedTest
    @ValueSource(doubles = {-0.8, 0, 0.6, 2})
    void equalsEnumeration(double coupling) {
        Ising ring = new Ring(7).ising(coupling);
        RingSolution solution = new RingSolution(7, coupling);
        INDArray states = StateSpace.states(new Spin(), 7, 0, 1 << 7, DataType.DOUBLE);
        double[] energy = ring.energy(states);
        double logPartition = ring.logPartition();

        assertThat(solution.logPartition()).isEqualTo(logPartition, within(1e-13));
        for (int distance = 0; distance <= 7; distance++) {
            double[] products =
                    states.getColumn(0).mul(states.getColumn(distance % 7)).toDoubleVector();
            double mean = 0;
            for (int s = 0; s < energy.length; s++) {
                mean += Math.exp(-energy[s] - logPartition) * products[s];
            }
            assertThat(solution.correlation(distance)).isEqualTo(mean, within(1e-13));
        }
    }

    /** Odd rings with a strong negative coupling, where {@code 1 + tanh^N K} cancels; mpmath 1.3.0 with 400 digits. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5 | -0.5 | 4.0450085422609188559 | -0.425479418282433465 | 0.117338978917128856
            5 | -10  | 32.302585092994045693 | -0.599999999999999993 | 0.199999999999999997
            5 | -17  | 53.302585092994045684 | -0.6 | 0.2
            5 | -20  | 62.302585092994045684 | -0.6 | 0.2
            3 | -45  | 46.791759469228055001 | -0.333333333333333333 | -0.333333333333333333
            7 | -300 | 1502.6390573296152586 | -0.714285714285714286 | 0.428571428571428571
            6 | -20  | 120.69314718055994531 | -1 | 1
            """)
    void frustratedRingsKeepTheirDigits(int sites, double coupling, double logPartition, double next, double second) {
        RingSolution ring = new RingSolution(sites, coupling);

        assertThat(ring.logPartition()).isEqualTo(logPartition, within(2e-15 * sites * Math.abs(coupling)));
        assertThat(ring.correlation(0)).isEqualTo(1, within(1e-15));
        assertThat(ring.correlation(1)).isEqualTo(next, within(1e-15));
        assertThat(ring.correlation(2)).isEqualTo(second, within(1e-15));
        assertThat(ring.correlation(sites - 1)).isEqualTo(next, within(1e-15));
    }

    @Test
    void equalsKnownValues() {
        assertThat(new RingSolution(16, 1).logPartition()).isEqualTo(18.0435776531637, within(5e-14 + 1e-14));
        assertThat(new RingSolution(6, 0.6).correlation(1)).isEqualTo(0.5681, within(5e-5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingSolution(6, 0.6).correlation(7))
                .withMessage("distance must be in [0, 6], was 7");
    }
}
