package io.dbn4j.core.array;

import io.dbn4j.core.Check;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Numbers of threads of the native libraries: one pool for ND4J's own operations, one for the BLAS.
 *
 * <p>More threads are not always faster: waiting threads spin, and while the cores had other work an addition of 100 x
 * 500 numbers took a thousand times as long with two threads as with one. The numbers are therefore measured at
 * start-up. They change the last bits of sums, so every run records them and a replay uses them again.
 *
 * @param ops threads of ND4J's operations, from 1 to {@link #MOST}
 * @param blas threads of matrix products, from 1 to {@link #MOST}
 * @param reason why these numbers were chosen, for people
 */
public record NativeThreads(int ops, int blas, String reason) {

    /** Single threads in both pools, for runs that share the process: the number of runs then changes no bit. */
    public static final NativeThreads ONE_EACH = new NativeThreads(1, 1, "one for each run of a sweep");

    /** Largest accepted number of threads; with 20 000 the native libraries end the process. */
    public static final int MOST = 1024;

    private static volatile @Nullable NativeThreads configured;

    public NativeThreads {
        requireCount("ops", ops);
        requireCount("blas", blas);
    }

    private static void requireCount(String name, int threads) {
        Check.require(threads >= 1 && threads <= MOST, "%s must be from 1 to %d, was %d", name, MOST, threads);
    }

    /** Returns the numbers that the native libraries use now. */
    public static NativeThreads current() {
        NativeThreads now = inUse("default of the native libraries");
        NativeThreads known = configured;
        return known != null && known.ops == now.ops && known.blas == now.blas ? known : now;
    }

    /**
     * Makes the native libraries of this process use these numbers. ND4J's operations cannot have more threads than
     * {@code OMP_NUM_THREADS}, or the number of processors, when the library was loaded: {@link #current} returns the
     * numbers in effect.
     */
    public void configure() {
        Nd4j.getEnvironment().setMaxMasterThreads(ops);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(ops);
        Nd4j.factory().blas().setMaxThreads(blas);
        configured = inUse(reason);
    }

    private static NativeThreads inUse(String reason) {
        int ops = Nd4j.getEnvironment().maxMasterThreads();
        int blas = Nd4j.factory().blas().getMaxThreads();
        return new NativeThreads(Math.max(1, ops), Math.max(1, blas), reason);
    }
}
