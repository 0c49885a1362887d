package io.dbn4j.core.hamiltonian;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The free energy of the visible states of an RBM as an energy; follows the RBM if its arrays change. */
record FreeEnergyOfRbm(Rbm rbm) implements Hamiltonian {

    @Override
    public UnitType unit() {
        return rbm.visibleUnit();
    }

    @Override
    public int units() {
        return rbm.visible();
    }

    @Override
    public double[] energy(INDArray states) {
        return rbm.freeEnergy(states);
    }

    @Override
    public double logPartition() {
        return Summation.of(rbm).logPartition();
    }
}
