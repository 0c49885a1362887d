package io.dbn4j.core.random;

import io.dbn4j.core.array.Elements;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A source of randomness for programs that move a batch of independent chains, one a row: row {@code r} takes the bits
 * of {@code r} for its outcomes, so one run of the program walks through every trace of one chain.
 *
 * <p>With as many rows as there are traces, the sum of the probabilities is 1.
 */
public final class RowTraces implements RandomSource {

    private final double[] probabilities;
    private int bit;

    /**
     * Traces for {@code 2^(skipped + draws of one chain)} rows.
     *
     * @param skipped lowest bits of the row number that are not used for draws
     */
    public RowTraces(int rows, int skipped) {
        probabilities = new double[rows];
        Arrays.fill(probabilities, 1);
        bit = skipped;
    }

    @Override
    public void bernoulli(INDArray p, INDArray into) {
        double[] mean = Elements.of(p);
        double[] states = new double[mean.length];
        int columns = mean.length / probabilities.length;
        for (int i = 0; i < mean.length; i++) {
            int row = i / columns;
            states[i] = row >> (bit + i % columns) & 1;
            probabilities[row] *= states[i] == 1 ? mean[i] : 1 - mean[i];
        }
        bit += columns;
        into.assign(Nd4j.createFromArray(states).reshape(into.shape()));
    }

    /** The probability of the trace in each row. */
    public double[] probabilities() {
        if (1 << bit != probabilities.length) {
            throw new IllegalStateException("a chain drew " + bit + " bits, rows are " + probabilities.length);
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
    public int[] permutation(int n) {
        throw new UnsupportedOperationException("permutations are not enumerated");
    }
}
