package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.ising.ExactAverages;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.observable.IsingObservables;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Configurations of a {@link ThinnedChain} whose mean energy agrees with Kaufman's exact one.
 *
 * @param spins -1 or 1, row by row of each configuration, one configuration after the other
 * @param trace energy and magnetization of each configuration
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares samples
public record ThinnedSample(byte[] spins, IsingTrace trace) {

    /** Smallest number of configurations whose averages have reliable errors. */
    public static final int FEWEST = 1000;

    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

    /** Largest distance of the mean energy from the exact one: one in sixteen thousand good samples is refused. */
    private static final double STANDARD_ERRORS = 4;

    /** Autocorrelation time of the configurations, in configurations, with a margin: 1.04 is expected. */
    private static final double REMAINING_TIME = 1.2;

    /** Energy of the lowest excitation, in units of J. */
    private static final double EXCITATION = 8;

    /**
     * Autocorrelation times of the pilot chain, in steps.
     *
     * @param energy time of the energy; null if it never changed, as in a frozen lattice
     * @param squaredMagnetization time of m^2; null if it never changed
     */
    public record Times(@Nullable Estimate energy, @Nullable Estimate squaredMagnetization) {

        /** Returns the times with their errors. */
        public static Times of(ThinnedChain chain) {
            return new Times(time(chain.energy()), time(chain.squaredMagnetization()));
        }

        private static @Nullable Estimate time(Autocorrelation quantity) {
            if (quantity.variance() == 0) {
                return null;
            }
            return Estimate.normal(
                    quantity.time(), quantity.timeError(), "steps", quantity.samples(), quantity.effectiveSamples());
        }
    }

    /**
     * An average over the configurations beside the exact one.
     *
     * @param quantity name, as in {@link ExactAverages}
     * @param exact exact value; null if the side is too large for it
     * @param off difference from the exact value, in standard errors; null without an exact value
     */
    public record Average(
            String quantity,
            Estimate sample,
            @Nullable Estimate exact,
            @Nullable Double off) {}

    /**
     * Refuses more configurations than an array holds.
     *
     * @throws IllegalArgumentException naming the limit
     */
    public static void requireRoom(SquareLattice lattice, int count) {
        long bytes = (long) count * lattice.sites();
        Check.require(
                bytes <= MOST_BYTES,
                "count must be at most %d for side %d, was %d",
                MOST_BYTES / lattice.sites(),
                lattice.side(),
                count);
    }

    /**
     * Draws configurations and checks their mean energy.
     *
     * @param coupling K, positive
     * @param count number of configurations, at least 1
     * @param progress receives how many are drawn
     * @throws IllegalStateException if their mean energy is wrong
     */
    public static ThinnedSample drawn(
            ThinnedChain thinned,
            SquareLattice lattice,
            double coupling,
            int count,
            RandomSource random,
            LongConsumer progress) {
        requireRoom(lattice, Check.atLeast(1, count, "count"));
        byte[] spins = new byte[count * lattice.sites()];
        IsingTrace trace = new IsingTrace(lattice, count);
        int[] drawn = new int[1];
        thinned.chain().sample(lattice, coupling, count, random, row -> {
            System.arraycopy(row, 0, spins, drawn[0] * row.length, row.length);
            trace.accept(row);
            progress.accept(++drawn[0]);
        });
        requireEquilibrium(thinned.chain(), trace, coupling, count);
        return new ThinnedSample(spins, trace);
    }

    /**
     * Checks the mean energy. Its error comes from the exact specific heat and the number of configurations, because a
     * chain that drifts has a wide spread of its own.
     */
    private static void requireEquilibrium(MonteCarlo chain, IsingTrace trace, double coupling, int count) {
        double sites = trace.lattice().sites();
        KaufmanPartitionFunction kaufman =
                new KaufmanPartitionFunction(trace.lattice().side());
        double mean = Arrays.stream(trace.energyPerSite()).average().orElseThrow();
        double error = error(Math.sqrt(kaufman.specificHeat(coupling) / sites) / coupling, sites, count);
        new EquilibrationGate(chain, STANDARD_ERRORS)
                .require(Estimate.normal(mean, error, "J", count, count), kaufman.energy(coupling));
    }

    /**
     * Returns the error to allow for the mean energy per site. A cold lattice has few excitations; they are Poisson
     * numbers, whose upper tail is far longer than that of a normal number of the same deviation. The size of one more
     * excitation makes up for it.
     *
     * @param deviation standard deviation of the energy per site, in units of J
     */
    static double error(double deviation, double sites, int count) {
        return Math.hypot(deviation * Math.sqrt(REMAINING_TIME / count), EXCITATION / (sites * count));
    }

    /** Tells whether there are enough configurations for averages, and not all of one energy. */
    private boolean averaged() {
        return trace.energyPerSite().length >= FEWEST
                && trace.energyCorrelation().variance() > 0;
    }

    /**
     * Returns each sampled average with its exact value; no averages for fewer than {@value #FEWEST} configurations, or
     * if all have the same energy.
     *
     * @param coupling K at which the configurations were drawn
     */
    public List<Average> averages(double coupling) {
        List<Average> averages = new ArrayList<>();
        if (averaged()) {
            Map<String, Estimate> exact =
                    ExactAverages.of(trace.lattice().side(), coupling, 0).named();
            IsingObservables.of(trace, coupling).named().forEach((name, sample) -> {
                Estimate right = exact.get(name);
                Double off = right == null ? null : sample.errorsAbove(right.value());
                averages.add(new Average(name, sample, right, off));
            });
        }
        return averages;
    }
}
