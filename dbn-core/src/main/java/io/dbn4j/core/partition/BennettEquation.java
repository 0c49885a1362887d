package io.dbn4j.core.partition;

import java.util.stream.DoubleStream;

/**
 * The solution of Bennett's equation for the log ratio of two partition functions.
 *
 * <p>Let x be {@code n_0} draws of model 0, y {@code n_1} draws of model 1, {@code r = log(f_1 / f_0)} at a draw and s
 * the logistic function. The estimate D of {@code log(Z_1 / Z_0)} is the only root of
 *
 * <pre>
 *   sum_x s(M + r(x) - D) = sum_y s(D - M - r(y)),      M = log(n_1 / n_0),
 * </pre>
 *
 * <p>This estimate has the smallest asymptotic variance of all estimates from these draws: it maximizes the likelihood
 * of the labels "drawn from 0" and "drawn from 1".
 */
final class BennettEquation {

    /** Number of halvings of the interval: more than doubles can resolve, unless the root is 0. */
    private static final int HALVINGS = 200;

    private final double[] atFrom;
    private final double[] atTo;
    private final double logOdds;
    private final double root;
    private final double information;

    /**
     * Solves the equation for given draws.
     *
     * @param atFrom r at draws of model 0, at least one; not modified
     * @param atTo r at draws of model 1, at least one; not modified
     */
    BennettEquation(double[] atFrom, double[] atTo) {
        this.atFrom = atFrom;
        this.atTo = atTo;
        this.logOdds = Math.log((double) atTo.length / atFrom.length);
        this.root = solved();
        this.information = DoubleStream.concat(DoubleStream.of(atFrom), DoubleStream.of(atTo))
                .map(r -> slope(logOdds + r - root))
                .sum();
    }

    /**
     * Solves the equation by bisection: the left side minus the right side falls with D, and its sign is known at the
     * ends.
     */
    private double solved() {
        double low = Math.min(
                DoubleStream.of(atFrom).min().orElseThrow(),
                DoubleStream.of(atTo).min().orElseThrow());
        double high = Math.max(
                DoubleStream.of(atFrom).max().orElseThrow(),
                DoubleStream.of(atTo).max().orElseThrow());
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low + (high - low) / 2;
            if (excess(middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double excess(double estimate) {
        double sum = 0;
        for (double r : atFrom) {
            sum += logistic(logOdds + r - estimate);
        }
        for (double r : atTo) {
            sum -= logistic(estimate - logOdds - r);
        }
        return sum;
    }

    /** Returns the estimate of {@code log(Z_1 / Z_0)}. */
    double root() {
        return root;
    }

    /** Returns the asymptotic variance of the root for independent draws; infinite without any overlap. */
    double variance() {
        return Math.max(0, 1 / information - 1.0 / atFrom.length - 1.0 / atTo.length);
    }

    /** Returns the overlap of the two models: 1 if they are equal, 0 if no draw of one could be a draw of the other. */
    double overlap() {
        return Math.min(1, information * (1.0 / atFrom.length + 1.0 / atTo.length));
    }

    /**
     * Adds the contribution of each pair of draws to the error of the root, to first order. Both models must have
     * equally many draws; the draws of a pair may be correlated. The sum of the squares is the variance.
     *
     * @param into modified; one value per pair
     */
    void addContributions(double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += (logistic(atFrom[i] - root) - logistic(root - atTo[i])) / information;
        }
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double slope(double x) {
        double tail = Math.exp(-Math.abs(x));
        return tail / ((1 + tail) * (1 + tail));
    }
}
