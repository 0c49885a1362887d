package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.mcrg.SpinOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page and the table of {@link Mcrg}. */
record McrgReport(Mcrg settings, McrgVerdict verdict, Finding finding) {

    void write(Run run) {
        Report page = Report.of(String.format(
                        Locale.ROOT,
                        "Monte Carlo renormalization of %d x %d critical spins",
                        settings.side(),
                        settings.side()))
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        String.format(
                                Locale.ROOT, "%d configurations; exact: y_T = 1, y_H = 1.875", settings.samples()),
                        List.of("kernel", "step", "y_T, 1 operator", "y_T, 4", "y_H, 1 operator", "y_H, 4"),
                        exponents())
                .text(
                        "Errors are statistical only. p* = 0.76598 is the best parameter of Kadanoff's variational scheme at his"
                                + " fixed point, whose nearest and next-nearest couplings are equal.")
                .lines(chart(true, "y_H", McrgVerdict.MAGNETIC, "The magnetic exponent tells kernels apart"))
                .lines(chart(false, "y_T", McrgVerdict.THERMAL, "The thermal exponent"));
        comparisons(page);
        page.text(String.format(
                        Locale.ROOT,
                        "Even operators: %s. Odd operators: %s. Each with its rotations and reflections.",
                        SpinOperator.EVEN,
                        SpinOperator.ODD))
                .text(String.format(
                        Locale.ROOT,
                        "Weights that maximum likelihood gave the filter: %s, bias %.1e.",
                        verdict.learned().weights().stream()
                                .map(weight -> String.format(Locale.ROOT, "%.4f", weight))
                                .toList(),
                        verdict.learned().bias()));
        CheckTable.end(page, run, finding);
    }

    private List<List<String>> exponents() {
        List<List<String>> rows = new ArrayList<>();
        verdict.groups().forEach((name, group) -> {
            for (int step = 1; step <= settings.steps(); step++) {
                rows.add(List.of(
                        name,
                        String.valueOf(step),
                        EstimateText.number(group.thermalExponent(step, 1)),
                        EstimateText.number(group.thermalExponent(step, McrgVerdict.OPERATORS)),
                        EstimateText.number(group.magneticExponent(step, 1)),
                        EstimateText.number(group.magneticExponent(step, McrgVerdict.OPERATORS))));
            }
        });
        return rows;
    }

    private void comparisons(Report page) {
        List<List<String>> rows = verdict.comparisons().stream()
                .map(comparison -> List.of(
                        comparison.label(),
                        EstimateText.number(comparison.found()),
                        EstimateText.number(Estimate.normal(
                                comparison.known().value(), comparison.known().error(), "", 0, 0)),
                        String.format(Locale.ROOT, "%+.1f", comparison.deviation())))
                .toList();
        if (!rows.isEmpty()) {
            page.table(
                    "Exponents of another program, " + References.MCRG_SCRIPT,
                    List.of("kernel, step, exponent", "this run", "known", "combined standard errors"),
                    rows);
        }
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

    String csv() {
        StringBuilder csv = new StringBuilder("kernel,step,exponent,operators,value,standardError\n");
        verdict.groups().forEach((name, group) -> {
            for (int step = 1; step <= settings.steps(); step++) {
                for (boolean magnetic : new boolean[] {false, true}) {
                    for (int operators = 1; operators <= McrgVerdict.OPERATORS; operators++) {
                        Estimate found = McrgVerdict.exponent(group, magnetic, step, operators);
                        csv.append(String.format(
                                Locale.ROOT,
                                "%s,%d,%s,%d,%.6f,%.6f\n",
                                name,
                                step,
                                magnetic ? "y_H" : "y_T",
                                operators,
                                found.value(),
                                found.standardError()));
                    }
                }
            }
        });
        return csv.toString();
    }
}
