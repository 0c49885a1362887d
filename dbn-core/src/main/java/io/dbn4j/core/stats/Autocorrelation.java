package io.dbn4j.core.stats;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * The mean of a quantity along Markov chains, and its integrated autocorrelation time.
 *
 * <pre>
 *   C(t) = sum over chains and steps of (x_s - mean) (x_{s+t} - mean) / n,
 *   tau  = 1 + 2 sum_{t = 1..W} C(t) / C(0),        error of the mean = sqrt(C(0) tau / n)
 * </pre>
 *
 * <p>The window W is the smallest one that is at least five times its own tau: a longer window adds noise, a shorter
 * one leaves correlations out. If there is none, W is the whole chain, and the error becomes the spread of the means of
 * the chains. All chains share one mean, so chains in different places raise tau. Tau is at least 1: anticorrelation is
 * not credited.
 *
 * @param mean over all chains and steps
 * @param variance C(0)
 * @param time integrated autocorrelation time tau, in steps; {@code samples} if the quantity never changes
 * @param window W, in steps
 * @param samples n, steps of all chains together
 */
@Reference(
        authors = "A. Sokal",
        title = "Monte Carlo methods in statistical mechanics: foundations and new algorithms",
        venue = "Functional Integration, Plenum",
        year = 1997,
        url = "https://doi.org/10.1007/978-1-4899-0319-8_6")
public record Autocorrelation(double mean, double variance, double time, int window, long samples) {

    private static final double TIMES_PER_WINDOW = 5;

    /**
     * Measures a quantity along chains of equal length.
     *
     * @param chains {@code [chains][steps]}, at least 2 steps; not modified
     */
    public static Autocorrelation of(double[][] chains) {
        return of(chains, TIMES_PER_WINDOW);
    }

    /** Measures a quantity with a window of this many autocorrelation times. */
    static Autocorrelation of(double[][] chains, double timesPerWindow) {
        int steps = requireTrace(chains, 2);
        double mean = mean(chains);
        double variance = covariance(chains, mean, 0);
        long samples = (long) chains.length * steps;
        if (variance == 0) {
            return new Autocorrelation(mean, 0, samples, steps - 1, samples);
        }
        double time = 1;
        int window = 0;
        while (window < steps - 1 && window < timesPerWindow * time) {
            window++;
            time += 2 * covariance(chains, mean, window) / variance;
        }
        return new Autocorrelation(mean, variance, Math.max(1, time), window, samples);
    }

    private static double mean(double[][] chains) {
        // Sum differences from the first number: for a constant they are exactly 0.
        double first = chains[0][0];
        double sum = 0;
        for (double[] chain : chains) {
            for (double x : chain) {
                sum += x - first;
            }
        }
        return first + sum / chains[0].length / chains.length;
    }

    private static double covariance(double[][] chains, double mean, int lag) {
        double sum = 0;
        for (double[] chain : chains) {
            for (int s = lag; s < chain.length; s++) {
                sum += (chain[s] - mean) * (chain[s - lag] - mean);
            }
        }
        return sum / chains[0].length / chains.length;
    }

    /** Requires chains of equal length, at least {@code leastSteps}, and returns the length. */
    static int requireTrace(double[][] chains, int leastSteps) {
        Check.atLeast(1, chains.length, "number of chains");
        int steps = Check.atLeast(leastSteps, chains[0].length, "steps of a chain");
        for (double[] chain : chains) {
            Check.require(chain.length == steps, "chains must have equal lengths, were %d and %d", steps, chain.length);
        }
        return steps;
    }

    /** Returns how many independent draws would give a mean with the same standard error. */
    public double effectiveSamples() {
        return samples / time;
    }

    /** Returns the standard error of {@link #time}, for chains much longer than it. */
    public double timeError() {
        return time * Math.sqrt(2 * (2.0 * window + 1) / samples);
    }

    /** Returns the mean with the error of correlated numbers and the normal interval. */
    public Estimate estimate(String unit) {
        return Estimate.normal(mean, Math.sqrt(variance * time / samples), unit, samples, effectiveSamples());
    }
}
