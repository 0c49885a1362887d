package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class StuckChainsTest {

    private static final int CHAINS = 20;
    private static final int UNITS = 16;

    private final RandomSource random = new Seed(2).stream("chains");

    /** Returns the warnings about chains of which the first {@code frozen} never move and the rest are redrawn. */
    private List<String> warnings(int frozen, int looks) {
        StuckChains watch = new StuckChains();
        INDArray half = Nd4j.valueArrayOf(new long[] {CHAINS, UNITS}, 0.5, DataType.FLOAT);
        INDArray first = half.ulike();
        random.bernoulli(half, first);
        List<String> warnings = new ArrayList<>();
        for (int look = 0; look < looks; look++) {
            INDArray chains = half.ulike();
            random.bernoulli(half, chains);
            if (frozen > 0) {
                chains.get(NDArrayIndex.interval(0, frozen), NDArrayIndex.all())
                        .assign(first.get(NDArrayIndex.interval(0, frozen), NDArrayIndex.all()));
            }
            watch.look(chains, first).ifPresent(warnings::add);
        }
        return warnings;
    }

    @Test
    void mostChainsStuckIsSaidOnce() {
        assertThat(warnings(11, 40))
                .containsExactly("11 of 20 persistent chains are stuck: in the same state at the last 5 looks;"
                        + " lower the learning rate, or use tempered chains (--objective pt-1)");
        assertThat(warnings(CHAINS, 40)).hasSize(1);
    }

    @Test
    void movingChainsAndFewStuckOnesAreNotWarnedOf() {
        assertThat(warnings(0, 40)).isEmpty();
        assertThat(warnings(10, 40)).isEmpty();
    }

    @Test
    void nineLooksAreTooFew() {
        assertThat(warnings(CHAINS, 9)).isEmpty();
        assertThat(warnings(CHAINS, 10)).hasSize(1);
    }
}
