package io.dbn4j.core.units;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LogisticTest {

    /** Every thousandth float of either sign, from the smallest to infinity. */
    private static float[] floats() {
        float[] x = new float[2 * (Float.floatToRawIntBits(Float.POSITIVE_INFINITY) / 1000 + 1)];
        for (int i = 0; i < x.length / 2; i++) {
            x[2 * i] = Float.intBitsToFloat(1000 * i);
            x[2 * i + 1] = -x[2 * i];
        }
        x[x.length - 1] = Float.NEGATIVE_INFINITY;
        x[x.length - 2] = Float.POSITIVE_INFINITY;
        return x;
    }

    @Test
    void bothFunctionsAreExactToSinglePrecisionAndInRange() {
        float[] x = floats();
        INDArray sigmoid = Nd4j.createFromArray(x);
        INDArray tanh = sigmoid.dup();
        Logistic.sigmoid(sigmoid);
        Logistic.tanh(tanh);
        double[] sigmoids = Elements.of(sigmoid);
        double[] tangents = Elements.of(tanh);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(sigmoids[i] - 1 / (1 + Math.exp(-(double) x[i]))));
            worst = Math.max(worst, Math.abs(tangents[i] - Math.tanh(x[i])));
            worst = Math.max(worst, Math.max(-sigmoids[i], sigmoids[i] - 1) * 1e9);
            worst = Math.max(worst, (Math.abs(tangents[i]) - 1) * 1e9);
        }
        assertThat(worst).isLessThan(4e-7);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void notANumberStaysNotANumber(DataType type) {
        INDArray x = Nd4j.createFromArray(Double.NaN).castTo(type);
        Logistic.sigmoid(x);
        assertThat(x.getDouble(0)).isNaN();
    }
}
