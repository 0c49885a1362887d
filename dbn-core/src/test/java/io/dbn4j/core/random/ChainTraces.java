package io.dbn4j.core.random;

import io.dbn4j.core.array.Elements;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A source of randomness for programs that move a batch of independent chains: row {@code r} belongs to chain
 * {@code r % chains}, and a chain takes the bits of its number for the outcomes of all its rows, so one run of the program
 * walks through every trace of one chain.
 *
 * <p>With as many chains as there are traces, the sum of the probabilities is 1.
 */
public final class ChainTraces implements RandomSource {

    private final double[] probabilities;
    private int bit;

    /**
     * Traces for {@code 2^(skipped + draws of one chain)} chains.
     *
     * @param skipped lowest bits of the chain number that are not used for draws
     */
    public ChainTraces(int chains, int skipped) {
        probabilities = new double[chains];
        Arrays.fill(probabilities, 1);
        bit = skipped;
    }

    @Override
    public void bernoulli(INDArray p, INDArray into) {
        double[] mean = Elements.of(p);
        double[] states = new double[mean.length];
        int columns = p.rank() == 1 ? 1 : (int) p.size(1);
        for (int i = 0; i < mean.length; i++) {
            int row = i / columns;
            int chain = row % probabilities.length;
            int slot = row / probabilities.length * columns + i % columns;
            states[i] = chain >> (bit + slot) & 1;
            probabilities[chain] *= states[i] == 1 ? mean[i] : 1 - mean[i];
        }
        bit += mean.length / probabilities.length;
        Elements.put(states, into);
    }

    /** The probability of the trace of each chain. */
    public double[] probabilities() {
        if (1 << bit != probabilities.length) {
            throw new IllegalStateException("a chain drew " + bit + " bits, chains are " + probabilities.length);
        }
        return probabilities;
    }

    @Override
    public void gaussian(INDArray into) {
        throw new UnsupportedOperationException("normal numbers cannot be enumerated");
    }

    @Override
    public double uniform() {
        throw new UnsupportedOperationException("uniform numbers cannot be enumerated");
    }

    @Override
    public long bits() {
        throw new UnsupportedOperationException("words cannot be enumerated");
    }

    @Override
    public int[] permutation(int n) {
        throw new UnsupportedOperationException("permutations are not enumerated");
    }
}
