package io.dbn4j.core.sweep;

import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.ParallelCoordinates;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a sweep writes for people and for spreadsheets.
 *
 * @param ranked its trials from the best to the worst
 */
record SweepReport(Run run, ExperimentSweep sweep, List<Trial> ranked) {

    private static final int LONGEST_NAME = 20;

    /** Writes {@code trials.csv}. */
    void writeTable() {
        List<String> header = new ArrayList<>(List.of("trial"));
        header.addAll(sweep.axes().keySet());
        header.addAll(List.of("epochs", "score", "standardError"));
        for (int i = 0; i < sweep.seeds(); i++) {
            header.add("seed" + (run.record().seed() + i));
        }
        header.addAll(sweep.atMost().keySet());
        header.add("failure");
        StringBuilder csv = new StringBuilder();
        addRow(csv, header);
        ranked.forEach(trial -> addRow(csv, row(trial)));
        run.save("trials.csv", file -> Files.writeString(file, csv, StandardCharsets.UTF_8));
    }

    private List<String> row(Trial trial) {
        List<String> row = new ArrayList<>(List.of(String.valueOf(trial.trial())));
        sweep.axes().keySet().forEach(path -> row.add(value(trial, path)));
        row.add(String.valueOf(trial.epochs()));
        row.add(String.valueOf(trial.score().value()));
        row.add(String.valueOf(trial.score().standardError()));
        for (int i = 0; i < sweep.seeds(); i++) {
            row.add(i < trial.scores().size() ? String.valueOf(trial.scores().get(i)) : "");
        }
        for (String name : sweep.atMost().keySet()) {
            var limited = trial.limited().get(name);
            row.add(limited == null ? "" : String.valueOf(limited.value()));
        }
        row.add(trial.failure());
        return row;
    }

    private static void addRow(StringBuilder csv, List<String> cells) {
        List<String> quoted = cells.stream()
                .map(cell -> cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
                .toList();
        csv.append(String.join(",", quoted)).append('\n');
    }

    private static String value(Trial trial, String path) {
        return Objects.requireNonNull(trial.values().get(path), path);
    }

    /** Writes {@code report.html}. */
    void writePage(SweepOutcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        for (Trial trial : ranked) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(trial.trial())));
            sweep.axes().keySet().forEach(path -> row.add(value(trial, path)));
            if (outcome.epochs() > 0) {
                row.add(String.valueOf(trial.epochs()));
            }
            row.add(trial.isRanked() ? EstimateText.withError(trial.score()) : "");
            row.add(trial.failure());
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("trial"));
        header.addAll(sweep.axes().keySet());
        header.addAll(outcome.epochs() > 0 ? List.of("epochs", outcome.score()) : List.of(outcome.score()));
        header.add("failure");
        Report.of("Sweep of " + sweep.experiment())
                .text("Best setting: " + outcome.command())
                .estimates(
                        "%s of the best setting: in the search, and with other seeds if asked for"
                                .formatted(outcome.score()),
                        outcome.best())
                .parallel(parallel())
                .lines(course())
                .table(
                        String.format(
                                Locale.ROOT,
                                "Trials from the best to the worst: mean over %d seeds and its standard error",
                                sweep.seeds()),
                        header,
                        rows)
                .provenance(run.record())
                .write(run.folder().resolve("report.html"));
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
        return new ParallelCoordinates("Every trial; the best in another colour", axes, lines);
    }

    private List<Trial> scored() {
        return ranked.stream().filter(Trial::isRanked).toList();
    }

    /** Whether scores are positive and the largest is more than ten times the smallest: some would be seen as a point. */
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
            each.add(new Point(
                    trial.trial(), score, trial.score().low(), trial.score().high()));
            double before = best.isEmpty() ? score : best.get(best.size() - 1).y();
            double now = sweep.score().best().compare(score, before) < 0 ? score : before;
            best.add(new Point(trial.trial(), now, Double.NaN, Double.NaN));
        });
        String label = sweep.score().label();
        return new LineChart(
                "Scores in the order of the trials",
                LineChart.Axis.linear("trial", ""),
                spansDecades() ? LineChart.Axis.logarithmic(label, "") : LineChart.Axis.linear(label, ""),
                List.of(new Series("trial", each), new Series("best so far", best)));
    }
}
