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

/** The sections that the reports of all trainings share. */
public final class TrainingReport {

    private static final int FILTERS = 100;

    private TrainingReport() {}

    /** Returns the title of a page: the trained model, the name of the settings and the seed. */
    public static String title(Run run, String what) {
        return what + ", " + run.record().name() + ", seed " + run.record().seed();
    }

    /** Adds two tables for the first RBM: log p(v) of test images by binarization rule, and log Z. */
    public static void likelihoodTables(
            Report report,
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, Estimate> logPartition,
            BracketCheck bracket) {
        likelihoodTables(
                report, "Log-likelihood of the first RBM", "test image", "first", logLikelihood, logPartition, bracket);
    }

    /**
     * Adds two tables: a measurement of rows by the rule that made their states, and log Z of the RBM that it uses.
     *
     * @param row noun for a row
     * @param rbm ordinal of the RBM, such as {@code first}
     * @param bracket check of the bounds, printed below the tables
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

    /** Returns the display name of a method, with the words of its bound. */
    static String named(String method, Estimate estimate) {
        String name = LogPartitionMethods.displayName(method);
        String bound = estimate.bound().words();
        return estimate.bound() == Bound.EXACT || bound.isEmpty() ? name : name + ", " + bound;
    }

    /** Adds charts of free energy, reconstruction error and loss over the epochs, if they were measured. */
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

    /** Adds one chart with a curve for every series whose name has an ending; nothing if there is none. */
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

    /** Adds the weights of the first hidden units as pictures of a number of rows and columns. */
    public static void filters(Report report, Rbm rbm, int rows, int columns) {
        INDArray filters = Rows.first(
                Math.min(FILTERS, rbm.hidden()), rbm.weights().transpose().dup('c'));
        report.tiles(Tiles.signed("Weights of hidden units of layer 1", filters, rows, columns));
    }
}
