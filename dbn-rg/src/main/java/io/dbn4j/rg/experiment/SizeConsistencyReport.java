package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.experiment.ProductOfRings.Comparison;
import io.dbn4j.rg.experiment.SizeConsistency.Entry;
import io.dbn4j.rg.experiment.SizeConsistency.Lattice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The report page and the tables of {@link SizeConsistency}. */
record SizeConsistencyReport(SizeConsistency experiment, List<Entry> entries, List<Lattice> lattices) {

    /**
     * A row for a training from one start.
     *
     * @param number number of the start, from 1
     */
    record Start(Entry entry, int number, Comparison found) {}

    static final Table<Start> RINGS = Table.<Start>of("rings")
            .whole("hidden", start -> start.entry.hidden())
            .whole("rows", start -> start.entry.rows())
            .whole("start", Start::number)
            .digits("%.12g")
            .number("both", start -> start.found.both())
            .number("first", start -> start.found.first())
            .number("second", start -> start.found.second())
            .number("bare", start -> start.found.bare())
            .number("information", start -> start.found.information());

    private static final Table<Entry> TRAININGS = Table.<Entry>of("trainings")
            .text("trainedOn", "trained on", Entry::label)
            .estimate("together", "KL_AB", entry -> entry.mean(Comparison::both))
            .estimate("apart", "KL_A + KL_B", entry -> entry.mean(c -> c.first() + c.second()))
            .estimate("difference", "difference", entry -> entry.mean(Comparison::excess))
            .estimate("information", "information", entry -> entry.mean(Comparison::information))
            .estimate("bareDifference", "bare F difference", entry -> entry.mean(Comparison::bare));

    private static final Table<Lattice> LATTICES = Table.<Lattice>of("lattices")
            .whole("side", "L", Lattice::side)
            .number("logPartition", "log Z, Kaufman", "%.6f", Lattice::logPartition)
            .estimate("logPartitionOfRbm", "log Z, RBM", SizeConsistencyReport::digits, Lattice::rbm)
            .number("difference", "difference", "%.2g", row -> row.rbm().value() - row.logPartition());

    void addTo(Report page) {
        page.table(
                        String.format(
                                Locale.ROOT,
                                "Two rings of %d spins, K = %s, learned together and apart; means over %d starts, in"
                                        + " nats",
                                experiment.spins(),
                                experiment.couplings(),
                                experiment.starts()),
                        TRAININGS,
                        entries)
                .lines(rowsChart())
                .table("RBMs with tied weights at the critical point", LATTICES, lattices)
                .lines(sidesChart());
    }

    List<Start> starts() {
        List<Start> starts = new ArrayList<>();
        for (Entry entry : entries) {
            for (int number = 1; number <= entry.outcomes().size(); number++) {
                starts.add(new Start(entry, number, entry.outcomes().get(number - 1)));
            }
        }
        return starts;
    }

    /** Returns a sum over all states with six decimals and an estimate rounded to its error. */
    private static String digits(Estimate logPartition) {
        return logPartition.standardError() == 0
                ? String.format(Locale.ROOT, "%.6f", logPartition.value())
                : EstimateText.number(logPartition);
    }

    private LineChart rowsChart() {
        return new LineChart(
                "Learning two independent rings from rows",
                Axis.logarithmic("rows", ""),
                Axis.logarithmic("KL", "nats"),
                List.of(
                        series("one RBM", Comparison::both),
                        series("two RBMs", c -> c.first() + c.second()),
                        series("information between the rings", Comparison::information)));
    }

    private Series series(String name, ToDoubleFunction<Comparison> number) {
        List<Point> points = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.rows() > 0) {
                points.add(Point.of(entry.rows(), entry.mean(number)));
            }
        }
        return new Series(name, points);
    }

    private LineChart sidesChart() {
        return new LineChart(
                "Distance of log Z - N f from its limit at the critical point",
                Axis.logarithmic("L", ""),
                Axis.logarithmic("difference from its limit", "nats"),
                List.of(new Series(
                        "Kaufman",
                        experiment.sides().stream()
                                .map(side -> Point.at(
                                        side, Math.abs(SizeConsistency.correction(side) - SizeConsistency.CORRECTION)))
                                .toList())));
    }
}
