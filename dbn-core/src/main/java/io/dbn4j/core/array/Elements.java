package io.dbn4j.core.array;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies of array elements as Java doubles, for sums that must be exact to double precision.
 *
 * <p>Decision: a bulk copy out of native memory takes 0.1 ns an element, {@code INDArray.getDouble} 10 ns and more.
 */
public final class Elements {

    private Elements() {}

    /** Returns all elements in row-major order. */
    public static double[] of(INDArray array) {
        INDArray dense = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
        try {
            return copy(dense.data(), Math.toIntExact(dense.length()));
        } finally {
            // A pointer does not keep its array alive: without this fence the memory may be freed during the copy.
            Reference.reachabilityFence(dense);
        }
    }

    /**
     * Writes all elements in row-major order.
     *
     * @param into modified; of any type
     */
    public static void put(double[] values, INDArray into) {
        into.assign(Nd4j.createFromArray(values).castTo(into.dataType()).reshape(into.shape()));
    }

    /**
     * Tells whether all elements are finite and in {@code [low, high]}; NaN is not. Elements of a FLOAT array are not
     * widened.
     */
    public static boolean areWithin(double low, double high, INDArray array) {
        INDArray dense = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
        try {
            if (dense.data().addressPointer() instanceof FloatPointer floats) {
                return areWithin((float) low, (float) high, floats, Math.toIntExact(dense.length()));
            }
            for (double value : of(dense)) {
                if (!(value >= low && value <= high && Math.abs(value) <= Double.MAX_VALUE)) {
                    return false;
                }
            }
            return true;
        } finally {
            Reference.reachabilityFence(dense);
        }
    }

    private static boolean areWithin(float low, float high, FloatPointer floats, int length) {
        float[] values = new float[length];
        floats.get(values);
        for (float value : values) {
            if (!(value >= low && value <= high && Math.abs(value) <= Float.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    private static double[] copy(DataBuffer data, int length) {
        Pointer pointer = data.addressPointer();
        if (pointer instanceof FloatPointer floats) {
            return widen(floats, length);
        }
        if (pointer instanceof DoublePointer doubles) {
            double[] values = new double[length];
            doubles.get(values);
            return values;
        }
        return data.asDouble();
    }

    private static double[] widen(FloatPointer floats, int length) {
        float[] narrow = new float[length];
        floats.get(narrow);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = narrow[i];
        }
        return values;
    }
}
