package io.dbn4j.core.units;

import static org.nd4j.linalg.ops.transforms.Transforms.log;

import io.dbn4j.core.random.RandomSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A unit with the states 0 and 1.
 *
 * <pre>
 *   K(theta) = log(1 + exp(theta)),   mean = 1 / (1 + exp(-theta)),   variance = mean (1 - mean)
 * </pre>
 */
public record Bernoulli() implements UnitType {

    @Override
    public double low() {
        return 0;
    }

    @Override
    public double high() {
        return 1;
    }

    @Override
    public double[][] alphabet() {
        return new double[][] {{0}, {1}};
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public Activation activation() {
        return Activation.SIGMOID;
    }

    @Override
    public void mean(INDArray parameters, INDArray input) {
        Logistic.sigmoid(input);
    }

    @Override
    public void backpropagate(INDArray parameters, INDArray mean, INDArray derivative) {
        mean.subi(mean.mul(mean)).muli(derivative);
    }

    @Override
    public void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random) {
        random.bernoulli(mean, state);
    }

    @Override
    public double cumulant(INDArray parameters, double[] input, int from, int to, double scale) {
        return LogCosh.softplusSum(input, from, to, scale);
    }

    @Override
    public INDArray inputFromMean(INDArray parameters, INDArray mean) {
        return log(mean.div(mean.rsub(1.0)), false);
    }
}
