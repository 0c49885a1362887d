package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A choice of the strength of a penalty on the weights by the L-curve: the corner of the curve of misfit against weight
 * norm, both logarithmic, as the strength grows.
 *
 * <p>Left of the corner the misfit grows while the norm hardly falls; right of it the norm grows while the misfit
 * hardly falls. The corner is the point with the smallest circle through it and its two neighbors:
 *
 * <pre>
 *   curvature = 4 A / (a b c),   A the signed area and a, b, c the sides of the triangle of three points
 * </pre>
 *
 * <p>The corner is a heuristic. If the misfit is known on held-out data, its minimum is better, and the result says how
 * much worse the corner is. Noise in the misfit moves the corner; more {@code seeds} reduce it.
 *
 * @param experiment name of a preset, or a file of an experiment
 * @param settings settings that are changed in it, by path
 * @param strength path of the setting that is the strength of the penalty
 * @param from smallest strength
 * @param to largest strength
 * @param points number of strengths, at least 5
 * @param misfit score that measures the misfit; positive if minimized, negative if maximized
 * @param norm name of the number of a run that is the norm of its weights
 * @param seeds number of runs for each strength
 * @param workers number of runs at the same time; changes no result
 * @param runMinutes time after which a run is stopped and its strength left out
 */
@Reference(
        authors = "P. C. Hansen",
        title = "Analysis of discrete ill-posed problems by means of the L-curve",
        venue = "SIAM Review 34",
        year = 1992,
        url = "https://doi.org/10.1137/1034115")
