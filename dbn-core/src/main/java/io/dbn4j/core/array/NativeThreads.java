package io.dbn4j.core.array;

import io.dbn4j.core.Check;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads the native libraries use: two pools, one of ND4J's own operations and one of the BLAS.
 *
 * <p>More is not faster: waiting threads spin, and with anything else on the cores an addition of 100 x 500 numbers
 * took a thousand times as long with two threads as with one. So the number is measured at start-up. It changes the
 * last bits of sums, hence is recorded by every run and used again by a replay.
 *
 * @param ops threads of ND4J's operations, from 1 to {@link #MOST}
 * @param blas threads of matrix products, from 1 to {@link #MOST}
 * @param reason why these were chosen, for people
 */
public record NativeThreads(int ops, int blas, String reason) {

    /** For runs that share the process: their number then changes no bit. */
    public static final NativeThreads ONE_EACH = new NativeThreads(1, 1, "one for each run of a sweep");

    /** With 20 000 the native libraries end the process. */
    public static final int MOST = 1024;

    private static volatile @Nullable NativeThreads configured;

    public NativeThreads {
        requireCount("ops", ops);
        requireCount("blas", blas);
    }

    private static void requireCount(String name, int threads) {
        Check.require(threads >= 1 && threads <= MOST, "%s must be from 1 to %d, was %d", name, MOST, threads);
    }

    /** What the native libraries use now. */
    public static NativeThreads current() {
        NativeThreads now = inUse("default of the native libraries");
        NativeThreads known = configured;
        return known != null && known.ops == now.ops && known.blas == now.blas ? known : now;
    }

    /**
     * Makes the native libraries of this process use these. ND4J's operations cannot have more threads than {@code
     * OMP_NUM_THREADS} was, or than there were processors, when it was loaded: {@link #current} tells what was had.
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
