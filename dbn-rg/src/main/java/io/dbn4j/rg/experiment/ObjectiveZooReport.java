package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.rg.experiment.KnownRing.Deviation;
import io.dbn4j.rg.experiment.ObjectiveZoo.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The page and the table of {@link ObjectiveZoo}. */
record ObjectiveZooReport(ObjectiveZoo zoo, KnownRing truth, Map<Entry, List<Deviation>> found, Finding finding) {

    /** Divergences closer than this belong to one optimum, in nats. */
    private static final double SAME_OPTIMUM = 1e-6;

    void write(Run run) {
        List<List<String>> rows = new ArrayList<>();
        found.forEach((entry, outcomes) -> rows.add(List.of(
                entry.name(),
                format("%.3g", smallest(outcomes)),
                format("%.3g", median(outcomes, Deviation::divergence)),
                format("%.3g", largest(outcomes)),
                atSmallest(outcomes) + " of " + outcomes.size(),
                format("%.4g", median(outcomes, Deviation::freeEnergyDifference)),
                format("%.3g", median(outcomes, Deviation::variance)),
                format("%.4f", median(outcomes, Deviation::neighbours)))));
        Report page = Report.of(String.format(
                        Locale.ROOT, "Objectives on a ring of %d spins, K = %s", zoo.spins(), zoo.coupling()))
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        String.format(
                                Locale.ROOT,
                                "Every objective from %d starts; neighbors of the ring are correlated by %.4f",
                                zoo.seeds(),
                                truth.neighbours()),
                        List.of(
                                "objective",
                                "KL: least",
                                "median",
                                "most (nats)",
                                "starts at least",
                                "F - F_t (nats)",
                                "Var (H_t - H)",
                                "neighbors"),
                        rows)
                .text(
                        "Starts of one objective may end in different optima, so there is no mean over starts. \"Starts at"
                                + " least\" counts those within 1e-6 nats of the least KL. The last three columns are medians.")
                .lines(chart());
        CheckTable.end(page, run, finding);
    }

    private static long atSmallest(List<Deviation> outcomes) {
        double smallest = smallest(outcomes);
        return outcomes.stream()
                .filter(o -> o.divergence() - smallest <= SAME_OPTIMUM)
                .count();
    }

    private static double smallest(List<Deviation> outcomes) {
        return outcomes.stream().mapToDouble(Deviation::divergence).min().orElseThrow();
    }

    private static double largest(List<Deviation> outcomes) {
        return outcomes.stream().mapToDouble(Deviation::divergence).max().orElseThrow();
    }

    private static double median(List<Deviation> outcomes, ToDoubleFunction<Deviation> number) {
        return Median.of(outcomes.stream().mapToDouble(number).toArray());
    }

    private LineChart chart() {
        Map<String, List<Deviation>> byName = new LinkedHashMap<>();
        found.forEach((entry, outcomes) -> byName.put(entry.name(), outcomes));
        List<Series> series = new ArrayList<>();
        for (boolean normalised : new boolean[] {true, false}) {
            List<Point> points = new ArrayList<>();
            for (double gamma : ObjectiveZoo.GAMMAS) {
                String name = ObjectiveZoo.hybrid(gamma, normalised);
                List<Deviation> outcomes = Objects.requireNonNull(byName.get(name), name);
                points.add(new Point(
                        gamma, median(outcomes, Deviation::divergence), smallest(outcomes), largest(outcomes)));
            }
            series.add(new Series(normalised ? "hidden-normalized energy" : "plain energy", points));
        }
        return new LineChart(
                "The square of the bare difference as penalty makes the model worse (median, smallest and largest)",
                Axis.logarithmic("weight of the penalty", ""),
                Axis.linear("KL", "nats"),
                series);
    }

    String csv() {
        StringBuilder csv = new StringBuilder(
                "objective,hidden,start,divergence,reverseDivergence,freeEnergyDifference,variance,neighbours,norm\n");
        found.forEach((entry, outcomes) -> {
            for (int start = 0; start < outcomes.size(); start++) {
                Deviation o = outcomes.get(start);
                csv.append(String.format(
                        Locale.ROOT,
                        "\"%s\",%d,%d,%.12g,%.12g,%.12g,%.12g,%.12g,%.12g\n",
                        entry.name(),
                        entry.hidden(),
                        start + 1,
                        o.divergence(),
                        o.reverseDivergence(),
                        o.freeEnergyDifference(),
                        o.variance(),
                        o.neighbours(),
                        o.norm()));
            }
        });
        return csv.toString();
    }

    private static String format(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
