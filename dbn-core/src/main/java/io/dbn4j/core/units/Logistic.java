package io.dbn4j.core.units;

import io.dbn4j.core.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The logistic function and the hyperbolic tangent of arrays, in place.
 *
 * <p>For FLOAT, tanh is the odd rational function of degrees 13 and 6 that Eigen uses, and
 * {@code sigma(x) = (1 + tanh(x/2)) / 2}. Their errors are below 4.2e-7 and 2.3e-7. They are three times as fast as
 * ND4J's functions, because Java's compiler vectorizes them.
 */
final class Logistic {

    /** Argument from which the hyperbolic tangent is 1 to single precision. */
    private static final float SATURATION = 9;

    private Logistic() {}

    static void sigmoid(INDArray x) {
        if (FloatBlocks.fit(x)) {
            FloatBlocks.replace(x, (block, count, from) -> {
                for (int i = 0; i < count; i++) {
                    block[i] = 0.5f + 0.5f * tanh(0.5f * block[i]);
                }
            });
        } else {
            Nd4j.getExecutioner().exec(new Sigmoid(x, x));
        }
    }

    static void tanh(INDArray x) {
        if (FloatBlocks.fit(x)) {
            FloatBlocks.replace(x, (block, count, from) -> {
                for (int i = 0; i < count; i++) {
                    block[i] = tanh(block[i]);
                }
            });
        } else {
            Nd4j.getExecutioner().exec(new Tanh(x, x));
        }
    }

    private static float tanh(float argument) {
        float x = Math.max(-SATURATION, Math.min(SATURATION, argument));
        float s = x * x;
        float p = s * -2.7607684e-16f + 2.000188e-13f;
        p = s * p - 8.604672e-11f;
        p = s * p + 5.1222973e-8f;
        p = s * p + 1.48572235e-5f;
        p = s * p + 6.3726195e-4f;
        p = s * p + 4.8935246e-3f;
        float q = s * 1.1982584e-6f + 1.1853471e-4f;
        q = s * q + 2.2684347e-3f;
        q = s * q + 4.893525e-3f;
        return Math.max(-1f, Math.min(1f, x * p / q));
    }
}
