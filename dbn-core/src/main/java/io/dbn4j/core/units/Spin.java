package io.dbn4j.core.units;

import static org.nd4j.linalg.ops.transforms.Transforms.atanh;

import io.dbn4j.core.random.RandomSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An Ising spin, with the states -1 and +1.
 *
 * <pre>
 *   K(theta) = log(2 cosh theta),   mean = tanh(theta),   variance = 1 - mean^2
 * </pre>
 */
public record Spin() implements UnitType {

    @Override
    public double low() {
        return -1;
    }

    @Override
    public double high() {
        return 1;
    }

    @Override
    public double[][] alphabet() {
        return new double[][] {{-1}, {1}};
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public Activation activation() {
        return Activation.TANH;
    }

    @Override
    public void mean(INDArray parameters, INDArray input) {
        Logistic.tanh(input);
    }

    @Override
    public void backpropagate(INDArray parameters, INDArray mean, INDArray derivative) {
        mean.muli(mean).rsubi(1.0).muli(derivative);
    }

    @Override
    public void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random) {
        state.assign(mean).addi(1.0).muli(0.5);
        random.bernoulli(state, state);
        state.muli(2.0).subi(1.0);
    }

    @Override
    public double cumulant(INDArray parameters, double[] input, int from, int to, double scale) {
        return LogCosh.sum(input, from, to, scale);
    }

    @Override
    public INDArray inputFromMean(INDArray parameters, INDArray mean) {
        return atanh(mean, true);
    }
}
