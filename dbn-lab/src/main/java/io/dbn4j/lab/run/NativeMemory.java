package io.dbn4j.lab.run;

import org.bytedeco.javacpp.Pointer;

/** Memory outside the Java heap, in which ND4J keeps its arrays. */
public final class NativeMemory {

    /** Bytes of memory above which a collection is worth a tenth of a second, a percent or two of an epoch. */
    private static final long RESIDENT = 1L << 30;

    private NativeMemory() {}

    /**
     * Frees unreachable arrays at the end of an epoch if the process is large.
     *
     * <p>The arrays wait for the Java collector, which does not see how large they are.
     */
    public static void collect() {
        if (Pointer.physicalBytes() > RESIDENT) {
            System.gc();
        }
    }
}
