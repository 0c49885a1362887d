package io.dbn4j.rg.experiment;

import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.coarse.DecimationRbm;
import io.dbn4j.rg.experiment.LearnedDecimation.HiddenSpins;
import io.dbn4j.rg.experiment.LearnedDecimation.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report page and the tables of {@link LearnedDecimation}. */
record LearnedDecimationReport(
        LearnedDecimation settings, List<Layer> stack, List<HiddenSpins> built, List<HiddenSpins> learned) {

    static final Table<HiddenSpins> RBMS = Table.<HiddenSpins>of("rbms")
            .text("rbm", "", HiddenSpins::name)
            .digits("%.6g")
            .number("divergence", "KL (nats)", "%.3g", HiddenSpins::divergence)
            .label("decimates", outcome -> outcome.decimates() ? "yes" : "no")
            .digits("%.9f")
            .number("anchoredFreeEnergy", HiddenSpins::anchored)
            .digits("%.6g")
            .number("smallestDominance", "weights", "%.3g", HiddenSpins::smallestDominance)
            .digits("%.9f")
            .number("copied", "copied", "%.6f", HiddenSpins::copied)
            .text("oneSublattice", outcome -> String.valueOf(outcome.oneSublattice()))
            .digits("%.15g")
            .number("hiddenCoupling", "coupling", "%.8f", HiddenSpins::neighbors)
            .digits("%.3g")
            .number("largestError", "largest error", "%.1e", HiddenSpins::largestError)
            .number("largestOther", "largest other", "%.1e", HiddenSpins::largestOther);

    private static final Table<Layer> STACK = Table.<Layer>of("stack")
            .whole("spins", "spins", Layer::spins)
            .number("coupling", "K", "%.9f", Layer::coupling)
            .number("constant", "constant (nats)", "%.10f", Layer::constant)
            .number("logPartitionOfRest", "log Z of the rest", "%.10f", Layer::rest)
            .number("sum", "sum", "%.13f", layer -> layer.constant() + layer.rest());

    void addTo(Report page) {
        page.text("Copying is certain only for infinite weights. The exact step is a factorization of the ring's"
                        + " distribution; the training contains nothing of renormalization.")
                .table(
                        String.format(
                                Locale.ROOT,
                                "Learned by likelihood, %d spins and %d hidden",
                                settings.spins(),
                                settings.spins() / 2),
                        RBMS.look(),
                        learned)
                .text(String.format(
                        Locale.ROOT,
                        "Columns: KL from the ring; whether the RBM decimates; smallest ratio of a unit's largest"
                                + " weight to its"
                                + " next; how often a unit equals the spin of that weight; mean coupling of the"
                                + " hidden spins, which is"
                                + " %.8f after decimation; largest deviation from it; largest other coupling.",
                        DecimationRbm.coupling(settings.coupling())))
                .table("Built to decimate: 8 spins, copied with weight w", RBMS.look(), built)
                .lines(chart())
                .table("The account of log Z while every second spin is summed out", STACK, stack);
    }

    private LineChart chart() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < built.size(); i++) {
            points.add(Point.at(LearnedDecimation.COPYING[i], built.get(i).divergence()));
        }
        return new LineChart(
                "The visible spins become the ring as copying becomes certain",
                Axis.linear("w", ""),
                Axis.logarithmic("KL", "nats"),
                List.of(new Series("8 spins, 4 hidden", points)));
    }
}
