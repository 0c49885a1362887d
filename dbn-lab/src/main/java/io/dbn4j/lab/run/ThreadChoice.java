package io.dbn4j.lab.run;

import io.dbn4j.core.array.NativeThreads;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The choice of the number of native threads that is fastest on this machine at this moment. */
public final class ThreadChoice {

    private static final Pattern OMP = Pattern.compile("\\s*([1-9]\\d{0,3})\\s*(,.*)?");

    /**
     * Largest ratio of times at which more threads replace one: smaller gains are noise and cost other processes much.
     */
    private static final double WORTHWHILE = 0.95;

    private static final int PROBE_ROUNDS = 5;

    private static @Nullable NativeThreads chosen;

    private ThreadChoice() {}

    /**
     * Chooses the number of threads for this process: {@code OMP_NUM_THREADS} if it is set, otherwise the fastest in a
     * probe of about one second. A process chooses once: all its commands have the same number. Leaves the thread
     * pools as the probe last used them; call {@link NativeThreads#configure} on the result.
     */
    public static synchronized NativeThreads choose() {
        if (chosen == null) {
            chosen = choose(System.getenv(), Runtime.getRuntime().availableProcessors(), new ThreadProbe());
        }
        return chosen;
    }

    /**
     * Chooses the number of threads for an environment.
     *
     * @param probe milliseconds of a fixed piece of work with a number of threads
     */
    static NativeThreads choose(Map<String, String> environment, int cpus, IntToDoubleFunction probe) {
        Matcher asked = OMP.matcher(environment.getOrDefault("OMP_NUM_THREADS", ""));
        if (asked.matches()) {
            int threads = Math.min(NativeThreads.MOST, Integer.parseInt(asked.group(1)));
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

    /** Measures medians over rounds; the candidates alternate, so that a busy moment slows all of them. */
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
