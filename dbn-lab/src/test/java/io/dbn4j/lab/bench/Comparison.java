package io.dbn4j.lab.bench;

import io.dbn4j.core.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A benchmark's {@code work} against its {@code products}: both are measured in every round, one right after the other.
 *
 * @param rounds number of rounds, at least 1, preferably odd
 * @param milliseconds for the warm-up of each measurement, and again for the measurement itself
 * @param forks 1, or 0 to stay in this process
 */
record Comparison(int rounds, long milliseconds, int forks) {

    Comparison {
        Check.atLeast(1, rounds, "rounds");
    }

    /**
     * The result of a comparison.
     *
     * @param products milliseconds per call of the products, in the middle round
     * @param work milliseconds per call of the work, in the same round
     * @param ratio ratio of the two times: the median over rounds
     * @param low smallest ratio of a round
     * @param high largest ratio of a round
     */
    record Outcome(double products, double work, double ratio, double low, double high) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "products %9.3f ms, work %9.3f ms, ratio %.2f [%.2f, %.2f]",
                    products,
                    work,
                    ratio,
                    low,
                    high);
        }
    }

    /** Median times of one round, in milliseconds a call. */
    private record Round(double products, double work) {

        double ratio() {
            return work / products;
        }
    }

    /** Measures with these values of the benchmark's parameters. */
    Outcome run(Class<?> benchmark, Map<String, String> parameters) throws RunnerException {
        List<Round> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            all.add(round(benchmark, parameters));
        }
        all.sort(Comparator.comparingDouble(Round::ratio));
        Round middle = all.get(rounds / 2);
        return new Outcome(
                middle.products,
                middle.work,
                middle.ratio(),
                all.get(0).ratio(),
                all.get(rounds - 1).ratio());
    }

    private Round round(Class<?> benchmark, Map<String, String> parameters) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .forks(forks)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(milliseconds))
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(milliseconds))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        parameters.forEach(options::param);
        Collection<RunResult> results = new Runner(options.build()).run();
        return new Round(median(results, "products"), median(results, "work"));
    }

    private static double median(Collection<RunResult> results, String method) {
        return results.stream()
                .map(RunResult::getPrimaryResult)
                .filter(result -> result.getLabel().equals(method))
                .findFirst()
                .orElseThrow()
                .getStatistics()
                .getPercentile(50);
    }
}
