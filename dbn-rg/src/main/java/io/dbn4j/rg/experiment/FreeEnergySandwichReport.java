package io.dbn4j.rg.experiment;

import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Infinite;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The pages of {@link FreeEnergySandwich}. */
record FreeEnergySandwichReport(List<Point> points, List<Infinite> bulk, Finding finding) {

    void write(Run run) {
        Report page = Report.of("The free energy of the Ising model between two bounds")
                .claim(finding.evidence(), finding.verdict().text())
                .lines(chart())
                .table(
                        "RBMs, free energies of the whole lattice in nats; draws with their standard error",
                        List.of(
                                "L",
                                "T",
                                "lower",
                                "exact",
                                "upper",
                                "exact - lower",
                                "upper - exact",
                                "samples",
                                "the bounds hold"),
                        points.stream().map(FreeEnergySandwichReport::row).toList())
                .table(
                        "The same by sums over all states, with the deviations of the measured bounds in standard errors",
                        List.of(
                                "L",
                                "T",
                                "lower",
                                "exact",
                                "upper",
                                "width",
                                "KL + reverse KL",
                                "lower off",
                                "upper off"),
                        points.stream()
                                .filter(Point::enumerated)
                                .map(FreeEnergySandwichReport::exactRow)
                                .toList())
                .table(
                        "Renormalization, deviation from the exact free energy a site, in nats",
                        List.of("lattice", "T", "scheme", "deviation"),
                        schemes());
        CheckTable.end(page, run, finding);
    }

    private static List<String> row(Point p) {
        Estimate lower = p.measured().lower();
        Estimate upper = p.measured().upper();
        return List.of(
                String.valueOf(p.side()),
                text("%.4g", p.temperature()),
                EstimateText.withError(lower),
                text("%.4f", p.freeEnergy()),
                EstimateText.withError(upper),
                text("%.4f", p.freeEnergy() - lower.value()),
                text("%.4f", upper.value() - p.freeEnergy()),
                text("%.0f", p.ess()),
                start(p));
    }

    /** The outcome of the test that the bounds need, and whether they are in the wrong order. */
    static String start(Point p) {
        String test = outcome(p.start());
        double inversion = p.measured().inversion();
        return inversion > Contradictions.ERRORS ? text("%s, inverted by %.1f errors", test, inversion) : test;
    }

    /** A test whose paths could not have shown a violation says nothing. */
    private static String outcome(StartTest start) {
        if (start.passed()) {
            return "passes";
        }
        return Math.min(start.halvesChance(), start.slopeChance()) >= StartTest.FALSE_ALARM ? "untested" : "fails";
    }

    private static List<String> exactRow(Point p) {
        double lower = p.summed().lower().value();
        double upper = p.summed().upper().value();
        return List.of(
                String.valueOf(p.side()),
                text("%.4g", p.temperature()),
                text("%.6f", lower),
                text("%.6f", p.freeEnergy()),
                text("%.6f", upper),
                text("%.9f", upper - lower),
                text("%.9f", p.divergences()),
                text(
                        "%+.1f",
                        (p.measured().lower().value() - lower)
                                / p.measured().lower().standardError()),
                text(
                        "%+.1f",
                        (p.measured().upper().value() - upper)
                                / p.measured().upper().standardError()));
    }

    private List<List<String>> schemes() {
        List<List<String>> rows = new ArrayList<>();
        for (Point p : points) {
            rows.add(List.of("L = " + p.side(), text("%.4g", p.temperature()), "tensors", text("%+.2e", tensors(p))));
        }
        for (Infinite b : bulk) {
            rows.add(List.of(
                    "infinite",
                    text("%.4g", b.temperature()),
                    "Kadanoff's bound",
                    text("%+.2e", b.kadanoff() - b.freeEnergy())));
        }
        return rows;
    }

    private static double tensors(Point p) {
        return (p.tensors() - p.freeEnergy()) / p.sites();
    }

    private LineChart chart() {
        List<Series> series = new ArrayList<>();
        for (int side : points.stream().map(Point::side).distinct().toList()) {
            series.add(series(
                    "RBM, lower, L = " + side,
                    side,
                    p -> deviation(p, p.measured().lower())));
            series.add(series(
                    "RBM, upper, L = " + side,
                    side,
                    p -> deviation(p, p.measured().upper())));
            series.add(series("tensors, L = " + side, side, p -> plain(p.temperature(), tensors(p))));
        }
        series.add(new Series(
                "Kadanoff's bound, infinite lattice",
                bulk.stream()
                        .sorted(Comparator.comparingDouble(Infinite::temperature))
                        .map(b -> plain(b.temperature(), b.kadanoff() - b.freeEnergy()))
                        .toList()));
        return new LineChart(
                "Deviation from the exact free energy a site",
                Axis.linear("T", "J / k_B"),
                Axis.linear("deviation", "nats"),
                series);
    }

    private Series series(String name, int side, Function<Point, LineChart.Point> point) {
        return new Series(
                name,
                points.stream()
                        .filter(p -> p.side() == side)
                        .sorted(Comparator.comparingDouble(Point::temperature))
                        .map(point)
                        .toList());
    }

    private static LineChart.Point deviation(Point p, Estimate bound) {
        return new LineChart.Point(
                p.temperature(),
                (bound.value() - p.freeEnergy()) / p.sites(),
                (bound.low() - p.freeEnergy()) / p.sites(),
                (bound.high() - p.freeEnergy()) / p.sites());
    }

    private static LineChart.Point plain(double x, double y) {
        return new LineChart.Point(x, y, Double.NaN, Double.NaN);
    }

    String csv() {
        StringBuilder csv = new StringBuilder("side,temperature,scheme,freeEnergy,exact,standardError\n");
        for (Point p : points) {
            line(csv, p, "lower", p.measured().lower());
            line(csv, p, "upper", p.measured().upper());
            if (p.enumerated()) {
                line(csv, p, "lower-exact", p.summed().lower());
                line(csv, p, "upper-exact", p.summed().upper());
            }
            line(csv, p, "tensors", Estimate.exact(p.tensors(), "nats"));
        }
        for (Infinite b : bulk) {
            csv.append(text("infinite,%.12g,kadanoff,%.12g,%.12g,0\n", b.temperature(), b.kadanoff(), b.freeEnergy()));
        }
        return csv.toString();
    }

    private static void line(StringBuilder csv, Point p, String scheme, Estimate estimate) {
        csv.append(text(
                "%d,%.12g,%s,%.12g,%.12g,%.6g\n",
                p.side(), p.temperature(), scheme, estimate.value(), p.freeEnergy(), estimate.standardError()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
