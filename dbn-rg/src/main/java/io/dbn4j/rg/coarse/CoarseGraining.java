package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.Draws;

/**
 * A renormalization-group transformation: the distribution of block spins h given spins v.
 *
 * <pre>
 *   P(h | v) = exp(T(v, h)),     Tr_h exp(T(v, h)) = 1 for every v,
 *   exp(-H'(h)) = Tr_v exp(T(v, h) - H(v)),     Z' = Tr_h exp(-H'(h)) = Tr_v exp(-H(v)) = Z
 * </pre>
 *
 * <p>The trace condition keeps Z for any H; it holds for every instance by construction. Block spins are independent of
 * each other given the spins, so an instance defines only the input x of each block spin:
 *
 * <pre>
 *   P(h | v) = prod_j exp(h_j x_j(v)) / (2 cosh x_j(v)),     h_j = -1, 1
 * </pre>
 *
 * <p>An infinite input decides a block spin; with input 0 both signs are equally likely. Every measurement of a
 * transformation takes any instance: Kadanoff's kernel and a trained RBM layer differ only in their inputs.
 */
public interface CoarseGraining {

    /** Returns the number of spins v. */
    int spins();

    /** Returns the number of block spins h. */
    int blockSpins();

    /**
     * Computes the input of each block spin: half the log odds that it is up, infinite where the spins decide it.
     *
     * @param spins -1 and 1, as many as {@link #spins}; not modified
     * @param into modified, one number for each block spin
     */
    void inputs(byte[] spins, double[] into);

    /**
     * Returns {@code T(v, h) = log P(h | v)} in nats; minus infinity for impossible block spins.
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
     * Draws block spins given spins. Block spins with infinite inputs take no random number.
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

    /** Returns the probability that a block spin with an input is up. */
    static double up(double input) {
        return 1 / (1 + Math.exp(-2 * input));
    }

    /**
     * Checks that each coarse graining takes the block spins of the coarse graining before it.
     *
     * @throws IllegalArgumentException if one does not, naming the numbers of spins
     */
    static void requireChain(Iterable<? extends CoarseGraining> steps) {
        int expected = 0;
        for (CoarseGraining step : steps) {
            Check.require(
                    expected == 0 || step.spins() == expected,
                    "a coarse graining of the %d block spins of another must take that many spins, but takes %d",
                    expected,
                    step.spins());
            expected = step.blockSpins();
        }
    }
}
