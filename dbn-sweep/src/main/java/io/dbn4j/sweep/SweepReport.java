package io.dbn4j.sweep;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.ParallelCoordinates;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The report of a sweep: a page for people and a table for spreadsheets.
 *
 * @param ranked trials from the best to the worst
 */
record SweepReport(Run run, ExperimentSweep sweep, List<Trial> ranked) {

    private static final int LONGEST_NAME = 20;

    /**
     * Returns the table of trials; epochs, standard error and every seed are columns of the file, but the page leaves
     * some of them out.
     */
    Table<Trial> trials(String score, boolean withEpochs) {
        Table<Trial> table = Table.<Trial>of("trials").whole(unlikeAxes("trial"), "trial", Trial::trial);
        for (String path : sweep.axes().keySet()) {
            table = table.text(path, path, trial -> value(trial, path));
        }
        String epochs = unlikeAxes("epochs");
        table = withEpochs ? table.whole(epochs, "epochs", Trial::epochs) : table.whole(epochs, Trial::epochs);
        table = table.label(score, trial -> trial.isRanked() ? EstimateText.withError(trial.score()) : "")
                .number(unlikeAxes("score"), trial -> trial.score().value())
                .number(unlikeAxes("standardError"), trial -> trial.score().standardError());
        for (int i = 0; i < sweep.seeds(); i++) {
            int number = i;
            table = table.optional(
                    "seed" + (run.record().seed() + i),
                    trial -> trial.scores().stream()
                            .skip(number)
                            .mapToDouble(Double::doubleValue)
                            .findFirst());
        }
        for (String name : sweep.atMost().keySet()) {
            table = table.optional(
                    name,
                    trial -> Stream.ofNullable(trial.limited().get(name))
                            .mapToDouble(Estimate::value)
                            .findFirst());
        }
        return table.text(unlikeAxes("failure"), "failure", Trial::failure);
    }

    /** Returns a column name that differs from all axes: a setting may also be called {@code epochs}. */
    private String unlikeAxes(String column) {
        return sweep.axes().containsKey(column) ? column + "OfTrial" : column;
    }

    /** Writes {@code trials.csv}, even if no trial has a score. */
    void writeTable() {
        trials("", false).save(run, ranked);
    }

    private static String value(Trial trial, String path) {
        return Objects.requireNonNull(trial.values().get(path), path);
    }

    void addTo(Report page, SweepOutcome outcome) {
        page.text("Best setting: " + outcome.command())
                .estimates(
                        "%s of the best setting: in the search, and with other seeds if requested"
                                .formatted(outcome.score()),
                        outcome.best())
                .parallel(parallel())
                .lines(course())
                .table(
                        String.format(
                                Locale.ROOT,
                                "Trials from the best to the worst: mean over %d seeds and its standard error",
                                sweep.seeds()),
                        trials(outcome.score(), outcome.epochs() > 0),
                        ranked);
    }

    private ParallelCoordinates parallel() {
        List<ParallelCoordinates.Axis> axes = new ArrayList<>();
        sweep.axes()
                .forEach((path, axis) ->
                        axes.add(new ParallelCoordinates.Axis(path, axis.isLogarithmic(), names(axis))));
        axes.add(new ParallelCoordinates.Axis(sweep.score().label(), spansDecades(), List.of()));
        List<Trial> scored = scored();
        List<ParallelCoordinates.Line> lines = new ArrayList<>();
        for (int rank = 0; rank < scored.size(); rank++) {
            Trial trial = scored.get(rank);
            List<Double> values = new ArrayList<>();
            sweep.axes().forEach((path, axis) -> values.add(number(axis, value(trial, path))));
            values.add(trial.score().value());
            double strength = rank == 0 ? 1 : 0.9 * (scored.size() - rank) / scored.size();
            lines.add(new ParallelCoordinates.Line(trial.line(), values, strength));
        }
        return new ParallelCoordinates("Every trial; the best in another color", axes, lines);
    }

    private List<Trial> scored() {
        return ranked.stream().filter(Trial::isRanked).toList();
    }

    /** Tells whether scores are positive and span more than a factor of ten, so that they need a logarithmic axis. */
    private boolean spansDecades() {
        DoubleSummaryStatistics scores =
                scored().stream().mapToDouble(trial -> trial.score().value()).summaryStatistics();
        return scores.getMin() > 0 && scores.getMax() > 10 * scores.getMin();
    }

    private static List<String> names(Axis axis) {
        return axis instanceof Axis.Choice
                ? axis.ends().stream()
                        .map(name -> name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name)
                        .toList()
                : List.of();
    }

    private static double number(Axis axis, String value) {
        return axis instanceof Axis.Choice ? axis.ends().indexOf(value) : Double.parseDouble(value);
    }

    private LineChart course() {
        List<Point> each = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        scored().stream().sorted(Comparator.comparing(Trial::trial)).forEach(trial -> {
            double score = trial.score().value();
            each.add(Point.of(trial.trial(), trial.score()));
            double before = best.isEmpty() ? score : best.get(best.size() - 1).y();
            double now = sweep.score().best().compare(score, before) < 0 ? score : before;
            best.add(Point.at(trial.trial(), now));
        });
        String label = sweep.score().label();
        return new LineChart(
                "Scores in the order of the trials",
                LineChart.Axis.linear("trial", ""),
                spansDecades() ? LineChart.Axis.logarithmic(label, "") : LineChart.Axis.linear(label, ""),
                List.of(new Series("trial", each), new Series("best so far", best)));
    }
}
