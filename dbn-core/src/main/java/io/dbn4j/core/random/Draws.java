package io.dbn4j.core.random;

/**
 * Random decisions one at a time, for loops over single spins where a call into ND4J would cost more than the decision.
 *
 * <p>In tests an implementation walks through every outcome, as for {@link RandomSource}.
 */
public interface Draws {

    /** Returns true with this probability, in [0, 1]. */
    boolean bernoulli(double probability);

    /** Draws a number from {@code 0 ... n-1}, each equally likely. */
    int below(int n);
}
