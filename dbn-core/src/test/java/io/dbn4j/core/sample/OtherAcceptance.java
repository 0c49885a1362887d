package io.dbn4j.core.sample;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws exchanges, which come as vectors, with other probabilities. */
record OtherAcceptance(RandomSource random, DoubleUnaryOperator other) implements RandomSource {

    @Override
    public void bernoulli(INDArray probabilities, INDArray into) {
        if (probabilities.rank() == 1) {
            Elements.put(Arrays.stream(Elements.of(probabilities)).map(other).toArray(), probabilities);
        }
        random.bernoulli(probabilities, into);
    }

    @Override
    public void gaussian(INDArray into) {
        random.gaussian(into);
    }

    @Override
    public double uniform() {
        return random.uniform();
    }

    @Override
    public long bits() {
        return random.bits();
    }

    @Override
    public int[] permutation(int n) {
        return random.permutation(n);
    }
}
