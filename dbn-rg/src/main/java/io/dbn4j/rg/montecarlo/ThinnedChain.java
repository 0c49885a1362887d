package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.observable.IsingTrace;

/**
 * A chain of configurations that are nearly independent: spaced out by twice the autocorrelation time that a pilot
 * chain has measured.
 *
 * <p>The number of steps between two configurations is fixed before the first one is drawn, so it does not depend on
 * what is drawn and biases nothing.
 *
 * @param chain the chain to draw from
 * @param energy autocorrelation of the energy along the pilot chain, in steps
 * @param squaredMagnetization the same of m^2
 */
public record ThinnedChain(MonteCarlo chain, Autocorrelation energy, Autocorrelation squaredMagnetization) {

    private static final int FEWEST_PILOT_STEPS = 2000;
    private static final int MOST_PILOT_STEPS = 1 << 20;

    /** Least length of the pilot chain, in autocorrelation times. */
    private static final double TIMES_PER_PILOT = 100;

    /** Steps between two configurations, in integrated autocorrelation times: correlations of exp(-4) remain. */
    private static final double TIMES_PER_SAMPLE = 2;

    private static final double TIMES_OF_BURN_IN = 20;
    private static final int SHORTEST_BURN_IN = 100;

    /**
     * Measures the autocorrelation times of an update with a pilot chain, which is doubled until it is long enough.
     *
     * @param coupling K, positive
     * @throws IllegalArgumentException if the chain forgets too slowly
     */
    public static ThinnedChain measured(
            SpinUpdate update, SquareLattice lattice, double coupling, RandomSource random) {
        int steps = FEWEST_PILOT_STEPS;
        while (true) {
            IsingTrace trace = new IsingTrace(lattice, steps);
            new MonteCarlo(update, steps / 4, 1).sample(lattice, coupling, steps, random, trace);
            ThinnedChain found = of(update, trace);
            if (found.time() * TIMES_PER_PILOT <= steps) {
                return found;
            }
            steps *= 2;
            Check.require(
                    steps <= MOST_PILOT_STEPS,
                    "%s must forget a configuration of side %d within %.0f steps, needs more;"
                            + " use wolff or a smaller side",
                    update.getClass().getSimpleName(),
                    lattice.side(),
                    MOST_PILOT_STEPS / TIMES_PER_PILOT);
        }
    }

    private static ThinnedChain of(SpinUpdate update, IsingTrace trace) {
        Autocorrelation energy = trace.energyCorrelation();
        Autocorrelation squared = trace.squaredMagnetizationCorrelation();
        double time = Math.max(time(energy), time(squared));
        int burnIn = (int) Math.max(SHORTEST_BURN_IN, Math.ceil(TIMES_OF_BURN_IN * time));
        int stride = (int) Math.ceil(TIMES_PER_SAMPLE * time);
        return new ThinnedChain(new MonteCarlo(update, burnIn, stride), energy, squared);
    }

    /** Returns the longer autocorrelation time, in steps. */
    public double time() {
        return Math.max(time(energy), time(squaredMagnetization));
    }

    /** Returns the time of a quantity; 1 for one that never changed, as in a frozen lattice. */
    private static double time(Autocorrelation quantity) {
        return quantity.variance() == 0 ? 1 : quantity.time();
    }
}
