package io.dbn4j.core.units;

import io.dbn4j.core.random.RandomSource;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A real-valued unit with variance 1 around its input.
 *
 * <pre>
 *   m(x) = exp(-x^2 / 2),   K(theta) = theta^2 / 2 + log(2 pi) / 2,   mean = theta,   variance = 1
 * </pre>
 *
 * <p>Data for such units should be centered and scaled to a variance of about 1: a mean of 100 multiplies the steps of
 * its weights by 100, and their effect on the hidden inputs by 10 000. After such scaling constant columns do no
 * harm. Draws never exceed 4.8 standard deviations, the limit of ND4J's generator.
 */
public record Gaussian() implements UnitType {

    @Override
    public double low() {
        return Double.NEGATIVE_INFINITY;
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
    public Optional<UnitType> withVariances() {
        return Optional.of(new DiagonalGaussian());
    }

    @Override
    public Activation activation() {
        return Activation.IDENTITY;
    }

    /** Leaves the input unchanged, because it is the mean. */
    @Override
    public void mean(INDArray parameters, INDArray input) {}

    @Override
    public void backpropagate(INDArray parameters, INDArray mean, INDArray derivative) {
        mean.assign(derivative);
    }

    @Override
    public void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random) {
        INDArray noise = Nd4j.createUninitialized(mean.dataType(), mean.shape());
        random.gaussian(noise);
        mean.addi(noise, state);
    }

    @Override
    public double cumulant(INDArray parameters, double[] input, int from, int to, double scale) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (scale * input[i]) * (scale * input[i]);
        }
        return squares / 2 + (to - from) * Math.log(2 * Math.PI) / 2;
    }

    @Override
    public double logMeasure(INDArray parameters, double[] state, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += state[i] * state[i];
        }
        return -squares / 2;
    }

    @Override
    public INDArray inputFromMean(INDArray parameters, INDArray mean) {
        return mean.dup();
    }
}
