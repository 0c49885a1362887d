package io.dbn4j.core.partition;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.ExactDraws;
import io.dbn4j.core.units.Spin;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model of two deep valleys that Gibbs sampling does not leave: all spins up, or all down with 2 % probability. */
final class TwoValleys {

    static final int VISIBLE = 10;

    private TwoValleys() {}

    static Rbm rbm() {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), VISIBLE, 4, DataType.DOUBLE);
        rbm.weights().assign(0.6);
        rbm.hiddenBias().assign(0.5);
        return rbm;
    }

    /** Independent draws of the model. */
    static INDArray draws(int count, RandomSource random) {
        return new ExactDraws(rbm()).visible(count, random);
    }

    /** Returns {@code count} copies of the deepest state of one valley. */
    static INDArray valley(double spin, int count) {
        return Nd4j.valueArrayOf(new long[] {count, VISIBLE}, spin, DataType.DOUBLE);
    }
}
