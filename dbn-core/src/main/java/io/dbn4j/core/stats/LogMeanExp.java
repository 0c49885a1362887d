package io.dbn4j.core.stats;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.Arrays;

/**
 * The logarithm of the mean of importance weights, {@code log (1/n) sum_i exp(x_i)}.
 *
 * <p>The mean of the weights is unbiased, so by Jensen's inequality its logarithm is too low in expectation.
 */
public final class LogMeanExp {

    private static final int RESAMPLES = 1000;

    private LogMeanExp() {}

    /**
     * Returns the estimate with a delta-method standard error, a 95 % percentile bootstrap interval and the effective
     * sample size of the weights. With an effective sample size below 10 the error and the interval are too small.
     *
     * @param logWeights logarithms of independent weights, at least 2, in nats; not modified
     * @param bound side of the truth on which the estimate lies in expectation
     * @param random used for the bootstrap only
     */
    public static Estimate of(double[] logWeights, Bound bound, RandomSource random) {
        int n = Check.atLeast(2, logWeights.length, "number of log-weights");
        double logSum = LogSumExp.of(logWeights);
        double[] share = new double[n];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            share[i] = Math.exp(logWeights[i] - logSum);
            squares += share[i] * share[i];
        }
        double value = logSum - Math.log(n);
        double standardError = Math.sqrt(Math.max(0, squares - 1.0 / n) * n / (n - 1.0));
        double[] resampled = resampledMeans(share, random);
        double low = value + Math.log(resampled[(int) (0.025 * RESAMPLES)]);
        double high = value + Math.log(resampled[(int) (0.975 * RESAMPLES)]);
        return new Estimate(
                value, standardError, Math.min(low, value), Math.max(high, value), "nats", bound, n, 1 / squares);
    }

    /**
     * Returns ordered sums of n shares drawn with replacement: the mean weight of each resample, relative to the mean
     * weight.
     */
    private static double[] resampledMeans(double[] share, RandomSource random) {
        double[] sums = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < share.length; i++) {
                sums[resample] += share[(int) (random.uniform() * share.length)];
            }
        }
        Arrays.sort(sums);
        return sums;
    }
}
