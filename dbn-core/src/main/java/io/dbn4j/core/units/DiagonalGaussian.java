package io.dbn4j.core.units;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.RowVector;
import io.dbn4j.core.random.RandomSource;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A real-valued unit with its own variance, whose logarithm {@code s} is learned with the other parameters.
 *
 * <pre>
 *   m(x) = exp(-x^2 / (2 sigma^2)),   K(theta) = sigma^2 theta^2 / 2 + log(2 pi sigma^2) / 2,
 *   mean = sigma^2 theta,   variance = sigma^2 = exp(s),
 *   d log m / ds = x^2 / (2 sigma^2),   dK / ds = mean^2 / (2 sigma^2) + 1 / 2
 * </pre>
 *
 * <p>Weights and biases are natural parameters: the energy is {@code sum_i v_i^2 / (2 sigma_i^2) - a.v - b.h - v W h}.
 * The source writes {@code sum_i (v_i - c_i)^2 / (2 sigma_i^2) - b.h - sum_ij v_i w_ij h_j / sigma_i}, which is the
 * same up to a constant with {@code a_i = c_i / sigma_i^2} and {@code W_ij = w_ij / sigma_i}.
 *
 * <p>Use it for visible units below discrete hidden units. Scale the data to a variance of about 1 even so: the
 * variances then start near their final values.
 */
@Reference(
        authors = "A. Krizhevsky",
        title = "Learning multiple layers of features from tiny images",
        venue = "Technical report, University of Toronto",
        year = 2009)
public record DiagonalGaussian() implements UnitType {

    private static final List<String> NAMES = List.of("log_variance");

    /** Smallest logarithm of a variance that training may aim at, a standard deviation of 0.007. */
    private static final double LEAST = -10;

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
    public List<String> parameterNames() {
        return NAMES;
    }

    @Override
    public Optional<UnitType> withVariances() {
        return Optional.of(this);
    }

    @Override
    public UnitType withoutParameters() {
        return new Gaussian();
    }

    @Override
    public Activation activation() {
        return Activation.IDENTITY;
    }

    @Override
    public void mean(INDArray parameters, INDArray input) {
        scaleColumns(parameters, input, 1);
    }

    @Override
    public void backpropagate(INDArray parameters, INDArray mean, INDArray derivative) {
        mean.assign(derivative);
        scaleColumns(parameters, mean, 1);
    }

    @Override
    public void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random) {
        INDArray noise = Nd4j.createUninitialized(mean.dataType(), mean.shape());
        random.gaussian(noise);
        scaleColumns(parameters, noise, 0.5);
        mean.addi(noise, state);
    }

    /** Multiplies each column with a power of its variance. */
    private static void scaleColumns(INDArray parameters, INDArray matrix, double power) {
        INDArray factors = Transforms.exp(parameters.castTo(matrix.dataType()).mul(power), false);
        INDArray rows = matrix.rank() == 2 ? matrix : matrix.reshape(1, matrix.length());
        RowVector.multiply(rows, factors.reshape(factors.length()));
    }

    @Override
    public double cumulant(INDArray parameters, double[] input, int from, int to, double scale) {
        double[] s = logVariances(parameters, to - from);
        double sum = 0;
        for (int i = from; i < to; i++) {
            double theta = scale * input[i];
            sum += Math.exp(s[i - from]) * theta * theta + s[i - from];
        }
        return sum / 2 + (to - from) * Math.log(2 * Math.PI) / 2;
    }

    @Override
    public double logMeasure(INDArray parameters, double[] state, int from, int to) {
        double[] s = logVariances(parameters, to - from);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(-s[i - from]) * state[i] * state[i];
        }
        return -sum / 2;
    }

    private static double[] logVariances(INDArray parameters, int units) {
        Check.require(
                parameters.length() == units,
                "number of units must equal the number of variances, %d, was %d",
                parameters.length(),
                units);
        return Elements.of(parameters);
    }

    @Override
    public INDArray inputFromMean(INDArray parameters, INDArray mean) {
        INDArray input = mean.dup();
        scaleColumns(parameters, input, -1);
        return input;
    }

    @Override
    public INDArray measureDerivative(INDArray parameters, int parameter, INDArray states) {
        INDArray squares = states.mul(states).muli(0.5);
        scaleColumns(parameters, squares, -1);
        return squares;
    }

    @Override
    public INDArray cumulantDerivative(INDArray parameters, int parameter, INDArray means) {
        return measureDerivative(parameters, parameter, means).addi(0.5);
    }

    /**
     * Sets derivatives to 0 that would lower a variance further below exp({@value #LEAST}): the likelihood of a
     * constant column grows without bound as its variance falls.
     */
    @Override
    public void hold(INDArray parameters, INDArray gradient) {
        double[] s = logVariances(parameters, (int) gradient.length());
        for (int i = 0; i < s.length; i++) {
            if (s[i] < LEAST && gradient.getDouble(i) > 0) {
                gradient.putScalar(i, 0);
            }
        }
    }
}
