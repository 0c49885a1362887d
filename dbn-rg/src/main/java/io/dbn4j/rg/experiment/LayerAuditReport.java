package io.dbn4j.rg.experiment;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.LayerAudit.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The pages of {@link LayerAudit}. */
record LayerAuditReport(LayerAudit audit, Map<Course, AuditedStack> stacks, Finding finding) {

    void write(Run run) {
        Report page = Report.of(String.format(
                        Locale.ROOT,
                        "Free energies of a stack on a %d x %d Ising model, K = %s",
                        audit.side(),
                        audit.side(),
                        audit.coupling()))
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        "Layer by layer, all sums exact, in nats",
                        List.of("stack", "RBM", "F", "F / units", "dF(Q) to the next", "dF(P)", "Var_Q"),
                        layers())
                .table(
                        "What a stack is worth, in nats; draws with their standard error",
                        List.of("stack", "gain of the bound", "by draws", "bound", "log p", "KL to the data"),
                        worth())
                .lines(chart("Gain of the variational bound", AuditedStack::gain))
                .lines(chart(
                        "Divergence from the lower RBM's hidden states, all steps",
                        stack -> -stack.steps().stream()
                                .mapToDouble(AuditedStack.Step::onModel)
                                .sum()));
        CheckTable.end(page, run, finding);
    }

    private List<List<String>> layers() {
        List<List<String>> rows = new ArrayList<>();
        stacks.forEach((course, stack) -> {
            for (int l = 0; l < stack.rbms().size(); l++) {
                Rbm rbm = stack.rbms().get(l);
                double f = stack.freeEnergies().get(l);
                boolean top = l + 1 == stack.rbms().size();
                rows.add(List.of(
                        course.label(),
                        rbm.visible() + "-" + rbm.hidden(),
                        text("%.6f", f),
                        text("%.6f", f / (rbm.visible() + rbm.hidden())),
                        top ? "" : text("%.3g", stack.steps().get(l).onData()),
                        top ? "" : text("%.3g", stack.steps().get(l).onModel()),
                        top ? "" : text("%.3g", stack.steps().get(l).variance())));
            }
        });
        return rows;
    }

    private List<List<String>> worth() {
        List<List<String>> rows = new ArrayList<>();
        stacks.forEach((course, stack) -> {
            Estimate measured = stack.measuredGain();
            rows.add(List.of(
                    course.label(),
                    text("%+.5f", stack.gain()),
                    EstimateText.change(measured),
                    text("%.5f", stack.bound()),
                    text("%.5f", stack.logLikelihood()),
                    text("%.5f", -stack.dataEntropy() - stack.logLikelihood())));
        });
        return rows;
    }

    private LineChart chart(String title, ToDoubleFunction<AuditedStack> number) {
        List<Series> series = new ArrayList<>();
        for (boolean tied : new boolean[] {true, false}) {
            List<Point> points = new ArrayList<>();
            stacks.forEach((course, stack) -> {
                if (course.tied() == tied && course.gamma() > 0) {
                    points.add(new Point(course.gamma(), number.applyAsDouble(stack), Double.NaN, Double.NaN));
                }
            });
            series.add(new Series(tied ? "tied start" : "random start", points));
            series.add(withoutMatching(tied, number));
        }
        return new LineChart(
                title,
                Axis.logarithmic("weight of the matching of free energies", ""),
                Axis.linear(title.equals("Gain of the variational bound") ? "dF(Q)" : "-dF(P)", "nats"),
                series);
    }

    /** The likelihood alone has no place on a logarithmic axis of weights: a level line. */
    private Series withoutMatching(boolean tied, ToDoubleFunction<AuditedStack> number) {
        List<Point> points = new ArrayList<>();
        stacks.forEach((course, stack) -> {
            if (course.tied() == tied && course.trained() && course.gamma() == 0) {
                for (double gamma : audit.gammas()) {
                    points.add(new Point(gamma, number.applyAsDouble(stack), Double.NaN, Double.NaN));
                }
            }
        });
        return new Series((tied ? "tied start" : "random start") + ", likelihood alone", points);
    }

    static String csv(Map<Course, AuditedStack> stacks) {
        StringBuilder csv = new StringBuilder("stack,layer,visible,hidden,freeEnergy,onData,onModel,variance\n");
        stacks.forEach((course, stack) -> {
            for (int l = 0; l < stack.rbms().size(); l++) {
                Rbm rbm = stack.rbms().get(l);
                String step = l + 1 == stack.rbms().size()
                        ? ",,"
                        : text(
                                "%.12g,%.12g,%.12g",
                                stack.steps().get(l).onData(),
                                stack.steps().get(l).onModel(),
                                stack.steps().get(l).variance());
                csv.append(text(
                        "\"%s\",%d,%d,%d,%.12g,%s\n",
                        course.label(),
                        l + 1,
                        rbm.visible(),
                        rbm.hidden(),
                        stack.freeEnergies().get(l),
                        step));
            }
        });
        return csv.toString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
