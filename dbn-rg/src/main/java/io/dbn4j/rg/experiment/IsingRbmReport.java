package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.experiment.IsingRbm.Exact;
import io.dbn4j.rg.experiment.IsingRbm.Kind;
import io.dbn4j.rg.observable.IsingObservables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The page and the table of {@link IsingRbm}. */
record IsingRbmReport(List<Kind> kinds) {

    /**
     * A row of an RBM, or of the exact values if there is no RBM.
     *
     * @param seed from 1
     */
    record Row(Kind kind, int seed, Optional<LearnedIsing> rbm) {

        String label() {
            return rbm.isPresent() ? "RBM, seed " + seed : kind.label() + ", exact";
        }

        Estimate or(double exact, Function<LearnedIsing, Estimate> learned) {
            return rbm.map(learned).orElseGet(() -> Estimate.exact(exact, ""));
        }

        Estimate observable(ToDoubleFunction<Exact> exact, Function<IsingObservables, Estimate> learned) {
            return or(exact.applyAsDouble(kind.exact()), one -> learned.apply(one.observables()));
        }

        OptionalDouble ofRbm(ToDoubleFunction<LearnedIsing> number) {
            return rbm.stream().mapToDouble(number).findFirst();
        }

        double coupling() {
            return 1 / kind.temperature();
        }
    }

    static final Table<Row> RBMS = Table.<Row>of("rbms")
            .label("", Row::label)
            .number("temperature", row -> row.kind.temperature())
            .whole("hidden", row -> row.kind.hidden())
            .whole("seed", Row::seed)
            .estimate("divergence", "KL (nats)", row -> row.or(0, LearnedIsing::divergence))
            .number(
                    "variance",
                    "Var (F - H)",
                    IsingRbmReport::digits,
                    row -> row.ofRbm(LearnedIsing::variance).orElse(0))
            .estimate(
                    "energy",
                    "E / N",
                    IsingRbmReport::digits,
                    row -> row.observable(Exact::energy, IsingObservables::energyPerSite))
            .estimate(
                    "specificHeat",
                    "C / N",
                    IsingRbmReport::digits,
                    row -> row.observable(Exact::specificHeat, IsingObservables::specificHeatPerSite))
            .estimate(
                    "absoluteMagnetization",
                    "|m|",
                    IsingRbmReport::digits,
                    row -> row.observable(Exact::magnetization, IsingObservables::absoluteMagnetization))
            .estimate(
                    "neighborsOverAllStates",
                    "neighbors: all states",
                    IsingRbmReport::digits,
                    row -> row.or(row.coupling(), rbm -> rbm.neighbors().overAllStates()))
            .estimate(
                    "neighborsInEquilibrium",
                    "in equilibrium",
                    IsingRbmReport::digits,
                    row -> row.or(row.coupling(), rbm -> rbm.neighbors().inEquilibrium()))
            .estimate(
                    "diagonalsOverAllStates",
                    "diagonals: all",
                    row -> row.or(0, rbm -> rbm.diagonals().overAllStates()))
            .estimate(
                    "diagonalsInEquilibrium",
                    "in equil.",
                    row -> row.or(0, rbm -> rbm.diagonals().inEquilibrium()))
            .optional("autocorrelation", "autocorrelation", "%.5g", row -> row.ofRbm(LearnedIsing::autocorrelation))
            .optional("seconds", "seconds", "%.0f", row -> row.ofRbm(LearnedIsing::seconds));

    void addTo(Report page) {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : kinds) {
            rows.add(new Row(kind, 0, Optional.empty()));
            rows.addAll(rbms(kind));
        }
        page.table(
                        "Divergence and couplings of every RBM, with the exact values",
                        RBMS.only(
                                "divergence",
                                "neighborsOverAllStates",
                                "neighborsInEquilibrium",
                                "diagonalsOverAllStates",
                                "diagonalsInEquilibrium"),
                        rows)
                .text("A coupling K_A is the mean of 2^-|A| sum (-F) prod s over the other spins: over all their"
                        + " states with"
                        + " equal weight, or over equilibrium configurations. Only for an Ising model are"
                        + " both equal to K. The error of a"
                        + " mean coupling over all states is the spread over the lattice; in equilibrium it"
                        + " is the spread over the"
                        + " configurations, which all sites share.")
                .table(
                        "Thermal averages of every RBM; autocorrelation: time of the energy, in Gibbs steps",
                        RBMS.only(
                                "energy",
                                "specificHeat",
                                "absoluteMagnetization",
                                "variance",
                                "autocorrelation",
                                "seconds"),
                        rows)
                .lines(chart());
    }

    /** Returns rows of all RBMs, without the exact values. */
    List<Row> rbms() {
        return kinds.stream().flatMap(kind -> rbms(kind).stream()).toList();
    }

    private static List<Row> rbms(Kind kind) {
        List<Row> rows = new ArrayList<>();
        kind.rbms().forEach(rbm -> rows.add(new Row(kind, rows.size() + 1, Optional.of(rbm))));
        return rows;
    }

    /** Returns exact values with five digits and others rounded to their errors. */
    private static String digits(Estimate value) {
        return value.bound() == Estimate.Bound.EXACT ? digits(value.value()) : EstimateText.number(value);
    }

    private static String digits(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.5g", value);
    }

    private LineChart chart() {
        Map<Integer, List<Point>> points = new TreeMap<>();
        for (Kind kind : kinds) {
            double[] divergence = kind.rbms().stream()
                    .mapToDouble(rbm -> rbm.divergence().value())
                    .sorted()
                    .toArray();
            points.computeIfAbsent(kind.hidden(), hidden -> new ArrayList<>())
                    .add(new Point(
                            kind.temperature(),
                            Median.of(divergence),
                            divergence[0],
                            divergence[divergence.length - 1]));
        }
        return new LineChart(
                "Divergence by temperature: median, smallest and largest of the seeds",
                Axis.linear("temperature", "J / k_B"),
                Axis.linear("KL", "nats"),
                points.entrySet().stream()
                        .map(entry -> new Series(entry.getKey() + " hidden", entry.getValue()))
                        .toList());
    }
}
