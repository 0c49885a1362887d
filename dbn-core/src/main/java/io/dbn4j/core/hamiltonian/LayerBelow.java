package io.dbn4j.core.hamiltonian;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The free energy of the RBM below as a function of its hidden states, which are the visible states of the trained RBM.
 *
 * <pre>
 *   H(h) = offset - b.h - log m(h) - sum_i K_visible(a_i + (W h)_i)
 * </pre>
 *
 * <p>It is a placeholder until {@link #above} names that RBM, as {@code GreedyPretraining} does.
 */
public record LayerBelow() implements Hamiltonian {

    @Override
    public Hamiltonian above(Rbm below) {
        return new FreeEnergyOfRbm(below.transposed());
    }

    @Override
    public UnitType unit() {
        throw undefined();
    }

    @Override
    public int units() {
        throw undefined();
    }

    @Override
    public double[] energy(INDArray states) {
        throw undefined();
    }

    @Override
    public double logPartition() {
        throw undefined();
    }

    private static IllegalArgumentException undefined() {
        return new IllegalArgumentException("target layer-below needs an RBM directly below the trained one;"
                + " the first RBM has only data below it, and data have no energy");
    }
}
