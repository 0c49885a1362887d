package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.Draws;

/**
 * Block spins h whose distribution is given by the spins v: a renormalization-group transformation.
 *
 * <pre>
 *   P(h | v) = exp(T(v, h)),     Tr_h exp(T(v, h)) = 1 for every v,
 *   exp(-H'(h)) = Tr_v exp(T(v, h) - H(v)),     Z' = Tr_h exp(-H'(h)) = Tr_v exp(-H(v)) = Z
 * </pre>
 *
 * <p>The trace condition is what keeps Z, for any H; it holds for every instance by construction. Here block spins are
 * independent of each other once the spins are given, so all an instance has to say is the input x of each:
 *
 * <pre>
 *   P(h | v) = prod_j exp(h_j x_j(v)) / (2 cosh x_j(v)),     h_j = -1, 1
 * </pre>
 *
 * <p>An infinite input decides a block spin, 0 leaves it to chance. Whatever is measured about a transformation takes any
 * of them: Kadanoff's kernel and a trained RBM layer differ in their inputs only.
 */
public interface CoarseGraining {

    /** Number of spins, v. */
    int spins();

    /** Number of block spins, h. */
    int blockSpins();

    /**
     * Half the log odds that each block spin is up; infinite where it is decided.
     *
     * @param spins -1 and 1, as many as {@link #spins}; not modified
     * @param into modified, one number for each block spin
     */
    void inputs(byte[] spins, double[] into);

    /**
     * {@code T(v, h) = log P(h | v)}, in nats; minus infinity for what cannot be.
     *
     * @param spins v; not modified
     * @param blockSpins h; not modified
     */
    default double logProbability(byte[] spins, byte[] blockSpins) {
        double[] input = new double[blockSpins()];
        inputs(spins, input);
        double sum = 0;
        for (int j = 0; j < input.length; j++) {
            double x = -2 * blockSpins[j] * input[j];
            sum -= x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
        }
        return sum;
    }

    /**
     * Draws block spins. Those that the spins decide take nothing from the source.
     *
     * @param spins v; not modified
     * @param scratch modified, one number for each block spin
     * @param into modified: h
     */
    default void draw(byte[] spins, double[] scratch, byte[] into, Draws draws) {
        inputs(spins, scratch);
        for (int j = 0; j < scratch.length; j++) {
            double x = scratch[j];
            boolean up = Double.isInfinite(x) ? x > 0 : draws.bernoulli(up(x));
            into[j] = (byte) (up ? 1 : -1);
        }
    }

    /** Probability that a block spin with this input is up. */
    static double up(double input) {
        return 1 / (1 + Math.exp(-2 * input));
    }

    /**
     * Refuses coarse grainings that do not follow each other.
     *
     * @throws IllegalArgumentException naming the first that does not take the block spins of the one before
     */
    static void requireChain(Iterable<? extends CoarseGraining> steps) {
        int expected = 0;
        for (CoarseGraining step : steps) {
            Check.require(
                    expected == 0 || step.spins() == expected,
                    "a coarse graining above %d block spins must take as many spins, was for %d",
                    expected,
                    step.spins());
            expected = step.blockSpins();
        }
    }
}
