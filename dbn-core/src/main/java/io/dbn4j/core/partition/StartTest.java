package io.dbn4j.core.partition;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.stats.TwoSamples;
import java.util.Arrays;
import java.util.Locale;

/**
 * A test of whether reverse annealing started in equilibrium, as far as its paths can tell.
 *
 * <p>Half of the reverse chains start at given states or at independent units, the other half at annealed states. Two
 * conditions must hold: both halves have one mean log-weight (Welch's test), and the {@link CrooksRegression} of
 * direction on log-weight has slope 1. Each is violated by chance in one of 1000 tests of a start in equilibrium. Paths
 * whose weights hardly overlap cannot violate them. The test therefore passes only if each direction has at least
 * {@value #FEWEST_SAMPLES} effective samples, or if the standard error of a slope of 1,
 * {@link CrooksRegression#errorAtOne}, is at most {@value #LARGEST_ERROR}.
 *
 * <p>A slope of 0 then is at least 5 = 3.29 + 1.7 errors from 1, and is detected with a probability of 95 %. Smaller
 * faults pass more often. If log-weights have variance {@code s^2} and the reverse ones are shifted by d, the slope is
 * {@code 1 + d / s^2}; with 100 paths of each direction a shift of {@code -s^2 / 4} passes in 81 to 91 % of cases. A
 * passed test is evidence and no proof: states that no chain has visited, forward or reverse, remain unknown.
 *
 * @param given log Z from the half that started at given states, in nats
 * @param annealed log Z from the half that started at annealed states, in nats
 * @param halvesChance probability of halves that differ at least as much if both start in equilibrium
 * @param slope slope of the Crooks regression, 1 in equilibrium
 * @param slopeChance probability of a slope at least as far from 1 if the start is in equilibrium
 * @param effectiveSamples effective samples of the direction that has fewer
 * @param roundTrips number of times that tempered states traveled from independent units to the model and back; 0
 *     without tempering
 * @param passed whether both conditions hold and a violation would have been detected
 */
public record StartTest(
        Estimate given,
        Estimate annealed,
        double halvesChance,
        Estimate slope,
        double slopeChance,
        double effectiveSamples,
        long roundTrips,
        boolean passed) {

    /** False-alarm rate of either condition. */
    public static final double FALSE_ALARM = 1e-3;

    /** Fewest effective samples with which the error of an importance-sampling estimate is known. */
    public static final int FEWEST_SAMPLES = 10;

    /** Largest standard error with which slopes 0 and 1 are told apart in 95 % of cases, at 1 false alarm in 1000. */
    private static final double LARGEST_ERROR = 0.2;

    /**
     * Tests the start of reverse paths.
     *
     * @param forward forward log-weights of forward paths
     * @param given forward log-weights of reverse paths from given states
     * @param annealed forward log-weights of reverse paths from annealed states
     * @param logPartition log Z that each half gives
     */
    static StartTest of(double[] forward, double[] given, double[] annealed, Halves logPartition, long roundTrips) {
        TwoSamples halves = TwoSamples.of(given, annealed, CrooksRegression.RESOLUTION);
        double[] reverse = new double[given.length + annealed.length];
        System.arraycopy(given, 0, reverse, 0, given.length);
        System.arraycopy(annealed, 0, reverse, given.length, annealed.length);
        CrooksRegression crooks = CrooksRegression.of(forward, reverse);
        double samples = Math.min(effective(forward, 1), effective(reverse, -1));
        return new StartTest(
                logPartition.given(),
                logPartition.annealed(),
                halves.chance(),
                crooks.slope(),
                crooks.chance(),
                samples,
                roundTrips,
                (samples >= FEWEST_SAMPLES || crooks.errorAtOne() <= LARGEST_ERROR)
                        && halves.chance() >= FALSE_ALARM
                        && crooks.chance() >= FALSE_ALARM);
    }

    /** Returns the effective sample size {@code (sum w)^2 / sum w^2} of weights {@code exp(sign log w)}. */
    private static double effective(double[] logWeights, int sign) {
        double[] once = Arrays.stream(logWeights).map(x -> sign * x).toArray();
        double[] twice = Arrays.stream(once).map(x -> 2 * x).toArray();
        return Math.exp(2 * LogSumExp.of(once) - LogSumExp.of(twice));
    }

    /** Log Z by the chains of each half. */
    record Halves(Estimate given, Estimate annealed) {}

    /** Removes the condition from the bound of an estimate from this start, if the test passed. */
    public Estimate bounded(Estimate estimate) {
        Bound bound = estimate.bound();
        return passed ? estimate.bound(bound.unconditional()) : estimate;
    }

    /** Returns the outcome in one sentence, with its figures. */
    public String sentence() {
        String figures = String.format(
                Locale.ROOT,
                "Crooks slope %.2f \u00b1 %.2f, must be 1 (chance %.2g); log Z %.2f from given and %.2f from annealed states"
                        + " (chance %.2g)",
                slope.value(),
                slope.standardError(),
                slopeChance,
                given.value(),
                annealed.value(),
                halvesChance);
        if (passed) {
            return "start of reverse annealing: passes its test; " + figures;
        }
        return halvesChance < FALSE_ALARM || slopeChance < FALSE_ALARM
                ? "start of reverse annealing: not in equilibrium, so its values are not bounds; " + figures
                        + "; use more burn-in or temperatures"
                : "start of reverse annealing: cannot be tested with so few effective paths, so its bounds keep their"
                        + " condition; " + figures + "; use more inverse temperatures (betas) or chains";
    }
}
