package io.dbn4j.lab.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.experiment.LabeledSource.Loaded;
import io.dbn4j.lab.experiment.TableClassifier.Confusion;
import io.dbn4j.lab.experiment.TableClassifier.OfClass;
import io.dbn4j.lab.experiment.TableClassifier.Outcome;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.HeatMap;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Metric;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Calibration;
import io.dbn4j.lab.training.Predictions;
import io.dbn4j.lab.training.TrainingReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report page of a {@link TableClassifier}. */
record TableClassifierReport(Run run, Outcome outcome, Loaded loaded, Predictions predictions) {

    private static final Table<OfClass> CLASSES = Table.<OfClass>of("classes")
            .text("class", "class", OfClass::name)
            .whole("rows", "rows", OfClass::rows)
            .whole("predicted", "predicted", OfClass::predicted)
            .text("precision", "precision", of -> percent(of.precision()))
            .text("recall", "recall", of -> percent(of.recall()));

    private static final Table<Confusion> CONFUSION = Table.<Confusion>of("confusion")
            .text("class", "class", Confusion::truth)
            .text("predicted", "predicted as", Confusion::predicted)
            .whole("rows", "rows", Confusion::rows);

    private static final Table<Calibration.Bin> CALIBRATION = Table.<Calibration.Bin>of("calibration")
            .label("confidence", bin -> bin.from() + "-" + bin.to() + " %")
            .whole("from", Calibration.Bin::from)
            .whole("to", Calibration.Bin::to)
            .whole("rows", "rows", Calibration.Bin::rows)
            .number("confidence", "mean confidence (%)", "%.1f", Calibration.Bin::confidence)
            .estimate("accuracy", "accuracy (%)", EstimateText::withError, Calibration.Bin::accuracy);

    private static String percent(@Nullable Estimate share) {
        return share == null ? "" : EstimateText.withError(share);
    }

    /** Returns the confusions of two classes that occur, the most frequent first. */
    static List<Confusion> confusions(Predictions predictions) {
        int[][] counts = predictions.confusion();
        List<String> classes = predictions.rows().classes();
        List<Confusion> found = new ArrayList<>();
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (truth != predicted && counts[truth][predicted] > 0) {
                    found.add(new Confusion(classes.get(truth), classes.get(predicted), counts[truth][predicted]));
                }
            }
        }
        found.sort(Comparator.comparingInt(Confusion::rows).reversed());
        return found;
    }

    void addTo(Report page) {
        page.text(outcome.protocol());
        if (!outcome.warning().isEmpty()) {
            page.text("Warning: " + outcome.warning() + ".");
        }
        Map<String, Estimate> figures = new LinkedHashMap<>();
        figures.put("accuracy", outcome.accuracy());
        figures.put("accuracy of the most frequent class", outcome.majorityAccuracy());
        figures.put("error", outcome.testError());
        figures.put("log loss, nats per row", outcome.logLoss());
        figures.put("expected calibration error", outcome.calibrationError());
        page.estimates("Classification", figures);
        page.table("Classes", CLASSES, outcome.classes());
        page.section("Mistakes");
        page.heatmap(HeatMap.counts(
                "Rows by true and predicted class",
                "true",
                "predicted",
                predictions.rows().classes(),
                predictions.confusion()));
        List<Confusion> confusions = confusions(predictions);
        if (confusions.isEmpty()) {
            page.text("Every measured row is predicted as its true class.");
        } else {
            page.table("Confusions", CONFUSION, confusions);
        }
        page.section("Calibration");
        page.lines(reliability());
        page.table("Rows by the largest probability of their prediction", CALIBRATION, outcome.calibration());
        page.section("Columns");
        loaded.notes().stream().distinct().forEach(page::text);
        page.section("Training");
        List<Metric> metrics = run.metrics().read();
        TrainingReport.chart(page, metrics, "Log loss of the validation rows", "log loss", "nats", ".validationLoss");
        TrainingReport.curves(page, metrics);
    }

    private LineChart reliability() {
        List<Point> measured = outcome.calibration().stream()
                .map(bin -> Point.of(bin.confidence(), bin.accuracy()))
                .toList();
        return new LineChart(
                "Accuracy by confidence",
                Axis.linear("mean confidence", "%"),
                Axis.linear("accuracy", "%"),
                List.of(
                        new Series("measured", measured),
                        new Series("calibrated", List.of(Point.at(0, 0), Point.at(100, 100)))));
    }
}
