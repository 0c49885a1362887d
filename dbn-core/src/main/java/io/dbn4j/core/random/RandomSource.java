package io.dbn4j.core.random;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The source of all random numbers.
 *
 * <p>Methods that draw take a source as an argument; a run opens named streams from its {@link Seed}. In tests an
 * implementation that walks through every outcome proves kernels invariant.
 */
public interface RandomSource {

    /**
     * Draws 1 with the given probability, else 0, independently for each element.
     *
     * @param probabilities in [0, 1]; not modified
     * @param into modified; as many elements as {@code probabilities}, in the same order; may be the same array
     */
    void bernoulli(INDArray probabilities, INDArray into);

    /**
     * Fills an array with independent standard normal numbers.
     *
     * @param into modified
     */
    void gaussian(INDArray into);

    /** Draws a number uniformly from [0, 1). */
    double uniform();

    /** Draws 64 independent random bits. */
    long bits();

    /** Draws a permutation of {@code 0 ... n-1}, each equally likely. */
    int[] permutation(int n);
}
