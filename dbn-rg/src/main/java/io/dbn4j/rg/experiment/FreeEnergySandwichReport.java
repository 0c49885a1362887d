package io.dbn4j.rg.experiment;

import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Infinite;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The report page and the tables of {@link FreeEnergySandwich}. */
record FreeEnergySandwichReport(List<Point> points, List<Infinite> bulk) {

    /** A free energy by one scheme with the exact value: of a finite lattice, or per site of the infinite lattice. */
    record Bound(String side, double temperature, String scheme, Estimate freeEnergy, double exact) {

        static Stream<Bound> of(Point p) {
            List<Bound> bounds = new ArrayList<>();
            bounds.add(of(p, "lower", p.measured().lower()));
            bounds.add(of(p, "upper", p.measured().upper()));
            if (p.enumerated()) {
                bounds.add(of(p, "lower-exact", p.summed().lower()));
                bounds.add(of(p, "upper-exact", p.summed().upper()));
            }
            bounds.add(of(p, "tensors", Estimate.exact(p.tensors(), "nats")));
            return bounds.stream();
        }

        private static Bound of(Point p, String scheme, Estimate freeEnergy) {
            return new Bound(String.valueOf(p.side()), p.temperature(), scheme, freeEnergy, p.freeEnergy());
        }

        static Bound of(Infinite b) {
            return new Bound(
                    "infinite", b.temperature(), "kadanoff", Estimate.exact(b.kadanoff(), "nats"), b.freeEnergy());
        }
    }

    static final Table<Bound> BOUNDS = Table.<Bound>of("bounds")
            .digits("%.12g")
            .text("side", Bound::side)
            .number("temperature", Bound::temperature)
            .text("scheme", Bound::scheme)
            .number("freeEnergy", bound -> bound.freeEnergy.value())
            .number("exact", Bound::exact)
            .digits("%.6g")
            .number("standardError", bound -> bound.freeEnergy.standardError());

    private static final Table<Point> RBMS = Table.<Point>of("rbms")
            .whole("side", "L", Point::side)
            .number("temperature", "T", "%.4g", Point::temperature)
            .estimate(
                    "lower", "lower", EstimateText::withError, p -> p.measured().lower())
            .number("exact", "exact", "%.4f", Point::freeEnergy)
            .estimate(
                    "upper", "upper", EstimateText::withError, p -> p.measured().upper())
            .number(
                    "exactMinusLower",
                    "exact - lower",
                    "%.4f",
                    p -> p.freeEnergy() - p.measured().lower().value())
            .number(
                    "upperMinusExact",
                    "upper - exact",
                    "%.4f",
                    p -> p.measured().upper().value() - p.freeEnergy())
            .number("effectiveSamples", "samples", "%.0f", Point::ess)
            .text("start", "the bounds hold", FreeEnergySandwichReport::start);

    private static final Table<Point> SUMS = Table.<Point>of("sums")
            .whole("side", "L", Point::side)
            .number("temperature", "T", "%.4g", Point::temperature)
            .number("lower", "lower", "%.6f", p -> p.summed().lower().value())
            .number("exact", "exact", "%.6f", Point::freeEnergy)
            .number("upper", "upper", "%.6f", p -> p.summed().upper().value())
            .number(
                    "width",
                    "width",
                    "%.9f",
                    p -> p.summed().upper().value() - p.summed().lower().value())
            .number("divergences", "KL + reverse KL", "%.9f", Point::divergences)
            .number("lowerOff", "lower off", "%+.1f", p -> deviation(p, Sandwich::lower))
            .number("upperOff", "upper off", "%+.1f", p -> deviation(p, Sandwich::upper));

    private static final Table<Bound> SCHEMES = Table.<Bound>of("schemes")
            .text("lattice", "lattice", row -> row.side.equals("infinite") ? row.side : "L = " + row.side)
            .number("temperature", "T", "%.4g", Bound::temperature)
            .text("scheme", "scheme", row -> row.scheme.equals("kadanoff") ? "Kadanoff's bound" : row.scheme)
            .number("deviation", "deviation", "%+.2e", row -> row.freeEnergy.value() - row.exact);

    void addTo(Report page) {
        page.lines(chart())
                .table("RBMs: free energy of the whole lattice in nats, by draws, with standard errors", RBMS, points)
                .table(
                        "RBMs: the same by sums over all states; off: deviation of the measured bound in standard"
                                + " errors",
                        SUMS,
                        points.stream().filter(Point::enumerated).toList())
                .table("Renormalization: deviation from the exact free energy per site, in nats", SCHEMES, schemes());
    }

    List<Bound> bounds() {
        return Stream.concat(points.stream().flatMap(Bound::of), bulk.stream().map(Bound::of))
                .toList();
    }

    private List<Bound> schemes() {
        return Stream.concat(
                        points.stream()
                                .map(p -> new Bound(
                                        String.valueOf(p.side()),
                                        p.temperature(),
                                        "tensors",
                                        Estimate.exact(tensors(p), "nats"),
                                        0)),
                        bulk.stream().map(Bound::of))
                .toList();
    }

    private static double deviation(Point p, Function<Sandwich, Estimate> side) {
        Estimate measured = side.apply(p.measured());
        return (measured.value() - side.apply(p.summed()).value()) / measured.standardError();
    }

    /** Returns the outcome of the test of the start, and by how much the bounds are inverted if they are. */
    static String start(Point p) {
        String test = outcome(p.start());
        double inversion = p.measured().inversion();
        return inversion > Contradictions.ERRORS
                ? String.format(Locale.ROOT, "%s, inverted by %.1f errors", test, inversion)
                : test;
    }

    /** Returns the outcome of a test; a test whose paths could not have shown a violation is "untested". */
    private static String outcome(StartTest start) {
        if (start.passed()) {
            return "passes";
        }
        return Math.min(start.halvesChance(), start.slopeChance()) >= StartTest.FALSE_ALARM ? "untested" : "fails";
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
            series.add(series("tensors, L = " + side, side, p -> LineChart.Point.at(p.temperature(), tensors(p))));
        }
        series.add(new Series(
                "Kadanoff's bound, infinite lattice",
                bulk.stream()
                        .sorted(Comparator.comparingDouble(Infinite::temperature))
                        .map(b -> LineChart.Point.at(b.temperature(), b.kadanoff() - b.freeEnergy()))
                        .toList()));
        return new LineChart(
                "Deviation from the exact free energy per site",
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
}
