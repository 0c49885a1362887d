package io.dbn4j.core.array;

import java.lang.ref.Reference;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Java loops over the elements of FLOAT arrays, block by block, without allocation of arrays.
 *
 * <p>Decision: a copy out of native memory and back costs 0.2 ns an element; a loop that Java's compiler turns into
 * vector instructions more than earns it back. Java's arithmetic is the same to the bit on every processor.
 */
public final class FloatBlocks {

    /** Floats of a block: with its copy in native memory it stays in the second cache. */
    private static final int BLOCK = 1 << 14;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[BLOCK]);

    private FloatBlocks() {}

    /** What is done with a block. */
    @FunctionalInterface
    public interface Loop {

        /**
         * Works on the first elements of {@code block}.
         *
         * @param block its first {@code count} elements; modified
         * @param from index of the first of them in the array
         */
        void apply(float[] block, int count, long from);
    }

    /** Whether the elements of this array are floats that lie side by side. */
    public static boolean fit(INDArray array) {
        return !array.isView() && array.data().addressPointer() instanceof FloatPointer;
    }

    /**
     * Replaces all elements, in the order of memory.
     *
     * @param array one that {@link #fit}s; modified
     */
    public static void replace(INDArray array, Loop loop) {
        replace(array, 1, loop);
    }

    /** Replaces all elements, with blocks that have a multiple of so many elements, for example whole rows. */
    public static void replace(INDArray array, int multiple, Loop loop) {
        visit(array, multiple, loop, array);
    }

    /**
     * Writes changed elements of one array into another.
     *
     * @param from one that {@link #fit}s; not modified, unless it is {@code into}
     * @param into one that fits, of the same shape and order; modified
     */
    public static void map(INDArray from, INDArray into, Loop loop) {
        visit(from, 1, loop, into);
    }

    /**
     * Shows all elements, in the order of memory.
     *
     * @param array one that {@link #fit}s; not modified
     * @param multiple blocks have a multiple of this many elements, for example whole rows
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

    /** The elements of a vector of floats that lie side by side, as those of a bias do, also in a view; otherwise nothing. */
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
