package io.dbn4j.core.array;

import java.lang.ref.Reference;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Java loops over the elements of FLOAT arrays, block by block, without allocation of arrays.
 *
 * <p>Decision: a copy out of native memory and back costs 0.2 ns an element; a loop that Java's compiler vectorizes
 * saves more than that. Java's arithmetic gives the same bits on every processor.
 */
public final class FloatBlocks {

    /** Number of floats in a block; a block and its copy in native memory fit into the second-level cache. */
    private static final int BLOCK = 1 << 14;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[BLOCK]);

    private FloatBlocks() {}

    /** An operation on one block of floats. */
    @FunctionalInterface
    public interface Loop {

        /**
         * Works on the first elements of {@code block}.
         *
         * @param block array whose first {@code count} elements are the block; modified
         * @param from position of the first element of the block in the whole array
         */
        void apply(float[] block, int count, long from);
    }

    /** Tells whether the elements of an array are floats that lie side by side in memory. */
    public static boolean fit(INDArray array) {
        return !array.isView() && array.data().addressPointer() instanceof FloatPointer;
    }

    /**
     * Replaces all elements, in the order of memory.
     *
     * @param array floats side by side, see {@link #fit}; modified
     */
    public static void replace(INDArray array, Loop loop) {
        replace(array, 1, loop);
    }

    /** Replaces all elements, in blocks whose length is a multiple of {@code multiple}, for example whole rows. */
    public static void replace(INDArray array, int multiple, Loop loop) {
        visit(array, multiple, loop, array);
    }

    /**
     * Applies a loop to the elements of one array and writes the results into another.
     *
     * @param from floats side by side, see {@link #fit}; not modified, unless it is {@code into}
     * @param into floats side by side, of the same shape and order; modified
     */
    public static void map(INDArray from, INDArray into, Loop loop) {
        visit(from, 1, loop, into);
    }

    /**
     * Passes all elements to a loop, in the order of memory.
     *
     * @param array floats side by side, see {@link #fit}; not modified
     * @param multiple divisor of the length of each block, for example the number of columns
     */
    public static void read(INDArray array, int multiple, Loop loop) {
        visit(array, multiple, loop, null);
    }

    private static void visit(INDArray array, int multiple, Loop loop, @Nullable INDArray into) {
        try {
            FloatPointer start = (FloatPointer) array.data().addressPointer();
            FloatPointer target = into == null || into == array
                    ? start
                    : (FloatPointer) into.data().addressPointer();
            int size = Math.max(1, BLOCK / multiple) * multiple;
            float[] block = size <= BLOCK ? SCRATCH.get() : new float[size];
            long length = array.length();
            for (long from = 0; from < length; from += size) {
                int count = (int) Math.min(size, length - from);
                at(start, from).get(block, 0, count);
                loop.apply(block, count, from);
                if (into != null) {
                    at(target, from).put(block, 0, count);
                }
            }
        } finally {
            // A pointer does not keep its array alive.
            Reference.reachabilityFence(array);
            Reference.reachabilityFence(into);
        }
    }

    private static FloatPointer at(FloatPointer start, long from) {
        return new FloatPointer(start).position(start.position() + from);
    }

    /**
     * Returns the elements of a vector of floats that lie side by side, such as a bias, even in a view; empty for other
     * vectors.
     */
    static Optional<float[]> vector(INDArray vector) {
        try {
            if (vector.stride(vector.rank() - 1) == 1 && vector.data().addressPointer() instanceof FloatPointer start) {
                float[] values = new float[Math.toIntExact(vector.length())];
                at(start, 0).get(values);
                return Optional.of(values);
            }
            return Optional.empty();
        } finally {
            Reference.reachabilityFence(vector);
        }
    }
}
