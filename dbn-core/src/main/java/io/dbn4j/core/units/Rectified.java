package io.dbn4j.core.units;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A non-negative real-valued unit: a {@link Gaussian} unit truncated at zero.
 *
 * <pre>
 *   m(x) = exp(-x^2 / 2) for x &gt;= 0,   K(theta) = theta^2 / 2 + log(sqrt(2 pi) Phi(theta)),
 *   mean = theta + phi(theta) / Phi(theta)
 * </pre>
 *
 * <p>This is a proper density, unlike the noisy rectified linear units {@code max(0, theta + noise)} of Nair and Hinton
 * (2010).
 */
public record Rectified() implements UnitType {

    @Override
    public double low() {
        return 0;
    }

    @Override
    public double high() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public double[][] alphabet() {
        return new double[0][];
    }

    @Override
    public int states() {
        return 0;
    }

    @Override
    public Activation activation() {
        return Activation.SOFTPLUS;
    }

    @Override
    public void mean(INDArray parameters, INDArray input) {
        Elements.put(mapped(input, TruncatedNormal::mean), input);
    }

    @Override
    public void backpropagate(INDArray parameters, INDArray mean, INDArray derivative) {
        double[] slopes = mapped(mean, m -> TruncatedNormal.variance(TruncatedNormal.input(m)));
        Elements.put(slopes, mean);
        mean.muli(derivative);
    }

    /** Draws at inputs that are recovered from the means, to the precision of the array. */
    @Override
    public void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random) {
        Elements.put(mapped(mean, m -> TruncatedNormal.draw(TruncatedNormal.input(m), random)), state);
    }

    @Override
    public double cumulant(INDArray parameters, double[] input, int from, int to, double scale) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += TruncatedNormal.cumulant(scale * input[i]);
        }
        return sum;
    }

    @Override
    public double logMeasure(INDArray parameters, double[] state, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += state[i] < 0 ? Double.NEGATIVE_INFINITY : -state[i] * state[i] / 2;
        }
        return sum;
    }

    @Override
    public INDArray inputFromMean(INDArray parameters, INDArray mean) {
        INDArray input = mean.dup();
        Elements.put(mapped(mean, TruncatedNormal::input), input);
        return input;
    }

    private static double[] mapped(INDArray array, DoubleUnaryOperator function) {
        double[] elements = Elements.of(array);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = function.applyAsDouble(elements[i]);
        }
        return elements;
    }
}
