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

    @Test
    void equalsKnownValues() {
        assertThat(new RingSolution(16, 1).logPartition()).isEqualTo(18.0435776531637, within(5e-14 + 1e-14));
        assertThat(new RingSolution(6, 0.6).correlation(1)).isEqualTo(0.5681, within(5e-5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingSolution(6, 0.6).correlation(7))
                .withMessage("distance must be in [0, 6], was 7");
    }
}
