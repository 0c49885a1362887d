package io.dbn4j.core.random;

import io.dbn4j.core.array.FloatBlocks;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.api.ops.random.impl.GaussianDistribution;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A source of random numbers with ND4J's counter-based generator and its own state.
 *
 * <p>Uniform and Bernoulli draws do not depend on the number of threads.
 */
public final class Nd4jRandomSource implements RandomSource {

    private final Random random;

    Nd4jRandomSource(long seed) {
        this(Nd4j.getRandomFactory().getNewRandomInstance(seed));
    }

    private Nd4jRandomSource(Random random) {
        this.random = random;
    }

    /**
     * Returns the generator of this thread, which DL4J seeds when a network is initialized and uses for weights and
     * dropout.
     */
    public static Nd4jRandomSource ofThread() {
        return new Nd4jRandomSource(Nd4j.getRandom());
    }

    /** Draws with probabilities rounded to multiples of 2^-23. */
    @Override
    public void bernoulli(INDArray probabilities, INDArray into) {
        // ND4J draws 1 where k 2^-23 <= p, k = 0, 1 ...: without the shift by half a step p = 0 would sometimes give 1.
        if (FloatBlocks.fit(probabilities)
                && FloatBlocks.fit(into)
                && probabilities.ordering() == into.ordering()
                && Arrays.equals(probabilities.shape(), into.shape())) {
            FloatBlocks.map(probabilities, into, (block, count, from) -> {
                for (int i = 0; i < count; i++) {
                    block[i] -= 0x1.0p-24f;
                }
            });
        } else {
            probabilities.subi(0x1.0p-24, into);
        }
        Nd4j.getExecutioner().exec(new BernoulliDistribution(into, into), random);
    }

    @Override
    public void gaussian(INDArray into) {
        Nd4j.getExecutioner().exec(new GaussianDistribution(into, 0.0, 1.0), random);
    }

    @Override
    public double uniform() {
        // ND4J's nextLong has 63 random bits and no sign.
        return (random.nextLong() >>> 10) * 0x1.0p-53;
    }

    @Override
    public long bits() {
        // Join the upper 32 of the 63 bits of two numbers.
        return random.nextLong() >>> 31 << 32 | random.nextLong() >>> 31;
    }

    /** Draws after Fisher and Yates: the element at each place is swapped with one at or below it. */
    @Override
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = (int) Math.floorMod(random.nextLong(), (long) i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Returns the state, two numbers that {@link #restore} takes back. */
    public long[] state() {
        return new long[] {random.rootState(), random.nodeState()};
    }

    /** Continues from a state, of this instance or another. */
    public void restore(long[] state) {
        random.setStates(state[0], state[1]);
    }
}
