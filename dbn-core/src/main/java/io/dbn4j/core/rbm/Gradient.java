package io.dbn4j.core.rbm;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Derivatives of a loss by the parameters of an RBM, summed over the rows of a batch; an accumulator that the caller
 * owns.
 *
 * @param weights {@code [visible, hidden]}
 * @param visibleBias {@code [visible]}
 * @param hiddenBias {@code [hidden]}
 */
public record Gradient(INDArray weights, INDArray visibleBias, INDArray hiddenBias) {

    /** A gradient of zeros with the shapes and data type of this RBM. */
    public static Gradient zero(Rbm rbm) {
        return new Gradient(
                Nd4j.zeros(rbm.weights().dataType(), rbm.weights().shape()),
                Nd4j.zeros(rbm.visibleBias().dataType(), rbm.visibleBias().shape()),
                Nd4j.zeros(rbm.hiddenBias().dataType(), rbm.hiddenBias().shape()));
    }

    /** Sets every derivative to zero. Modifies this gradient. */
    public void clear() {
        weights.assign(0);
        visibleBias.assign(0);
        hiddenBias.assign(0);
    }

    /** The same derivatives with the two sides of the RBM exchanged; shares memory. */
    public Gradient transposed() {
        return new Gradient(weights.transpose(), hiddenBias, visibleBias);
    }
}
