package io.dbn4j.lab.bench;

import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Prints ratios to bare matrix products.
 *
 * <pre>
 *   update       CD-1 and PCD-1, SGD and momentum, batches of 100 and 1000, 784-500
 *   annealing    annealed importance sampling, 100 chains, 784-500
 *   scaling      100 ... 4000 hidden units and batches of 10 ... 1000; also writes target/bench/scaling.csv and .html
 * </pre>
 */
public final class Benchmarks {

    private static final int ROUNDS = 3;
    private static final double SECONDS = 3;

    private static final List<String> HIDDEN = List.of("100", "200", "500", "1000", "2000", "4000");
    private static final List<String> BATCH = List.of("10", "20", "50", "100", "200", "500", "1000");

    private final Comparison comparison;

    Benchmarks(Comparison comparison) {
        this.comparison = comparison;
    }

    /**
     * Runs one of the three benchmarks. Arguments: its name, and the seconds of each warm-up and measurement, 3 by
     * default.
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : SECONDS;
        Benchmarks benchmarks = new Benchmarks(new Comparison(ROUNDS, Math.round(1000 * seconds), 1));
        System.out.println("threads: OMP_NUM_THREADS=" + System.getenv("OMP_NUM_THREADS"));
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "update" -> benchmarks.update();
            case "annealing" -> benchmarks.annealing();
            case "scaling" -> benchmarks.scaling(Path.of("target", "bench"));
            default -> throw new IllegalArgumentException("say update, annealing or scaling");
        }
    }

    private void update() throws RunnerException {
        for (String batch : List.of("100", "1000")) {
            for (String objective : List.of("CD-1", "PCD-1")) {
                for (String updater : List.of("SGD", "Momentum")) {
                    Map<String, String> parameters = new LinkedHashMap<>();
                    parameters.put("objective", objective);
                    parameters.put("updater", updater);
                    parameters.put("batch", batch);
                    measure(UpdateBenchmark.class, parameters);
                }
            }
        }
    }

    private void annealing() throws RunnerException {
        measure(AnnealingBenchmark.class, Map.of("chains", "100"));
    }

    /** Ratios of CD-1 with SGD over both sizes. */
    void scaling(Path folder) throws RunnerException, IOException {
        Files.createDirectories(folder);
        List<String> csv = new ArrayList<>(List.of("hidden,batch,products_ms,update_ms,ratio,low,high"));
        List<Point> byHidden = points("hidden", HIDDEN, Map.of("batch", "100"), csv);
        List<Point> byBatch = points("batch", BATCH, Map.of("hidden", "500"), csv);
        Files.write(folder.resolve("scaling.csv"), csv);
        Axis ratio = Axis.linear("update / five products", "");
        Report.of("An update of CD-1 with SGD as a multiple of its five matrix products")
                .lines(new LineChart(
                        "784 visible units, batches of 100",
                        Axis.logarithmic("hidden units", ""),
                        ratio,
                        List.of(new Series("CD-1", byHidden))))
                .lines(new LineChart(
                        "784 visible and 500 hidden units",
                        Axis.logarithmic("batch", "rows"),
                        ratio,
                        List.of(new Series("CD-1", byBatch))))
                .write(folder.resolve("scaling.html"));
    }

    private List<Point> points(String axis, List<String> values, Map<String, String> fixed, List<String> csv)
            throws RunnerException {
        List<Point> points = new ArrayList<>();
        for (String value : values) {
            Map<String, String> parameters = new LinkedHashMap<>(fixed);
            parameters.put(axis, value);
            parameters.put("objective", "CD-1");
            parameters.put("updater", "SGD");
            Comparison.Outcome outcome = measure(UpdateBenchmark.class, parameters);
            points.add(new Point(Double.parseDouble(value), outcome.ratio(), outcome.low(), outcome.high()));
            csv.add("%s,%s,%s,%s,%s,%s,%s"
                    .formatted(
                            parameters.get("hidden"),
                            parameters.get("batch"),
                            outcome.products(),
                            outcome.work(),
                            outcome.ratio(),
                            outcome.low(),
                            outcome.high()));
        }
        return points;
    }

    private Comparison.Outcome measure(Class<?> benchmark, Map<String, String> parameters) throws RunnerException {
        Comparison.Outcome outcome = comparison.run(benchmark, parameters);
        System.out.printf("%-50s %s%n", parameters, outcome);
        return outcome;
    }
}
