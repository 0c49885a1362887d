package io.dbn4j.rg.ising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.lattice.Ring;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class BondRbmTest {

    @Test
    void itsFreeEnergyIsTheEnergyOfTheSpinsBelowAConstant() {
        Ising ising = new Ising(
                4,
                List.of(new Bond(0, 1, 0.3), new Bond(1, 2, 0.9), new Bond(0, 3, 0.5)),
                List.of(0.1, 0.0, -0.4, 0.2));
        Rbm rbm = BondRbm.of(ising, DataType.DOUBLE);
        INDArray states = StateSpace.states(new Spin(), 4, 0, 16, DataType.DOUBLE);
        double[] energy = ising.energy(states);
        double[] freeEnergy = rbm.freeEnergy(states);

        for (int s = 0; s < 16; s++) {
            assertThat(energy[s] - freeEnergy[s]).isEqualTo(BondRbm.excess(ising), within(1e-13));
        }
    }

    @Test
    void atTheCriticalPointItHasTheKnownWeightAndLogPartition() {
        Ising ising = new SquareLattice(4).ising(KaufmanPartitionFunction.CRITICAL_COUPLING);
        Rbm rbm = BondRbm.of(ising, DataType.DOUBLE);

        assertThat(rbm.weights().maxNumber().doubleValue()).isEqualTo(0.76428546, within(5e-9));
        assertThat(BondRbm.excess(ising)).isEqualTo(36.28268717, within(5e-9));
        assertThat(Summation.of(rbm).logPartition()).isEqualTo(51.80460263, within(5e-9));
        assertThat(Summation.of(rbm).logPartition() - BondRbm.excess(ising))
                .isEqualTo(
                        new KaufmanPartitionFunction(4).logPartition(KaufmanPartitionFunction.CRITICAL_COUPLING),
                        within(1e-11));
    }

    @Test
    void aRingHasTheLogPartitionOfItsTransferMatrix() {
        double exact = Math.log(Math.pow(2 * Math.cosh(1), 8) + Math.pow(2 * Math.sinh(1), 8));

        assertThat(new Ring(8).ising(1).logPartition())
                .isEqualTo(exact, within(1e-12))
                .isEqualTo(9.122649, within(5e-7));
    }

    @Test
    void antiferromagnetsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BondRbm.of(new Ring(4).ising(-0.5), DataType.DOUBLE))
                .withMessageStartingWith("coupling of a bond must be positive");
    }
}
