package io.dbn4j.core.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.random.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How gray values in [0, 1] become states of two-state units.
 *
 * <p>A likelihood means nothing without its rule: one model scores about 16 nats better on thresholded than on sampled
 * test digits.
 */
public enum Binarization {

    /** 1 where a value is above one half: of the bytes 0 ... 255, from 128 upwards. */
    @JsonProperty("threshold")
    THRESHOLD {
        @Override
        public void apply(INDArray pixels, INDArray into, RandomSource random) {
            Nd4j.getExecutioner().exec(new Step(pixels, into, 0.5));
        }
    },

    /** 1 with the gray value as probability, drawn anew at every visit. */
    @JsonProperty("bernoulli")
    BERNOULLI {
        @Override
        public void apply(INDArray pixels, INDArray into, RandomSource random) {
            random.bernoulli(pixels, into);
        }
    },

    /** The gray values themselves, which a Bernoulli unit takes as mean states. */
    @JsonProperty("none")
    NONE {
        @Override
        public void apply(INDArray pixels, INDArray into, RandomSource random) {
            into.assign(pixels);
        }
    };

    /**
     * Writes the states.
     *
     * @param pixels gray values in [0, 1]; not modified unless it is also {@code into}
     * @param into modified; of the shape and type of {@code pixels}, may be the same array
     * @param random used by {@link #BERNOULLI} alone
     */
    public abstract void apply(INDArray pixels, INDArray into, RandomSource random);
}
