package io.dbn4j.core.rbm;

import io.dbn4j.core.units.UnitParameters;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Derivatives of a loss with respect to the parameters of an RBM, summed over the rows of a batch; an accumulator that
 * the caller owns.
 *
 * @param weights {@code [visible, hidden]}
 * @param visibleBias {@code [visible]}
 * @param hiddenBias {@code [hidden]}
 * @param visibleParameters {@code [parameters, visible]}; {@link UnitParameters#NONE} for units without parameters
 * @param hiddenParameters {@code [parameters, hidden]}
 */
public record Gradient(
        INDArray weights,
        INDArray visibleBias,
        INDArray hiddenBias,
        INDArray visibleParameters,
        INDArray hiddenParameters) {

    /** Makes a gradient of weights and biases alone, without the further parameters of units. */
    public Gradient(INDArray weights, INDArray visibleBias, INDArray hiddenBias) {
        this(weights, visibleBias, hiddenBias, UnitParameters.NONE, UnitParameters.NONE);
    }

    /** Returns a gradient of zeros with the shapes and data type of this RBM. */
    public static Gradient zero(Rbm rbm) {
        return new Gradient(
                Nd4j.zeros(rbm.weights().dataType(), rbm.weights().shape()),
                Nd4j.zeros(rbm.visibleBias().dataType(), rbm.visibleBias().shape()),
                Nd4j.zeros(rbm.hiddenBias().dataType(), rbm.hiddenBias().shape()),
                UnitParameters.zero(
                        rbm.visibleUnit(), rbm.visible(), rbm.weights().dataType()),
                UnitParameters.zero(
                        rbm.hiddenUnit(), rbm.hidden(), rbm.weights().dataType()));
    }

    /** Sets every derivative to zero. Modifies this gradient. */
    public void clear() {
        arrays().forEach(array -> array.assign(0));
    }

    /** Returns the arrays of derivatives; arrays of parameters are left out if the units have none. */
    public List<INDArray> arrays() {
        return Stream.of(weights, visibleBias, hiddenBias, visibleParameters, hiddenParameters)
                .filter(array -> !array.isEmpty())
                .toList();
    }

    /**
     * Adds the derivatives of {@code -F(v)} with respect to the units' own parameters, such as variances, for each side
     * whose array is not empty.
     *
     * @param visible {@code [batch, visible]}; not modified
     * @param hiddenMean means of the hidden units given these rows, {@code [batch, hidden]}; not modified
     * @param adding adds the rows of its first argument to the second
     */
    void addUnitParameters(Rbm rbm, INDArray visible, INDArray hiddenMean, BiConsumer<INDArray, INDArray> adding) {
        for (int k = 0; k < parameters(visibleParameters); k++) {
            INDArray statistic = rbm.visibleUnit().measureDerivative(rbm.visibleParameters(), k, visible);
            adding.accept(statistic, visibleParameters.getRow(k));
        }
        for (int k = 0; k < parameters(hiddenParameters); k++) {
            INDArray statistic = rbm.hiddenUnit().cumulantDerivative(rbm.hiddenParameters(), k, hiddenMean);
            adding.accept(statistic, hiddenParameters.getRow(k));
        }
    }

    private static long parameters(INDArray derivatives) {
        return derivatives.isEmpty() ? 0 : derivatives.size(0);
    }

    /** Returns the same derivatives with the two sides of the RBM exchanged; shares memory. */
    public Gradient transposed() {
        return new Gradient(weights.transpose(), hiddenBias, visibleBias, hiddenParameters, visibleParameters);
    }
}
