package io.dbn4j.core.units;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.RowVector;
import io.dbn4j.core.random.RandomSource;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Real numbers, each of a variance of its own that is learned with the other parameters.
 *
 * <pre>
 *   m(x) = exp(-x^2 / (2 sigma^2)),   K(theta) = sigma^2 theta^2 / 2 + log(2 pi sigma^2) / 2,
 *   mean = sigma^2 theta,   variance = sigma^2 = exp(s),
 *   d log m / ds = x^2 / (2 sigma^2),   dK / ds = mean^2 / (2 sigma^2) + 1 / 2
 * </pre>
 *
 * <p>Weights and biases are natural parameters: the energy is {@code sum_i v_i^2 / (2 sigma_i^2) - a.v - b.h - v W h}. In the
 * form {@code (v_i - c_i)^2 / (2 sigma_i^2) - b.h - sum_ij v_i w_ij h_j / sigma_i} of the source, {@code a_i = c_i / sigma_i^2}
 * and {@code W_ij = w_ij / sigma_i}.
 *
 * <p>For visible units below discrete hidden ones. Scale the data to a variance of about 1 all the same: then the variances
 * start near where they end.
 *
 * @param logVariance {@code s = log sigma^2}, {@code [units]}, a view that training changes; null in a configuration, where the
 *     parameters of a layer are not known, and then all variances are 1
 */
@Reference(
        authors = "A. Krizhevsky",
        title = "Learning multiple layers of features from tiny images",
        venue = "Technical report, University of Toronto",
        year = 2009)
public record DiagonalGaussian(@JsonIgnore @Nullable INDArray logVariance) implements UnitType {

    /** Least logarithm of a variance that training aims at: a standard deviation of 0.007. */
    private static final double LEAST = -10;

    /** For a configuration: the variances are parameters of its layer. */
    public DiagonalGaussian() {
        this(null);
    }

    /** Units of variance 1. */
    public static DiagonalGaussian standard(int units, DataType type) {
        return new DiagonalGaussian(Nd4j.zeros(type, units));
    }

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
    public void mean(INDArray input) {
        scaleColumns(input, 1);
    }

    @Override
    public void backpropagate(INDArray mean, INDArray derivative) {
        mean.assign(derivative);
        scaleColumns(mean, 1);
    }

    @Override
    public void draw(INDArray mean, INDArray state, RandomSource random) {
        INDArray noise = Nd4j.createUninitialized(mean.dataType(), mean.shape());
        random.gaussian(noise);
        scaleColumns(noise, 0.5);
        mean.addi(noise, state);
    }

    /** Multiplies each column with a power of its variance. */
    private void scaleColumns(INDArray matrix, double power) {
        if (logVariance != null) {
            INDArray factors =
                    Transforms.exp(logVariance.castTo(matrix.dataType()).mul(power), false);
            INDArray rows = matrix.rank() == 2 ? matrix : matrix.reshape(1, matrix.length());
            RowVector.multiply(rows, factors.reshape(factors.length()));
        }
    }

    /** The range must hold one row. */
    @Override
    public double cumulant(double[] input, int from, int to, double scale) {
        double[] s = logVariances(to - from);
        double sum = 0;
        for (int i = from; i < to; i++) {
            double theta = scale * input[i];
            sum += Math.exp(s[i - from]) * theta * theta + s[i - from];
        }
        return sum / 2 + (to - from) * Math.log(2 * Math.PI) / 2;
    }

    /** The range must hold one row. */
    @Override
    public double logMeasure(double[] state, int from, int to) {
        double[] s = logVariances(to - from);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(-s[i - from]) * state[i] * state[i];
        }
        return -sum / 2;
    }

    private double[] logVariances(int units) {
        if (logVariance == null) {
            return new double[units];
        }
        Check.require(
                logVariance.length() == units,
                "number of units must be that of their variances, %d, was %d",
                logVariance.length(),
                units);
        return Elements.of(logVariance);
    }

    @Override
    public INDArray inputFromMean(INDArray mean) {
        INDArray input = mean.dup();
        scaleColumns(input, -1);
        return input;
    }

    /** {@code d log m / ds} of states, {@code x^2 / (2 sigma^2)}, {@code [batch, units]}, in a new array. */
    public INDArray measureDerivative(INDArray states) {
        INDArray squares = states.mul(states).muli(0.5);
        scaleColumns(squares, -1);
        return squares;
    }

    /** {@code dK / ds} of inputs that have these means, {@code mean^2 / (2 sigma^2) + 1 / 2}, in a new array. */
    public INDArray cumulantDerivative(INDArray means) {
        return measureDerivative(means).addi(0.5);
    }

    /**
     * Takes back derivatives that would lower a variance below exp({@value #LEAST}): the likelihood of a column that is constant
     * grows for ever as its variance falls.
     *
     * @param gradient derivatives by {@code s} of a loss that is descended; modified
     */
    public void hold(INDArray gradient) {
        double[] s = logVariances((int) gradient.length());
        for (int i = 0; i < s.length; i++) {
            if (s[i] < LEAST && gradient.getDouble(i) > 0) {
                gradient.putScalar(i, 0);
            }
        }
    }

    /** The same units with variances of their own memory. */
    public DiagonalGaussian copy() {
        return new DiagonalGaussian(logVariance == null ? null : logVariance.dup());
    }

    /** The same units in another data type. */
    public DiagonalGaussian castTo(DataType type) {
        return new DiagonalGaussian(logVariance == null ? null : logVariance.castTo(type));
    }

    /** Of one kind: variances are parameters, as weights are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiagonalGaussian;
    }

    @Override
    public int hashCode() {
        return DiagonalGaussian.class.hashCode();
    }

    @Override
    public String toString() {
        return "DiagonalGaussian[]";
    }
}
