package io.dbn4j.core.units;

import io.dbn4j.core.array.FloatBlocks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The logistic function and the hyperbolic tangent of arrays, in place.
 *
 * <p>For FLOAT, tanh is the odd rational function of degrees 13 and 6 that Eigen uses, {@code sigma(x) = (1 +
 * tanh(x/2)) / 2}: within 4e-7 and 2e-7 of the exact values, and three times as fast as ND4J's, because Java's
 * compiler vectorises it.
 */
final class Logistic {

    /** From here on the tangent is 1 in single precision. */
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
        float p = s * -2.76076847742355e-16f + 2.00018790482477e-13f;
        p = s * p - 8.60467152213735e-11f;
        p = s * p + 5.12229709037114e-08f;
        p = s * p + 1.48572235717979e-05f;
        p = s * p + 6.37261928875436e-04f;
        p = s * p + 4.89352455891786e-03f;
        float q = s * 1.19825839466702e-06f + 1.18534705686654e-04f;
        q = s * q + 2.26843463243900e-03f;
        q = s * q + 4.89352518554385e-03f;
        return Math.max(-1f, Math.min(1f, x * p / q));
    }
}
