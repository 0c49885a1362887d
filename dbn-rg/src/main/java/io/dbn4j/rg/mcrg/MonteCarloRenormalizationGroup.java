package io.dbn4j.rg.mcrg;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.Draws;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Xoshiro256;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.coarse.CoarseGraining;
import java.util.ArrayList;
import java.util.List;

/**
 * Critical exponents from configurations at the critical point. Each configuration is coarse-grained step by step, and
 * the correlations between operators on successive lattices give the linearized transformation T of every step.
 *
 * <pre>
 *   y = log(largest eigenvalue of T) / log b,     even operators: y_T = 1 / nu,     odd operators: y_H
 * </pre>
 *
 * <p>The exponents are biased by the operators that are left out, by the distance to the fixed point, which shrinks
 * with the steps, and by the size of the lattice, whose effect grows with the steps. Errors are jackknife errors over
 * 20 successive bins. They contain none of these three biases, and they are right if a bin is much longer than the
 * autocorrelation time of the chain that drew the configurations.
 */
@Reference(
        authors = "R. H. Swendsen",
        title = "Monte Carlo renormalization group",
        venue = "Physical Review Letters 42",
        year = 1979,
        url = "https://doi.org/10.1103/PhysRevLett.42.859")
public final class MonteCarloRenormalizationGroup {

    private static final int BINS = OperatorFamily.BINS;

    private final List<CoarseGraining> steps;
    private final long samples;
    private final Draws draws;
    private final List<Level> levels = new ArrayList<>(); // spins, block spins, block spins of those ...
    private final OperatorFamily even;
    private final OperatorFamily odd;
    private long added;

    /** The spins of one lattice, as bytes and as bits, with the inputs that they were drawn with. */
    private static final class Level {

        final byte[] spins;
        final double[] inputs;
        final SpinRows rows;

        Level(int sites) {
            int side = (int) Math.round(Math.sqrt(sites));
            Check.require(side * side == sites, "spins must fill a square, were %d", sites);
            spins = new byte[sites];
            inputs = new double[sites];
            rows = new SpinRows(side);
        }
    }

    /**
     * Prepares the steps for configurations of a square lattice, with the operators {@link SpinOperator#EVEN} and
     * {@link SpinOperator#ODD}.
     *
     * @param steps the first takes the spins, each further step takes the block spins of the step before; all lattices
     *     are square
     * @param samples number of configurations that will be added, at least two per bin
     * @param random draws the block spins that the spins do not decide
     */
    public MonteCarloRenormalizationGroup(List<? extends CoarseGraining> steps, long samples, RandomSource random) {
        CoarseGraining.requireChain(steps);
        Check.require(samples >= 2 * BINS, "samples must be at least %d, was %d", 2 * BINS, samples);
        this.steps = List.copyOf(steps);
        this.samples = samples;
        draws = Xoshiro256.of(random);
        levels.add(new Level(steps.get(0).spins()));
        for (CoarseGraining step : steps) {
            levels.add(new Level(step.blockSpins()));
        }
        even = new OperatorFamily(SpinOperator.EVEN, steps.size());
        odd = new OperatorFamily(SpinOperator.ODD, steps.size());
    }

    /**
     * Adds a configuration and coarse-grains it.
     *
     * @param spins -1 and 1, row by row; not modified
     */
    public void add(byte[] spins) {
        Check.require(added < samples, "no configuration can be added after the announced %d samples", samples);
        int bin = (int) (added * BINS / samples);
        added++;
        System.arraycopy(spins, 0, levels.get(0).spins, 0, spins.length);
        for (int lattice = 0; lattice < levels.size(); lattice++) {
            Level level = levels.get(lattice);
            if (lattice > 0) {
                steps.get(lattice - 1).draw(levels.get(lattice - 1).spins, level.inputs, level.spins, draws);
            }
            level.rows.set(level.spins);
            even.measure(lattice, level.rows);
            odd.measure(lattice, level.rows);
        }
        even.add(bin);
        odd.add(bin);
    }

    /**
     * Returns the exponent {@code y_T} of one step.
     *
     * @param step counted from 1
     * @param operators number of even operators, the simplest first
     */
    public Estimate thermalExponent(int step, int operators) {
        return thermal(step, operators).estimate();
    }

    /** Returns {@code y_T} as {@link #thermalExponent} does, with its jackknife values for paired comparisons. */
    public BinnedExponent thermal(int step, int operators) {
        return exponent(even, step, operators);
    }

    /**
     * Returns the exponent {@code y_H} of one step.
     *
     * @param step counted from 1
     * @param operators number of odd operators, the simplest first
     */
    public Estimate magneticExponent(int step, int operators) {
        return magnetic(step, operators).estimate();
    }

    /** Returns {@code y_H} as {@link #magneticExponent} does, with its jackknife values for paired comparisons. */
    public BinnedExponent magnetic(int step, int operators) {
        return exponent(odd, step, operators);
    }

    private BinnedExponent exponent(OperatorFamily family, int step, int operators) {
        Check.require(added == samples, "all %d samples must be added first, %d were", samples, added);
        Check.require(step >= 1 && step <= steps.size(), "step must be in [1, %d], was %d", steps.size(), step);
        CoarseGraining rule = steps.get(step - 1);
        double scale = Math.sqrt((double) rule.spins() / rule.blockSpins());
        return family.exponent(step - 1, operators, scale, samples);
    }
}
