package io.dbn4j.rg.experiment;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.experiment.LayerAudit.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The report page and the tables of {@link LayerAudit}. */
record LayerAuditReport(LayerAudit audit, Map<Course, AuditedStack> stacks) {

    /**
     * An RBM of a stack.
     *
     * @param layer from 1
     */
    private record Layer(Course course, AuditedStack stack, int layer) {

        Rbm rbm() {
            return stack.rbms().get(layer - 1);
        }

        double freeEnergy() {
            return stack.freeEnergies().get(layer - 1);
        }

        /** Returns a number of the step to the next RBM; empty for the top RBM. */
        OptionalDouble step(ToDoubleFunction<AuditedStack.Step> number) {
            return stack.steps().stream().skip(layer - 1L).mapToDouble(number).findFirst();
        }
    }

    private static final Table<Layer> LAYERS = Table.<Layer>of("layers")
            .digits("%.12g")
            .text("stack", "stack", layer -> layer.course.label())
            .label("RBM", layer -> layer.rbm().visible() + "-" + layer.rbm().hidden())
            .whole("layer", Layer::layer)
            .whole("visible", layer -> layer.rbm().visible())
            .whole("hidden", layer -> layer.rbm().hidden())
            .number("freeEnergy", "F", "%.6f", Layer::freeEnergy)
            .label("F / units", LayerAuditReport::perUnit)
            .optional("onData", "dF(Q) to the next", "%.3g", layer -> layer.step(AuditedStack.Step::onData))
            .optional("onModel", "dF(P)", "%.3g", layer -> layer.step(AuditedStack.Step::onModel))
            .optional("variance", "Var_Q", "%.3g", layer -> layer.step(AuditedStack.Step::variance));

    private static final Table<Map.Entry<Course, AuditedStack>> STACKS = Table.<Map.Entry<Course, AuditedStack>>of(
                    "stacks")
            .text("stack", "stack", entry -> entry.getKey().label())
            .number(
                    "gain",
                    "gain of the bound",
                    "%+.5f",
                    entry -> entry.getValue().gain())
            .estimate(
                    "gainByDraws",
                    "by draws",
                    EstimateText::change,
                    entry -> entry.getValue().measuredGain())
            .number("bound", "bound", "%.5f", entry -> entry.getValue().bound())
            .number("logLikelihood", "log p", "%.5f", entry -> entry.getValue().logLikelihood())
            .number(
                    "divergence",
                    "KL to the data",
                    "%.5f",
                    entry -> -entry.getValue().dataEntropy() - entry.getValue().logLikelihood());

    void addTo(Report page) {
        page.table("Layer by layer, all sums exact, in nats", LAYERS, layers())
                .table(
                        "Gain and likelihood of each stack, in nats; by draws with standard errors",
                        STACKS,
                        List.copyOf(stacks.entrySet()))
                .lines(chart("Gain of the variational bound", AuditedStack::gain))
                .lines(chart(
                        "Divergence of the lower RBM's hidden states, summed over all steps",
                        stack -> -stack.steps().stream()
                                .mapToDouble(AuditedStack.Step::onModel)
                                .sum()));
    }

    private List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        stacks.forEach((course, stack) -> {
            for (int layer = 1; layer <= stack.rbms().size(); layer++) {
                layers.add(new Layer(course, stack, layer));
            }
        });
        return layers;
    }

    private static String perUnit(Layer layer) {
        return String.format(
                Locale.ROOT,
                "%.6f",
                layer.freeEnergy() / (layer.rbm().visible() + layer.rbm().hidden()));
    }

    private LineChart chart(String title, ToDoubleFunction<AuditedStack> number) {
        List<Series> series = new ArrayList<>();
        for (boolean tied : new boolean[] {true, false}) {
            List<Point> points = new ArrayList<>();
            stacks.forEach((course, stack) -> {
                if (course.tied() == tied && course.gamma() > 0) {
                    points.add(Point.at(course.gamma(), number.applyAsDouble(stack)));
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

    /**
     * Returns the result of the likelihood alone as a horizontal line, because its weight 0 has no place on a
     * logarithmic axis.
     */
    private Series withoutMatching(boolean tied, ToDoubleFunction<AuditedStack> number) {
        List<Point> points = new ArrayList<>();
        stacks.forEach((course, stack) -> {
            if (course.tied() == tied && course.trained() && course.gamma() == 0) {
                for (double gamma : audit.gammas()) {
                    points.add(Point.at(gamma, number.applyAsDouble(stack)));
                }
            }
        });
        return new Series((tied ? "tied start" : "random start") + ", likelihood alone", points);
    }
}
