package io.dbn4j.core.stats;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Diagnostics of Markov chains from the trace of one quantity.
 *
 * @param estimate the mean, with the error of correlated numbers
 * @param time integrated autocorrelation time, in steps
 * @param rHat split R-hat
 * @param stuck chains whose quantity did not change in their second half, from 0
 * @param chains number of chains
 * @param steps steps of each chain
 */
public record ChainDiagnostics(
        Estimate estimate, double time, double rHat, List<Integer> stuck, int chains, int steps) {

    /** Largest R-hat of chains that agree, see {@link PotentialScaleReduction}. */
    private static final double LARGEST_R_HAT = 1.1;

    /** Number of autocorrelation times from which a chain is long enough to measure them. */
    private static final double TIMES_PER_CHAIN = 50;

    /**
     * Diagnoses chains from the trace of one quantity.
     *
     * @param trace {@code [chains][steps]}, at least 4 steps; not modified
     * @param unit unit of the quantity
     */
    public static ChainDiagnostics of(double[][] trace, String unit) {
        double rHat = PotentialScaleReduction.of(trace);
        Autocorrelation correlation = Autocorrelation.of(trace);
        List<Integer> stuck = IntStream.range(0, trace.length)
                .filter(chain -> constant(trace[chain], trace[chain].length / 2))
                .boxed()
                .toList();
        return new ChainDiagnostics(
                correlation.estimate(unit), correlation.time(), rHat, stuck, trace.length, trace[0].length);
    }

    private static boolean constant(double[] chain, int from) {
        return IntStream.range(from, chain.length).allMatch(s -> chain[s] == chain[from]);
    }

    /** Returns the worst problem found, in one line; empty if nothing is wrong. */
    public Optional<String> warning() {
        if (!stuck.isEmpty()) {
            return say("%d of %d chains are stuck; the first is number %d", stuck.size(), chains, stuck.get(0));
        }
        if (!(rHat <= LARGEST_R_HAT)) {
            return say("chains disagree: R-hat is %.3g, at most %s is good; run more steps", rHat, LARGEST_R_HAT);
        }
        if (steps < TIMES_PER_CHAIN * time) {
            return say("chains of %d steps are short: their autocorrelation time is %.3g or more", steps, time);
        }
        return Optional.empty();
    }

    private static Optional<String> say(String format, Object... arguments) {
        return Optional.of(String.format(Locale.ROOT, format, arguments));
    }
}
