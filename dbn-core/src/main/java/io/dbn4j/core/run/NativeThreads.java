package io.dbn4j.core.run;

import io.dbn4j.core.Check;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

    private static final Pattern OMP = Pattern.compile("\\s*([1-9]\\d{0,3})\\s*(,.*)?");

    /** More threads must be this much faster than one: small gains are noise and cost other processes much. */
    private static final double WORTHWHILE = 0.95;

    private static final int PROBE_ROUNDS = 5;

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

    /**
     * The best choice for this process: {@code OMP_NUM_THREADS} if it is set, otherwise what a probe of about one
     * second finds fastest. Leaves the pools as the probe used them last; call {@link #configure} on the result.
     */
    public static NativeThreads choose() {
        return choose(System.getenv(), Runtime.getRuntime().availableProcessors(), new ThreadProbe());
    }

    /**
     * @param probe milliseconds for a piece of work with so many threads
     */
    static NativeThreads choose(Map<String, String> environment, int cpus, IntToDoubleFunction probe) {
        Matcher asked = OMP.matcher(environment.getOrDefault("OMP_NUM_THREADS", ""));
        if (asked.matches()) {
            int threads = Math.min(MOST, Integer.parseInt(asked.group(1)));
            return new NativeThreads(threads, threads, "OMP_NUM_THREADS=" + threads);
        }
        if (cpus == 1) {
            return new NativeThreads(1, 1, "one processor");
        }
        Map<Integer, Double> times = measure(cpus, probe);
        int best = 1;
        double shortest = WORTHWHILE * times.getOrDefault(1, 0.0);
        for (Map.Entry<Integer, Double> time : times.entrySet()) {
            if (time.getValue() < shortest) {
                best = time.getKey();
                shortest = time.getValue();
            }
        }
        return new NativeThreads(best, best, "measured for CD-1 784-500, batch 100: " + text(times));
    }

    /** Medians over rounds in which the candidates take turns, so that a busy moment hurts all of them. */
    private static Map<Integer, Double> measure(int cpus, IntToDoubleFunction probe) {
        int[] candidates = IntStream.concat(IntStream.iterate(1, n -> n < cpus, n -> 2 * n), IntStream.of(cpus))
                .toArray();
        double[][] times = new double[candidates.length][PROBE_ROUNDS];
        for (int round = 0; round < PROBE_ROUNDS; round++) {
            for (int i = 0; i < candidates.length; i++) {
                times[i][round] = probe.applyAsDouble(candidates[i]);
            }
        }
        Map<Integer, Double> medians = new TreeMap<>();
        for (int i = 0; i < candidates.length; i++) {
            Arrays.sort(times[i]);
            medians.put(candidates[i], times[i][PROBE_ROUNDS / 2]);
        }
        return medians;
    }

    private static String text(Map<Integer, Double> times) {
        StringBuilder text = new StringBuilder();
        times.forEach((threads, time) -> text.append(text.isEmpty() ? "" : ", ")
                .append(String.format(Locale.ROOT, "%.1f ms with %d", time, threads)));
        return text.append(times.size() == 1 ? " thread" : " threads").toString();
    }
}
