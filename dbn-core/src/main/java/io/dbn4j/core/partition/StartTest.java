package io.dbn4j.core.partition;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.TwoSamples;
import java.util.Locale;

/**
 * Whether reverse annealing started in equilibrium, as far as its paths can tell.
 *
 * <p>Half of the reverse chains start at given states or at independent units, the other half at annealed states. Two
 * conditions must hold: both halves have one mean log-weight (Welch's test), and the {@link CrooksRegression} of direction
 * on log-weight has slope 1. Each is violated by chance in one of 1000 tests of a start in equilibrium. A test that passes
 * is evidence and no proof: states that no chain has visited, forward or reverse, remain unknown.
 *
 * @param given log Z from the half that started at given states, in nats
 * @param annealed log Z from the half that started at annealed states, in nats
 * @param halvesChance probability of halves that differ at least as much if both start in equilibrium
 * @param slope of the Crooks regression, 1 in equilibrium
 * @param slopeChance probability of a slope at least as far from 1 if the start is in equilibrium
 * @param roundTrips how often tempered states traveled from independent units to the model and back; 0 without tempering
 * @param passed whether both conditions hold
 */
public record StartTest(
        Estimate given,
        Estimate annealed,
        double halvesChance,
        Estimate slope,
        double slopeChance,
        long roundTrips,
        boolean passed) {

    /** False-alarm rate of either condition. */
    public static final double FALSE_ALARM = 1e-3;

    /**
     * Tests a start.
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
        return new StartTest(
                logPartition.given(),
                logPartition.annealed(),
                halves.chance(),
                crooks.slope(),
                crooks.chance(),
                roundTrips,
                halves.chance() >= FALSE_ALARM && crooks.chance() >= FALSE_ALARM);
    }

    /** Log Z by the chains of each half. */
    record Halves(Estimate given, Estimate annealed) {}

    /** The bound of an estimate from this start: without its condition if the test passed. */
    public Estimate bounded(Estimate estimate) {
        Bound bound = estimate.bound();
        return passed ? estimate.bound(bound.unconditional()) : estimate;
    }

    /** The outcome in one sentence, with its figures. */
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
        return passed
                ? "start of reverse annealing: passes its test; " + figures
                : "start of reverse annealing: not in equilibrium, so its values are no bounds; " + figures
                        + "; use more burn-in or temperatures";
    }
}