@JsonTypeName("l-curve")
public record LCurve(
        String experiment,
        Map<String, Object> settings,
        String strength,
        double from,
        double to,
        int points,
        Score misfit,
        String norm,
        int seeds,
        int workers,
        double runMinutes)
        implements Experiment {

    public LCurve {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Check.atLeast(5, points, "points");
        sweep(experiment, settings, strength, from, to, points, misfit, norm, seeds, workers, runMinutes);
    }

    private static ExperimentSweep sweep(
            String experiment,
            Map<String, Object> settings,
            String strength,
            double from,
            double to,
            int points,
            Score misfit,
            String norm,
            int seeds,
            int workers,
            double runMinutes) {
        return new ExperimentSweep(
                experiment,
                settings,
                Map.of(strength, new Axis.Logarithmic(from, to)),
                new GridSearch(points),
                misfit,
                Map.of(norm, Double.POSITIVE_INFINITY),
                seeds,
                0,
                workers,
                runMinutes,
                0);
    }

    private ExperimentSweep sweep() {
        return sweep(experiment, settings, strength, from, to, points, misfit, norm, seeds, workers, runMinutes);
    }

    @Override
    public void requireInputs(ExperimentList experiments) {
        sweep().requireInputs(experiments, "strength");
    }

    /** A point of the L-curve for one strength; the curvature is NaN at the ends. */
    public record Point(double strength, Estimate misfit, Estimate norm, double curvature) {}

    /**
     * The result of the search for the corner.
     *
     * @param corner strength at the corner; NaN if the curve has no corner
     * @param best strength with the smallest misfit
     * @param regret misfit at the corner divided by the smallest misfit; NaN without a corner
     * @param points points from the smallest strength to the largest
     */
    public record Outcome(double corner, double best, double regret, List<Point> points) implements Result {

        public Outcome {
            points = List.copyOf(points);
        }

        @Override
        public String headline() {
            return Double.isNaN(corner)
                    ? "no corner"
                    : String.format(Locale.ROOT, "corner at %.3g, misfit %.2f times the smallest", corner, regret);
        }
    }

    @Override
    public Outcome run(Run run) {
        SweepOutcome found = sweep().run(run);
        List<Point> curve = curve(found.trials().stream()
                .filter(Trial::isRanked)
                .sorted(Comparator.comparing(this::strength))
                .toList());
        Check.require(curve.size() > 2, "an L-curve needs 3 strengths with a misfit, had %d", curve.size());
        Point best = Collections.min(curve, Comparator.comparing(point -> positive(point.misfit)));
        Outcome outcome = corner(curve)
                .map(corner -> new Outcome(
                        corner.strength, best.strength, positive(corner.misfit) / positive(best.misfit), curve))
                .orElse(new Outcome(Double.NaN, best.strength, Double.NaN, curve));
        Report.ofRun(run, "L-curve of " + experiment, page -> addTo(page, outcome));
        return outcome;
    }

    /** Returns the point where the curve bends most toward less norm and less misfit. */
    static Optional<Point> corner(List<Point> curve) {
        return curve.stream().filter(point -> point.curvature > 0).max(Comparator.comparing(Point::curvature));
    }

    private double strength(Trial trial) {
        return Double.parseDouble(Objects.requireNonNull(trial.values().get(strength)));
    }

    /** Returns the misfit as a positive number that is to be small. */
    private double positive(Estimate value) {
        double small = misfit.isMinimized() ? value.value() : -value.value();
        Check.require(small > 0, "%s must have a logarithm, but the misfit was %s", misfit.label(), value.value());
        return small;
    }

    private List<Point> curve(List<Trial> trials) {
        List<Point> curve = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            boolean end = i == 0 || i == trials.size() - 1;
            double curvature =
                    end ? Double.NaN : curvature(place(trials.get(i - 1)), place(trial), place(trials.get(i + 1)));
            curve.add(new Point(strength(trial), trial.score(), normOf(trial), curvature));
        }
        return curve;
    }

    private Estimate normOf(Trial trial) {
        return Objects.requireNonNull(trial.limited().get(norm));
    }

    private double[] place(Trial trial) {
        return new double[] {Math.log(normOf(trial).value()), Math.log(positive(trial.score()))};
    }

    /** Returns the signed curvature: positive where the path from the first to the last point turns right. */
    static double curvature(double[] first, double[] middle, double[] last) {
        double a = Math.hypot(middle[0] - first[0], middle[1] - first[1]);
        double b = Math.hypot(last[0] - middle[0], last[1] - middle[1]);
        double c = Math.hypot(last[0] - first[0], last[1] - first[1]);
        double twiceArea =
                (last[0] - first[0]) * (middle[1] - first[1]) - (middle[0] - first[0]) * (last[1] - first[1]);
        return a * b * c == 0 ? 0 : 2 * twiceArea / (a * b * c);
    }

    private Table<Point> table(double corner) {
        return Table.<Point>of("curve")
                .number("strength", strength, "%s", Point::strength)
                .estimate("misfit", misfit.label(), EstimateText::withError, Point::misfit)
                .estimate("norm", norm, EstimateText::withError, Point::norm)
                .number("curvature", "curvature", "%.3g", Point::curvature)
                .text("corner", "", point -> point.strength == corner ? "corner" : "");
    }

    private void addTo(Report page, Outcome outcome) {
        page.text(outcome.headline() + "; smallest misfit at %s".formatted(outcome.best))
                .lines(chart(
                        "Misfit against weight norm",
                        LineChart.Axis.logarithmic(norm, ""),
                        line(outcome.points, point -> point.norm.value())))
                .lines(chart(
                        "Misfit by strength",
                        LineChart.Axis.logarithmic(strength, ""),
                        line(outcome.points, Point::strength)))
                .table(
                        String.format(Locale.ROOT, "Means over %d seeds with standard errors", seeds),
                        table(outcome.corner),
                        outcome.points);
    }

    /** Returns the misfits with their standard errors. */
    private List<LineChart.Point> line(List<Point> points, ToDoubleFunction<Point> x) {
        return points.stream()
                .map(point -> {
                    double y = positive(point.misfit);
                    double error = point.misfit.standardError();
                    return new LineChart.Point(x.applyAsDouble(point), y, y - error, y + error);
                })
                .toList();
    }

    private LineChart chart(String title, LineChart.Axis x, List<LineChart.Point> points) {
        return new LineChart(
                title, x, LineChart.Axis.logarithmic(misfit.label(), ""), List.of(new Series(misfit.label(), points)));
    }
}
