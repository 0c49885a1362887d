package io.dbn4j.core.rbm;

import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.UnitType;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Derivatives of a loss by the parameters of an RBM, summed over the rows of a batch; an accumulator that the caller
 * owns.
 *
 * @param weights {@code [visible, hidden]}
 * @param visibleBias {@code [visible]}
 * @param hiddenBias {@code [hidden]}
 * @param visibleLogVariance {@code [visible]}; null unless the visible units are {@link DiagonalGaussian}
 * @param hiddenLogVariance {@code [hidden]}; null unless the hidden units are
 */
public record Gradient(
        INDArray weights,
        INDArray visibleBias,
        INDArray hiddenBias,
        @Nullable INDArray visibleLogVariance,
        @Nullable INDArray hiddenLogVariance) {

    /** Of an RBM whose units have no variances to learn. */
    public Gradient(INDArray weights, INDArray visibleBias, INDArray hiddenBias) {
        this(weights, visibleBias, hiddenBias, null, null);
    }

    /** A gradient of zeros with the shapes and data type of this RBM. */
    public static Gradient zero(Rbm rbm) {
        return new Gradient(
                Nd4j.zeros(rbm.weights().dataType(), rbm.weights().shape()),
                Nd4j.zeros(rbm.visibleBias().dataType(), rbm.visibleBias().shape()),
                Nd4j.zeros(rbm.hiddenBias().dataType(), rbm.hiddenBias().shape()),
                zeroVariances(rbm.visibleUnit(), rbm.visible(), rbm.weights().dataType()),
                zeroVariances(rbm.hiddenUnit(), rbm.hidden(), rbm.weights().dataType()));
    }

    private static @Nullable INDArray zeroVariances(UnitType unit, int units, DataType type) {
        return unit instanceof DiagonalGaussian ? Nd4j.zeros(type, units) : null;
    }

    /** Sets every derivative to zero. Modifies this gradient. */
    public void clear() {
        weights.assign(0);
        visibleBias.assign(0);
        hiddenBias.assign(0);
        if (visibleLogVariance != null) {
            visibleLogVariance.assign(0);
        }
        if (hiddenLogVariance != null) {
            hiddenLogVariance.assign(0);
        }
    }

    /** The same derivatives with the two sides of the RBM exchanged; shares memory. */
    public Gradient transposed() {
        return new Gradient(weights.transpose(), hiddenBias, visibleBias, hiddenLogVariance, visibleLogVariance);
    }
}
