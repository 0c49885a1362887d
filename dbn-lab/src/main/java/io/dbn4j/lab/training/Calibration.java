package io.dbn4j.lab.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A comparison of the confidence of a classifier with its accuracy.
 *
 * <p>The confidence is the largest probability of a row. The expected calibration error is the mean difference between
 * confidence and accuracy over bins of the confidence,
 *
 * <pre>
 *   sum over bins of (rows of the bin / all rows) |accuracy - mean confidence|.
 * </pre>
 *
 * <p>On few rows it is above 0 even for a calibrated classifier, and above the truth for any other; resampled rows have
 * this excess twice. The interval therefore starts at 0 if rows whose classes are drawn by the probabilities themselves
 * show such an error in one of 40 cases or more. Otherwise its lower end is the upper bootstrap quantile q reflected at
 * the error, {@code 2 error - q}; q is its upper end.
 *
 * @param error expected calibration error, in percent
 * @param bins the bins that hold rows, by confidence
 */
public record Calibration(Estimate error, List<Bin> bins) {

    private static final int BINS = 10;
    private static final int RESAMPLES = 200;

    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * The rows whose confidence lies in a range.
     *
     * @param from lower end of the range, in percent
     * @param to upper end of the range, in percent
     * @param rows number of rows
     * @param confidence mean confidence of these rows, in percent
     * @param accuracy share of these rows that were predicted right, in percent
     */
    public record Bin(int from, int to, int rows, double confidence, Estimate accuracy) {}

    /** Compares predictions by probabilities with the true classes. */
    public static Calibration of(Predictions predictions, RandomSource random) {
        double[] probabilities = Elements.of(predictions.scores());
        int[] predicted = predictions.classes();
        int[] labels = predictions.rows().labels();
        int classes = predictions.rows().classes().size();
        double[] confidence = new double[labels.length];
        double[] right = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            confidence[row] = probabilities[row * classes + predicted[row]];
            right[row] = predicted[row] == labels[row] ? 1 : 0;
        }
        return new Calibration(error(confidence, right, random), bins(confidence, right));
    }

    private static Estimate error(double[] confidence, double[] right, RandomSource random) {
        int rows = right.length;
        double value = error(confidence, right, IntStream.range(0, rows).toArray());
        double[] resampled = new double[RESAMPLES];
        double[] calibrated = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            resampled[i] = error(confidence, right, resample(rows, random));
            calibrated[i] = calibrated(confidence, random);
        }
        double high = Math.max(value, upper(resampled));
        double low = value <= upper(calibrated) ? 0 : Math.max(0, 2 * value - high);
        return new Estimate(
                value,
                Estimate.mean(resampled, "percent").standardError() * Math.sqrt(RESAMPLES),
                low,
                high,
                "percent",
                Estimate.Bound.NONE,
                rows,
                rows);
    }

    /** Returns the error of predictions that are right with the probabilities that they state. */
    private static double calibrated(double[] confidence, RandomSource random) {
        double[] right = Arrays.stream(confidence)
                .map(probability -> random.uniform() < probability ? 1 : 0)
                .toArray();
        return error(confidence, right, IntStream.range(0, right.length).toArray());
    }

    /** Returns the quantile 97.5 %. Sorts the values. */
    private static double upper(double[] values) {
        Arrays.sort(values);
        return values[(int) (0.975 * values.length)];
    }

    private static double error(double[] confidence, double[] right, int[] rows) {
        double[] difference = new double[BINS];
        for (int row : rows) {
            difference[bin(confidence[row])] += right[row] - confidence[row];
        }
        return 100 * Arrays.stream(difference).map(Math::abs).sum() / rows.length;
    }

    private static int[] resample(int rows, RandomSource random) {
        int[] drawn = new int[rows];
        Arrays.setAll(drawn, row -> (int) (random.uniform() * rows));
        return drawn;
    }

    private static int bin(double confidence) {
        return Math.min(BINS - 1, (int) (confidence * BINS));
    }

    private static List<Bin> bins(double[] confidence, double[] right) {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            int rows = 0;
            long hits = 0;
            double sum = 0;
            for (int row = 0; row < confidence.length; row++) {
                if (bin(confidence[row]) == bin) {
                    rows++;
                    hits += (long) right[row];
                    sum += confidence[row];
                }
            }
            if (rows > 0) {
                int width = 100 / BINS;
                bins.add(new Bin(
                        bin * width, (bin + 1) * width, rows, 100 * sum / rows, Estimate.proportion(hits, rows)));
            }
        }
        return bins;
    }
}
