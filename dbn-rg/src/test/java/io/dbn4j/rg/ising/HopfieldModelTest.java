package io.dbn4j.rg.ising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Spin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HopfieldModelTest {

    private final HopfieldModel model = HopfieldModel.random(10, 3, new Seed(5).stream("patterns"));

    @Test
    void isAnRbmWithGaussianHiddenUnits() {
        Ising ising = model.ising(1.3);
        INDArray states = StateSpace.states(new Spin(), 10, 0, 1 << 10, DataType.DOUBLE);

        assertThat(model.rbm(1.3).freeEnergy(states)).containsExactly(ising.energy(states), within(1e-12));
    }

    @Test
    void aSinglePatternIsTheGroundStateWithTheEnergyOfAFerromagnet() {
        HopfieldModel single = new HopfieldModel(List.of(List.of(1, -1, -1, 1, 1)));
        INDArray states = Nd4j.createFromArray(new double[][] {{1, -1, -1, 1, 1}, {-1, 1, 1, -1, -1}, {1, 1, 1, 1, 1}});

        assertThat(single.ising(2).energy(states)).containsExactly(new double[] {-4, -4, 0.8}, within(1e-12));
        assertThat(single.overlap(states, 0)).containsExactly(new double[] {1, -1, 0.2}, within(1e-15));
    }

    @Test
    void impossiblePatternsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HopfieldModel(List.of(List.of(1, 0))))
                .withMessage("spins of a pattern must be -1 or 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HopfieldModel(List.of(List.of(1, 1), List.of(1))))
                .withMessage("every pattern must have 2 spins, one had 1");
    }
}
