package io.dbn4j.core.partition;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Bounds of one log Z that cannot all hold.
 *
 * <p>A lower bound contradicts an upper bound if it lies above it by more than {@value #ERRORS} standard errors of the
 * difference and by more than rounding explains. Two independent bounds with equal expectations contradict each other
 * by chance in one of 700 cases; the cases are fewer if the lower bound has the smaller expectation. An estimate by
 * importance sampling contradicts an exact lower bound if it lies below it by more than {@value #ERRORS} of its own
 * standard errors: the estimate still is a lower bound, but its stated error is too small.
 */
public final class Contradictions {

    /** Number of standard errors beyond which chance does not explain a difference. */
    public static final double ERRORS = 3;

    private Contradictions() {}

    /**
     * Finds the contradictions among estimates.
     *
     * @param logPartition log Z by the display name of the method
     * @return one sentence per contradiction, in the order of the methods
     */
    public static List<String> of(Map<String, Estimate> logPartition) {
        List<String> found = new ArrayList<>();
        logPartition.forEach((lowName, low) -> logPartition.forEach((highName, high) -> {
            boolean below = side(low) == Bound.LOWER;
            double excess = low.value() - high.value();
            double error = Math.hypot(low.standardError(), high.standardError());
            if (below && side(high) == Bound.UPPER && isAbove(low, high)) {
                found.add(say(
                        "inverted bracket: %s (lower bound) is %.2f nats above %s (upper bound), %s; one of them is wrong",
                        lowName, excess, highName, errors(excess, error)));
            } else if (below
                    && low.standardError() == 0
                    && high.standardError() > 0
                    && side(high) != Bound.UPPER
                    && isAbove(low, high)) {
                found.add(say(
                        "%s: %.2f nats below the %s, %s; its chains missed states and its error is too small",
                        highName, excess, lowName, errors(excess, error)));
            }
        }));
        return found;
    }

    /**
     * Tells whether a lower bound lies above an upper one by more than chance and rounding explain.
     *
     * @param low in nats, at most a truth in expectation
     * @param high in nats, at least the same truth in expectation; independent of {@code low}
     */
    public static boolean isAbove(Estimate low, Estimate high) {
        return errorsAbove(low, high) > ERRORS;
    }

    /**
     * Returns by how many standard errors a lower bound lies above an upper one: beyond {@link #ERRORS} neither chance
     * nor rounding explains it. Errors count as at least a third of 1e-3 nats, the resolution of sums of floats.
     *
     * @param low in nats, at most a truth in expectation
     * @param high in nats, at least the same truth in expectation; independent of {@code low}
     */
    public static double errorsAbove(Estimate low, Estimate high) {
        double error = Math.hypot(low.standardError(), high.standardError());
        return (low.value() - high.value()) / Math.max(CrooksRegression.RESOLUTION / ERRORS, error);
    }

    /**
     * Returns the estimates, without upper bounds if a lower bound contradicts one of them. Each upper bound then
     * becomes a plain estimate: the reverse chains did not start in equilibrium, so none of their values is a bound.
     *
     * @return estimates of the same values by the same names
     */
    public static Map<String, Estimate> withoutRefuted(Map<String, Estimate> logPartition) {
        Collection<Estimate> all = logPartition.values();
        boolean refuted = all.stream()
                .filter(high -> side(high) == Bound.UPPER)
                .anyMatch(high -> all.stream().anyMatch(low -> side(low) == Bound.LOWER && isAbove(low, high)));
        Map<String, Estimate> kept = new LinkedHashMap<>();
        logPartition.forEach((name, estimate) ->
                kept.put(name, refuted && side(estimate) == Bound.UPPER ? estimate.bound(Bound.NONE) : estimate));
        return kept;
    }

    /** Returns the side on which an estimate claims to lie, whatever its condition. */
    private static Bound side(Estimate estimate) {
        return estimate.bound().unconditional();
    }

    private static String errors(double excess, double error) {
        return error == 0 ? "without errors" : say("%.1f standard errors", excess / error);
    }

    private static String say(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
