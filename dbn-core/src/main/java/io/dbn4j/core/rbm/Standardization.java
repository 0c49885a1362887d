package io.dbn4j.core.rbm;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Means and standard deviations of columns: {@code z_i = (x_i - mean_i) / deviation_i} has mean 0 and variance 1.
 *
 * <p>A model need not be stored with a standardization: an RBM of {@code z} with Gaussian visible units is an RBM of
 * {@code x} with other parameters, see {@link #unscaled}.
 *
 * @param mean mean of each column
 * @param deviation standard deviation of each column; 0 for a constant column, which is divided by 1
 */
@SuppressWarnings("ArrayRecordComponent") // no code compares two instances
public record Standardization(double[] mean, double[] deviation) {

    /** Largest ratio of deviation to mean at which a column of FLOAT rows counts as constant, because of rounding. */
    private static final double CONSTANT_FLOAT = 1e-6;

    /**
     * Largest ratio of deviation to mean at which a column of DOUBLE rows counts as constant: a time of 1.7e9 s with a
     * deviation of 1000 s is not constant.
     */
    private static final double CONSTANT_DOUBLE = 1e-12;

    /** Factor within which a standard deviation counts as about 1; a mean below it counts as about 0. */
    private static final double FAR = 3;

    /** Measures the columns of rows, {@code [rows, columns]}, which are not modified. */
    public static Standardization of(INDArray rows) {
        double[] mean = ColumnSums.means(rows);
        double[] deviation = new double[mean.length];
        double[] error = new double[mean.length];
        for (INDArray block : Rows.blocks(rows)) {
            double[] values = Elements.of(block);
            for (int i = 0; i < values.length; i++) {
                double difference = values[i] - mean[i % mean.length];
                deviation[i % mean.length] += difference * difference;
                error[i % mean.length] += difference;
            }
        }
        double constant = rows.dataType() == DataType.DOUBLE ? CONSTANT_DOUBLE : CONSTANT_FLOAT;
        for (int i = 0; i < mean.length; i++) {
            // The sum of many rows is rounded, and so is its mean: a constant column must not deviate from it.
            double correction = error[i] / rows.size(0);
            mean[i] += correction;
            double found = Math.sqrt(Math.max(0, deviation[i] / rows.size(0) - correction * correction));
            deviation[i] = found <= constant * Math.max(Double.MIN_NORMAL, Math.abs(mean[i])) ? 0 : found;
        }
        return new Standardization(mean, deviation);
    }

    /**
     * Measures the columns of Gaussian units; the columns of other units keep mean 0 and deviation 1.
     *
     * @param rows {@code [rows, units]}; not modified
     */
    public static Standardization of(UnitType unit, INDArray rows) {
        Standardization columns = of(rows);
        for (Span span : unit.spans(columns.mean.length)) {
            if (span.unit().withVariances().isEmpty()) {
                Arrays.fill(columns.mean, span.from(), span.to(), 0);
                Arrays.fill(columns.deviation, span.from(), span.to(), 1);
            }
        }
        return columns;
    }

    /** Tells whether a column, counted from 0, has one value only. */
    public boolean isConstant(int column) {
        return deviation[column] == 0;
    }

    private double scale(int column) {
        return isConstant(column) ? 1 : deviation[column];
    }

    /**
     * Tells whether any column is so far from mean 0 and variance 1 that Gaussian units learn it badly or not at all.
     */
    public boolean isFar() {
        return largestMean() > FAR || largestDeviation() > FAR || smallestDeviation() < 1 / FAR;
    }

    /** Describes the columns: {@code means up to 127, standard deviations from 0.5 to 110}. */
    public String seen() {
        return String.format(
                Locale.ROOT,
                "means up to %.3g, standard deviations from %.3g to %.3g",
                largestMean(),
                smallestDeviation(),
                largestDeviation());
    }

    private double largestMean() {
        return Arrays.stream(mean).map(Math::abs).max().orElse(0);
    }

    private double largestDeviation() {
        return Arrays.stream(deviation).max().orElse(1);
    }

    private double smallestDeviation() {
        return Arrays.stream(deviation).filter(found -> found > 0).min().orElse(1);
    }

    /**
     * Returns the standardized rows {@code z}.
     *
     * @param rows {@code [rows, columns]}; not modified
     * @return standardized rows in the type of {@code rows}
     */
    public INDArray applied(INDArray rows) {
        Check.columns(mean.length, rows, "rows");
        INDArray applied = Nd4j.createUninitialized(rows.dataType(), rows.shape());
        List<INDArray> blocks = Rows.blocks(rows);
        List<INDArray> into = Rows.blocks(applied);
        for (int block = 0; block < blocks.size(); block++) {
            double[] values = Elements.of(blocks.get(block));
            for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] - mean[i % mean.length]) / scale(i % mean.length);
            }
            Elements.put(values, into.get(block));
        }
        return applied;
    }

    /**
     * Returns, in DOUBLE, the RBM of the data's own numbers {@code x} that gives {@code x} the free energy of {@code z}
     * under an RBM of {@code z}. The variances of the RBM of {@code z} are {@code exp(s)}, with {@code s = 0} for
     * Gaussian units:
     *
     * <pre>
     *   W' = W / deviation                        b' = b - (mean / deviation) W
     *   a' = a / deviation + mean / variance'     variance' = deviation^2 exp(s)
     *   offset' = offset + sum_i (mean_i^2 / (2 variance'_i) + a_i mean_i / deviation_i)
     * </pre>
     *
     * <p>Log Z grows by {@code sum log deviation}, as the volume element does.
     *
     * <p>A column of units that are not Gaussian must have mean 0 and deviation 1 here; it stays as it is.
     *
     * @param rbm RBM of {@code z}, with Gaussian visible units; not modified
     */
    public Rbm unscaled(Rbm rbm) {
        UnitType unit = rbm.visibleUnit()
                .withVariances()
                .orElseThrow(() -> new IllegalArgumentException("visible units must be gaussian to be unscaled, were "
                        + rbm.visibleUnit().name()));
        Check.require(rbm.visible() == mean.length, "visible units must be %d, were %d", mean.length, rbm.visible());
        requireOthersUnscaled(unit);
        double[] logVariance = logVariances(rbm);
        double[] bias = Elements.of(rbm.visibleBias());
        double[] weights = Elements.of(rbm.weights());
        double[] hiddenBias = Elements.of(rbm.hiddenBias());
        double offset = rbm.energyOffset();
        int hidden = rbm.hidden();
        for (int i = 0; i < mean.length; i++) {
            double scale = scale(i);
            double shift = mean[i] / scale;
            for (int j = 0; j < hidden; j++) {
                hiddenBias[j] -= shift * weights[i * hidden + j];
                weights[i * hidden + j] /= scale;
            }
            double variance = Math.exp(logVariance[i]);
            offset += shift * shift / (2 * variance) + bias[i] * shift;
            bias[i] = (bias[i] + shift / variance) / scale;
            logVariance[i] += 2 * Math.log(scale);
        }
        return new Rbm(
                unit,
                rbm.hiddenUnit(),
                Nd4j.createFromArray(weights).reshape('c', mean.length, hidden),
                Nd4j.createFromArray(bias),
                Nd4j.createFromArray(hiddenBias),
                Nd4j.createFromArray(new double[][] {logVariance}),
                rbm.castTo(DataType.DOUBLE).hiddenParameters(),
                offset);
    }

    private void requireOthersUnscaled(UnitType unit) {
        for (Span span : unit.spans(mean.length)) {
            for (int i = span.from();
                    i < span.to() && span.unit().withVariances().isEmpty();
                    i++) {
                Check.require(
                        mean[i] == 0 && deviation[i] == 1,
                        "column %d of %s units must not be standardized, had mean %s and deviation %s",
                        i + 1,
                        span.unit().name(),
                        mean[i],
                        deviation[i]);
            }
        }
    }

    /** Returns the logarithms of the variances of the visible units, 0 unless these units have them as parameters. */
    public static double[] logVariances(Rbm rbm) {
        UnitType unit = rbm.visibleUnit();
        return unit.withVariances().isPresent() && unit.parameters() > 0
                ? Elements.of(rbm.visibleParameters())
                : new double[rbm.visible()];
    }
}
