package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.experiment.McrgVerdict.Comparison;
import io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup;
import io.dbn4j.rg.mcrg.SpinOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report page and the tables of {@link Mcrg}. */
record McrgReport(Mcrg settings, McrgVerdict verdict) {

    /** A row for an exponent of a kernel after a step. */
    record Exponent(String kernel, int step, boolean magnetic, int operators, Estimate value) {}

    /** A row for a kernel after a step. */
    private record Step(String kernel, int step, MonteCarloRenormalizationGroup group) {}

    static final Table<Exponent> EXPONENTS = Table.<Exponent>of("exponents")
            .digits("%.6f")
            .text("kernel", Exponent::kernel)
            .whole("step", Exponent::step)
            .text("exponent", row -> row.magnetic ? "y_H" : "y_T")
            .whole("operators", Exponent::operators)
            .number("value", row -> row.value.value())
            .number("standardError", row -> row.value.standardError());

    private static final Table<Step> STEPS = Table.<Step>of("steps")
            .text("kernel", "kernel", Step::kernel)
            .whole("step", "step", Step::step)
            .estimate("thermal1", "y_T, 1 operator", row -> row.group.thermalExponent(row.step, 1))
            .estimate("thermal4", "y_T, 4", row -> row.group.thermalExponent(row.step, McrgVerdict.OPERATORS))
            .estimate("magnetic1", "y_H, 1 operator", row -> row.group.magneticExponent(row.step, 1))
            .estimate("magnetic4", "y_H, 4", row -> row.group.magneticExponent(row.step, McrgVerdict.OPERATORS));

    private static final Table<Comparison> COMPARISONS = Table.<Comparison>of("comparisons")
            .text("exponent", "kernel, step, exponent", Comparison::label)
            .estimate("found", "this run", Comparison::found)
            .estimate("known", "known", row -> row.known().estimate())
            .number("standardErrors", "combined standard errors", "%+.1f", Comparison::deviation);

    void addTo(Report page) {
        page.table(
                        String.format(
                                Locale.ROOT, "%d configurations; exact: y_T = 1, y_H = 1.875", settings.samples()),
                        STEPS,
                        steps())
                .text("Errors are statistical only. p* = 0.76598 is the best parameter of Kadanoff's variational"
                        + " scheme at the"
                        + " fixed point with equal nearest and next-nearest couplings.")
                .lines(chart(true, "y_H", McrgVerdict.MAGNETIC, "The magnetic exponent distinguishes the kernels"))
                .lines(chart(false, "y_T", McrgVerdict.THERMAL, "The thermal exponent"));
        List<Comparison> comparisons = verdict.comparisons();
        if (!comparisons.isEmpty()) {
            page.table("Exponents of another program, " + References.MCRG_SCRIPT, COMPARISONS, comparisons);
        }
        page.text(String.format(
                        Locale.ROOT,
                        "Even operators: %s. Odd operators: %s. Each is summed with its rotations and reflections.",
                        SpinOperator.EVEN,
                        SpinOperator.ODD))
                .text(String.format(
                        Locale.ROOT,
                        "Weights of the filter by maximum likelihood: %s, bias %.1e.",
                        verdict.learned().weights().stream()
                                .map(weight -> String.format(Locale.ROOT, "%.4f", weight))
                                .toList(),
                        verdict.learned().bias()));
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        verdict.groups().forEach((name, group) -> {
            for (int step = 1; step <= settings.steps(); step++) {
                steps.add(new Step(name, step, group));
            }
        });
        return steps;
    }

    List<Exponent> exponents() {
        List<Exponent> exponents = new ArrayList<>();
        for (Step row : steps()) {
            for (boolean magnetic : new boolean[] {false, true}) {
                for (int operators = 1; operators <= McrgVerdict.OPERATORS; operators++) {
                    Estimate found = McrgVerdict.exponent(row.group, magnetic, row.step, operators);
                    exponents.add(new Exponent(row.kernel, row.step, magnetic, operators, found));
                }
            }
        }
        return exponents;
    }

    private LineChart chart(boolean magnetic, String exponent, double exact, String title) {
        List<Series> series = new ArrayList<>();
        verdict.groups().forEach((name, group) -> {
            List<Point> points = new ArrayList<>();
            for (int step = 1; step <= settings.steps(); step++) {
                Estimate found = McrgVerdict.exponent(group, magnetic, step, McrgVerdict.OPERATORS);
                points.add(new Point(step, found.value(), found.low(), found.high()));
            }
            series.add(new Series(name, points));
        });
        series.add(new Series(
                "exact",
                List.of(
                        new Point(1, exact, Double.NaN, Double.NaN),
                        new Point(settings.steps(), exact, Double.NaN, Double.NaN))));
        return new LineChart(title, Axis.linear("step", ""), Axis.linear(exponent, ""), series);
    }
}
