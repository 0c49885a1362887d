package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.ProductOfRings.Comparison;
import io.dbn4j.rg.experiment.SizeConsistency.Entry;
import io.dbn4j.rg.experiment.SizeConsistency.Lattice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The pages of {@link SizeConsistency}. */
record SizeConsistencyReport(SizeConsistency experiment, List<Entry> entries, List<Lattice> lattices, Finding finding) {

    void write(Run run) {
        Report page = Report.of("Do free energies add up?")
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        String.format(
                                Locale.ROOT,
                                "Two rings of %d spins, K = %s, learned together and apart; means over %d starts, in nats",
                                experiment.spins(),
                                experiment.couplings(),
                                experiment.starts()),
                        List.of("trained on", "KL_AB", "KL_A + KL_B", "difference", "information", "bare F difference"),
                        entries.stream().map(this::row).toList())
                .lines(rowsChart())
                .table(
                        "RBMs with tied weights at the critical point",
                        List.of("L", "log Z, Kaufman", "log Z, RBM", "difference"),
                        lattices.stream().map(SizeConsistencyReport::row).toList())
                .lines(sidesChart());
        CheckTable.end(page, run, finding);
    }

    private List<String> row(Entry entry) {
        return List.of(
                entry.label(),
                text(entry.mean(Comparison::both)),
                text(entry.mean(c -> c.first() + c.second())),
                text(entry.mean(Comparison::excess)),
                text(entry.mean(Comparison::information)),
                text(entry.mean(Comparison::bare)));
    }

    private static List<String> row(Lattice lattice) {
        return List.of(
                String.valueOf(lattice.side()),
                String.format(Locale.ROOT, "%.6f", lattice.logPartition()),
                lattice.rbm().standardError() == 0
                        ? String.format(Locale.ROOT, "%.6f", lattice.rbm().value())
                        : EstimateText.number(lattice.rbm()),
                String.format(Locale.ROOT, "%.2g", lattice.rbm().value() - lattice.logPartition()));
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
                Estimate mean = entry.mean(number);
                points.add(new Point(entry.rows(), mean.value(), mean.low(), mean.high()));
            }
        }
        return new Series(name, points);
    }

    private LineChart sidesChart() {
        return new LineChart(
                "What is left of log Z - N f at the critical point",
                Axis.logarithmic("L", ""),
                Axis.logarithmic("difference from its limit", "nats"),
                List.of(new Series(
                        "Kaufman",
                        experiment.sides().stream()
                                .map(side -> new Point(
                                        side,
                                        Math.abs(SizeConsistency.correction(side) - SizeConsistency.CORRECTION),
                                        Double.NaN,
                                        Double.NaN))
                                .toList())));
    }

    static String csv(List<Entry> entries) {
        StringBuilder csv = new StringBuilder("hidden,rows,start,both,first,second,bare,information\n");
        for (Entry entry : entries) {
            for (int start = 0; start < entry.outcomes().size(); start++) {
                Comparison c = entry.outcomes().get(start);
                csv.append(String.format(
                        Locale.ROOT,
                        "%d,%d,%d,%.12g,%.12g,%.12g,%.12g,%.12g\n",
                        entry.hidden(),
                        entry.rows(),
                        start + 1,
                        c.both(),
                        c.first(),
                        c.second(),
                        c.bare(),
                        c.information()));
            }
        }
        return csv.toString();
    }

    private static String text(Estimate estimate) {
        return EstimateText.number(estimate);
    }
}
