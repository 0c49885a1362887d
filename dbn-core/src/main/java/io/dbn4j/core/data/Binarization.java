package io.dbn4j.core.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.random.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A rule by which gray values in [0, 1] become states of two-state units.
 *
 * <p>A likelihood is meaningless without its rule: the same model scores about 16 nats better on thresholded than on
 * sampled test digits.
 */
public enum Binarization {

    /** Sets 1 where a value is above one half: bytes from 128 to 255. */
    @JsonProperty("threshold")
    THRESHOLD {
        @Override
        public void apply(INDArray pixels, INDArray into, RandomSource random) {
            Nd4j.getExecutioner().exec(new Step(pixels, into, 0.5));
        }
    },

    /** Draws 1 with the gray value as probability, anew at every visit. */
    @JsonProperty("bernoulli")
    BERNOULLI {
        @Override
        public void apply(INDArray pixels, INDArray into, RandomSource random) {
            random.bernoulli(pixels, into);
        }
    },

    /** Keeps the gray values, which a Bernoulli unit takes as mean states. */
    @JsonProperty("none")
    NONE {
        @Override
        public void apply(INDArray pixels, INDArray into, RandomSource random) {
            into.assign(pixels);
        }
    };

    /**
     * Writes the states of gray values.
     *
     * @param pixels gray values in [0, 1]; not modified unless it is also {@code into}
     * @param into modified; of the shape and type of {@code pixels}, may be the same array
     * @param random used by {@link #BERNOULLI} alone
     */
    public abstract void apply(INDArray pixels, INDArray into, RandomSource random);
}
