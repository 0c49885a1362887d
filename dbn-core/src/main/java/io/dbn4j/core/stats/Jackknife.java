package io.dbn4j.core.stats;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import java.util.function.ToDoubleFunction;

/**
 * Functions of means along a Markov chain, with jackknife errors.
 *
 * <pre>
 *   value = n f(x) - (n - 1) mean_b f(x_b),     error^2 = (n - 1) / n sum_b (f(x_b) - mean_b f(x_b))^2
 * </pre>
 *
 * <p>The chain is cut into n bins; x are the means over all of them and x_b those without bin b. The value has a bias
 * of order 1/n^2 where f(x) has one of order 1/n. Bins of ten autocorrelation times are nearly independent: the error
 * is then about 3 % too small.
 */
@Reference(
        authors = "B. Efron, C. Stein",
        title = "The jackknife estimate of variance",
        venue = "Annals of Statistics 9",
        year = 1981,
        url = "https://doi.org/10.1214/aos/1176345462")
public final class Jackknife {

    private static final int TIMES_PER_BIN = 10;

    /** Smallest number of bins; with fewer, the error itself is off by more than 16 %. */
    private static final int FEWEST_BINS = 20;

    private final double[] all;
    private final double[][] withoutOne;
    private final long samples;
    private final double effectiveSamples;

    private Jackknife(double[][] series, int binLength, double effectiveSamples) {
        int bins = series[0].length / binLength;
        samples = (long) bins * binLength;
        this.effectiveSamples = effectiveSamples;
        all = new double[series.length];
        withoutOne = new double[bins][series.length];
        for (int k = 0; k < series.length; k++) {
            double[] mean = binMeans(series[k], bins, binLength);
            for (double x : mean) {
                all[k] += x / bins;
            }
            for (int b = 0; b < bins; b++) {
                withoutOne[b][k] = all[k] + (all[k] - mean[b]) / (bins - 1);
            }
        }
    }

    /** Returns the means of the bins; steps that do not fill a bin are left out at the start. */
    private static double[] binMeans(double[] series, int bins, int binLength) {
        double[] mean = new double[bins];
        int start = series.length - bins * binLength;
        for (int i = 0; i < bins * binLength; i++) {
            mean[i / binLength] += series[start + i] / binLength;
        }
        return mean;
    }

    /**
     * Makes bins as long as ten of the longest autocorrelation time among these series.
     *
     * @param series {@code [quantities][steps]} of one chain; not modified
     * @throws IllegalArgumentException if the chain is shorter than 200 autocorrelation times
     */
    public static Jackknife of(double[]... series) {
        int steps = Autocorrelation.requireTrace(series, 2);
        double time = 1;
        for (double[] one : series) {
            time = Math.max(time, Autocorrelation.of(new double[][] {one}).time());
        }
        double length = Math.ceil(TIMES_PER_BIN * time);
        Check.require(
                steps >= FEWEST_BINS * length,
                "samples must be at least %d autocorrelation times, were %d with a time of %.3g; take more, or space them out",
                FEWEST_BINS * TIMES_PER_BIN,
                steps,
                time);
        return new Jackknife(series, (int) length, steps / time);
    }

    /** Makes bins of this length, 1 for independent samples. */
    static Jackknife of(int binLength, double[]... series) {
        int bins = Autocorrelation.requireTrace(series, 2) / binLength;
        Check.atLeast(2, bins, "number of bins");
        return new Jackknife(series, binLength, bins);
    }

    /**
     * Returns a function of the means, with the normal interval.
     *
     * @param function function of the means in the order of the series
     */
    public Estimate estimate(ToDoubleFunction<double[]> function, String unit) {
        int bins = withoutOne.length;
        double[] values = new double[bins];
        for (int b = 0; b < bins; b++) {
            values[b] = function.applyAsDouble(withoutOne[b]);
        }
        Moments moments = Moments.of(values);
        double value = bins * function.applyAsDouble(all) - (bins - 1.0) * moments.mean();
        double error = (bins - 1.0) * Math.sqrt(moments.variance() / bins);
        return Estimate.normal(value, error, unit, samples, effectiveSamples);
    }
}
