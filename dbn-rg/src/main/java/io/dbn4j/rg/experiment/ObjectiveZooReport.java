package io.dbn4j.rg.experiment;

import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.experiment.KnownRing.Deviation;
import io.dbn4j.rg.experiment.ObjectiveZoo.Kind;
import io.dbn4j.rg.experiment.ObjectiveZoo.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The report page and the tables of {@link ObjectiveZoo}. */
record ObjectiveZooReport(ObjectiveZoo zoo, KnownRing truth, Map<Kind, Outcomes> found) {

    /** Largest difference of divergences that belong to one optimum, in nats. */
    private static final double SAME_OPTIMUM = 1e-6;

    /** A training from one start; starts are counted from 1. */
    record Start(Kind kind, int number, Deviation found) {}

    static final Table<Start> STARTS = Table.<Start>of("objectives")
            .text("objective", start -> start.kind.label())
            .whole("hidden", start -> start.kind.hidden())
            .whole("start", Start::number)
            .digits("%.12g")
            .number("divergence", start -> start.found.divergence())
            .number("reverseDivergence", start -> start.found.reverseDivergence())
            .number("freeEnergyDifference", start -> start.found.freeEnergyDifference())
            .number("variance", start -> start.found.variance())
            .number("neighbors", start -> start.found.neighbors())
            .number("norm", start -> start.found.norm());

    private static final Table<Outcomes> OBJECTIVES = Table.<Outcomes>of("objectives-over-starts")
            .text("objective", "objective", outcomes -> outcomes.kind().label())
            .number("leastDivergence", "KL: least", "%.3g", outcomes -> outcomes.least(Deviation::divergence))
            .number("medianDivergence", "median", "%.3g", outcomes -> outcomes.median(Deviation::divergence))
            .number("mostDivergence", "most (nats)", "%.3g", outcomes -> outcomes.most(Deviation::divergence))
            .whole("startsAtLeast", ObjectiveZooReport::atLeast)
            .label(
                    "starts at least",
                    outcomes -> atLeast(outcomes) + " of " + outcomes.starts().size())
            .number("freeEnergyDifference", "F - F_t (nats)", "%.4g", o -> o.median(Deviation::freeEnergyDifference))
            .number("variance", "Var (H_t - H)", "%.3g", outcomes -> outcomes.median(Deviation::variance))
            .number("neighbors", "neighbors", "%.4f", outcomes -> outcomes.median(Deviation::neighbors));

    void addTo(Report page) {
        page.table(
                        String.format(
                                Locale.ROOT,
                                "Every objective from %d starts; the correlation of neighbors on the ring is %.4f",
                                zoo.seeds(),
                                truth.neighbors()),
                        OBJECTIVES,
                        List.copyOf(found.values()))
                .text(
                        "Starts of one objective may end in different optima, so there is no mean over starts. \"Starts at"
                                + " least\" counts those within 1e-6 nats of the least KL. The last three columns are medians.")
                .lines(chart());
    }

    List<Start> starts() {
        List<Start> starts = new ArrayList<>();
        found.forEach((kind, outcomes) -> outcomes.starts()
                .forEach(deviation -> starts.add(new Start(kind, 1 + starts.size() % zoo.seeds(), deviation))));
        return starts;
    }

    private static long atLeast(Outcomes outcomes) {
        double least = outcomes.least(Deviation::divergence);
        return outcomes.starts().stream()
                .filter(start -> start.divergence() - least <= SAME_OPTIMUM)
                .count();
    }

    private LineChart chart() {
        return new LineChart(
                "The square of the bare difference as a penalty makes the model worse (median, smallest and largest)",
                Axis.logarithmic("weight of the penalty", ""),
                Axis.linear("KL", "nats"),
                List.of(
                        series("hidden-normalized energy", Kind.PENALTIES),
                        series("plain energy", Kind.PLAIN_PENALTIES)));
    }

    private Series series(String name, List<Kind> penalties) {
        return new Series(
                name,
                penalties.stream()
                        .map(kind -> Objects.requireNonNull(found.get(kind)))
                        .map(outcomes -> new Point(
                                outcomes.kind().weight(),
                                outcomes.median(Deviation::divergence),
                                outcomes.least(Deviation::divergence),
                                outcomes.most(Deviation::divergence)))
                        .toList());
    }
}
