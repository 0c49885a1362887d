package io.dbn4j.core.stats;

import io.dbn4j.core.Check;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Welch's test of whether two samples of independent numbers have the same mean.
 *
 * @param difference mean of the first minus mean of the second
 * @param standardError standard error of the difference
 * @param chance probability of a difference at least as large, on either side, between samples of the same mean
 */
public record TwoSamples(double difference, double standardError, double chance) {

    /**
     * Compares the means of two samples.
     *
     * @param one at least two numbers; not modified
     * @param other at least two numbers; not modified
     * @param resolution differences up to this size never count: rounding errors, for example
     */
    public static TwoSamples of(double[] one, double[] other, double resolution) {
        Check.atLeast(2, one.length, "numbers of the first sample");
        Check.atLeast(2, other.length, "numbers of the second sample");
        Moments first = Moments.of(one);
        Moments second = Moments.of(other);
        double a = first.variance() / one.length;
        double b = second.variance() / other.length;
        double difference = first.mean() - second.mean();
        double error = Math.sqrt(a + b);
        if (Math.abs(difference) <= resolution) {
            return new TwoSamples(difference, error, 1);
        }
        if (error == 0) {
            return new TwoSamples(difference, 0, 0);
        }
        double freedom = (a + b) * (a + b) / (a * a / (one.length - 1) + b * b / (other.length - 1));
        double tail = new TDistribution(null, freedom).cumulativeProbability(-Math.abs(difference) / error);
        return new TwoSamples(difference, error, 2 * tail);
    }
}
