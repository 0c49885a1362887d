package io.dbn4j.lab.training;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.LogPartitionMethods;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Tiles;
import io.dbn4j.lab.run.Metric;
import io.dbn4j.lab.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parts that reports of every training have. */
public final class TrainingReport {

    private static final int FILTERS = 100;

    private TrainingReport() {}

    /** Returns the title of a page: what was trained, by which settings and seed. */
    public static String title(Run run, String what) {
        return what + ", " + run.record().name() + ", seed " + run.record().seed();
    }

    /** Two tables: log p(v) of test images by binarization rule, and log Z, of the first RBM. */
    public static void likelihoodTables(
            Report report,
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, Estimate> logPartition,
            BracketCheck bracket) {
        likelihoodTables(
                report, "Log-likelihood of the first RBM", "test image", "first", logLikelihood, logPartition, bracket);
    }

    /**
     * Two tables: what was measured of rows by the rule that made states of them, and log Z of the RBM that it rests on.
     *
     * @param row what a row is
     * @param rbm which
     * @param bracket what is known about the bounds, said below the tables
     */
    public static void likelihoodTables(
            Report report,
            String what,
            String row,
            String rbm,
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, Estimate> logPartition,
            BracketCheck bracket) {
        Map<String, Estimate> flat = new LinkedHashMap<>();
        logLikelihood.forEach((rule, methods) ->
                methods.forEach((method, estimate) -> flat.put(rule + ", " + named(method, estimate), estimate)));
        report.estimates(what + ", nats per " + row, flat);
        Map<String, Estimate> logZ = new LinkedHashMap<>();
        logPartition.forEach((method, estimate) -> {
            String size = estimate.samples() == 0
                    ? ""
                    : String.format(
                            Locale.ROOT, ", effective sample size %.0f of %d", estimate.ess(), estimate.samples());
            logZ.put(named(method, estimate) + size, estimate);
        });
        report.estimates("Log partition function of the " + rbm + " RBM, nats", logZ);
        bracket.sentences().forEach(report::text);
    }

    /** What a method is called, with the words of its bound. */
    private static String named(String method, Estimate estimate) {
        String name = LogPartitionMethods.displayName(method);
        String bound = estimate.bound().words();
        return estimate.bound() == Bound.EXACT || bound.isEmpty() ? name : name + ", " + bound;
    }

    /** Free energy, reconstruction error and loss over the epochs, as far as they were measured. */
    public static void curves(Report report, List<Metric> metrics) {
        chart(report, metrics, "Mean free energy of training rows", "free energy", "nats", ".freeEnergy");
        chart(
                report,
                metrics,
                "Reconstruction error (shows movement, not quality)",
                "squared error",
                "",
                ".reconstructionError");
        chart(report, metrics, "Fine-tuning", "cross-entropy", "nats", ".loss");
    }

    /** One chart with a curve for every series whose name ends so; nothing if there is none. */
    public static void chart(
            Report report, List<Metric> metrics, String title, String label, String unit, String ending) {
        Map<String, List<Metric>> bySeries = metrics.stream()
                .filter(metric -> metric.series().endsWith(ending))
                .collect(Collectors.groupingBy(Metric::series, LinkedHashMap::new, Collectors.toList()));
        List<Series> curves = new ArrayList<>();
        bySeries.forEach((name, points) ->
                curves.add(Series.byEpoch(name.substring(0, name.length() - ending.length()), points)));
        if (!curves.isEmpty()) {
            report.lines(new LineChart(title, Axis.linear("epoch", ""), Axis.linear(label, unit), curves));
        }
    }

    /** The weights of the first hidden units as pictures of so many rows and columns. */
    public static void filters(Report report, Rbm rbm, int rows, int columns) {
        INDArray filters = Rows.first(
                Math.min(FILTERS, rbm.hidden()), rbm.weights().transpose().dup('c'));
        report.tiles(Tiles.signed("Weights of hidden units of layer 1", filters, rows, columns));
    }
}
