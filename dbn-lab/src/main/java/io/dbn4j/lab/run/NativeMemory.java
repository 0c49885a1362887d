package io.dbn4j.lab.run;

import org.bytedeco.javacpp.Pointer;

/** The memory outside the Java heap, in which ND4J keeps its arrays. */
public final class NativeMemory {

    /** Resident bytes above which a collection is worth its cost of a tenth of a second, 1 or 2 % of an epoch. */
    private static final long RESIDENT = 1L << 30;

    private NativeMemory() {}

    /**
     * Frees unreachable arrays at the end of an epoch if the process is large.
     *
     * <p>Java's garbage collector must collect them but does not see how large they are.
     */
    public static void collect() {
        if (Pointer.physicalBytes() > RESIDENT) {
            System.gc();
        }
    }
}
