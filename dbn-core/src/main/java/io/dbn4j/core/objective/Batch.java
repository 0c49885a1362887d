package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rows of one update with their hidden means, which several parts of an objective share.
 *
 * @param visible {@code [batch, visible]}
 * @param hiddenMean means of the hidden units given these rows under the current model, {@code [batch, hidden]}
 * @param probability probability of each row, {@code [batch]}; null if all are equally likely
 * @param heldOut rows that are not trained on; null if there are none
 */
public record Batch(
        INDArray visible,
        INDArray hiddenMean,
        @Nullable INDArray probability,
        @Nullable Batch heldOut) {

    public Batch {
        Check.require(
                probability == null || probability.length() == visible.size(0),
                "probability must have one number for each of the %d rows, had %d",
                visible.size(0),
                probability == null ? 0 : probability.length());
    }

    /** Makes a batch of equally likely rows. */
    public Batch(INDArray visible, INDArray hiddenMean) {
        this(visible, hiddenMean, null, null);
    }

    /** Returns the rows with their hidden means under this model, in a new array. */
    public static Batch of(Rbm rbm, INDArray visible) {
        return new Batch(visible, rbm.hiddenGivenVisible(visible));
    }

    /**
     * Returns the rows with their hidden means under this model.
     *
     * @param hiddenMean modified: receives the means
     */
    public static Batch of(Rbm rbm, INDArray visible, INDArray hiddenMean) {
        rbm.hiddenInput(visible, hiddenMean);
        rbm.hiddenUnit().mean(rbm.hiddenParameters(), hiddenMean);
        return new Batch(visible, hiddenMean);
    }

    /** Returns these rows with other probabilities, which add up to 1. */
    public Batch withProbability(INDArray other) {
        return new Batch(visible, hiddenMean, other, heldOut);
    }

    /** Returns these rows together with others that are not trained on. */
    public Batch withHeldOut(Batch other) {
        return new Batch(visible, hiddenMean, probability, other);
    }

    /** Returns the number of rows. */
    public long rows() {
        return visible.size(0);
    }

    /** Returns the probability of each row, in a new array. */
    double[] probabilities() {
        if (probability != null) {
            return Elements.of(probability);
        }
        double[] equal = new double[Math.toIntExact(rows())];
        Arrays.fill(equal, 1.0 / equal.length);
        return equal;
    }

    /** Returns the mean over the rows of an array that has one row for each, {@code [columns]}. */
    INDArray mean(INDArray array) {
        return probability == null
                ? array.mean(0)
                : probability
                        .castTo(array.dataType())
                        .reshape(1, rows())
                        .mmul(array)
                        .reshape(array.size(1));
    }

    /** Returns the mean of a function of the rows, given its values. */
    double mean(double[] values) {
        double[] p = probabilities();
        double mean = 0;
        for (int row = 0; row < p.length; row++) {
            mean += p[row] * values[row];
        }
        return mean;
    }

    /**
     * Returns numbers {@code d_r} that give the covariance of a function x of the rows with any other function y:
     * {@code sum_r d_r y_r}. They are {@code p_r (x_r - mean)}. Equally likely rows are taken for draws, so there the
     * numbers are multiplied by {@code n / (n - 1)}.
     *
     * @param values the function's value for each row; not modified
     */
    double[] deviations(double[] values) {
        double[] p = probabilities();
        Check.require(probability != null || p.length > 1, "a covariance needs at least 2 rows, had %d", p.length);
        double scale = probability == null ? p.length / (p.length - 1.0) : 1;
        double mean = mean(values);
        for (int row = 0; row < p.length; row++) {
            p[row] *= scale * (values[row] - mean);
        }
        return p;
    }

    /** Returns the variance of a function of the rows, for draws the unbiased one, see {@link #deviations}. */
    double variance(double[] values) {
        double[] deviations = deviations(values);
        double mean = mean(values); // subtracted again, since rounding would hide a small variance
        double variance = 0;
        for (int row = 0; row < deviations.length; row++) {
            variance += deviations[row] * (values[row] - mean);
        }
        return variance;
    }

    /**
     * Adds the derivatives of {@code scale * mean F(v)}.
     *
     * @param into modified
     */
    void addMeanGradient(Rbm rbm, double scale, Gradient into) {
        if (probability == null) {
            rbm.addFreeEnergyGradient(visible, hiddenMean, scale / (double) rows(), into);
        } else {
            addGradient(rbm, probabilities(), scale, into);
        }
    }

    /**
     * Adds the derivatives of {@code scale * sum over rows of coefficient * F(v)}.
     *
     * @param coefficients one for each row; not modified
     * @param into modified
     */
    void addGradient(Rbm rbm, double[] coefficients, double scale, Gradient into) {
        INDArray column = Nd4j.createFromArray(coefficients).muli(scale).castTo(visible.dataType());
        rbm.addFreeEnergyGradient(visible, hiddenMean, column.reshape(rows(), 1), into);
    }
}
