package io.dbn4j.core.sample;

import io.dbn4j.core.random.RandomSource;

/** A single step of a Markov chain that leaves the distribution of a model invariant. */
@FunctionalInterface
public interface Kernel {

    /**
     * Moves every chain by one step.
     *
     * @param chains modified
     */
    void step(Chains chains, RandomSource random);
}
