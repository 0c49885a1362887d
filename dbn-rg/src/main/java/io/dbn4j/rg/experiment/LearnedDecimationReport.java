package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.rg.coarse.DecimationRbm;
import io.dbn4j.rg.experiment.LearnedDecimation.Layer;
import io.dbn4j.rg.experiment.LearnedDecimation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The page and the table of {@link LearnedDecimation}. */
record LearnedDecimationReport(
        LearnedDecimation settings, List<Layer> stack, List<Outcome> built, List<Outcome> learned, Finding finding) {

    void write(Run run) {
        List<String> header = List.of(
                "", "KL (nats)", "decimates", "weights", "copied", "coupling", "largest error", "largest other");
        Report page = Report.of("Decimation, built and learned")
                .claim(finding.evidence(), finding.verdict().text())
                .text("Copying is certain only for infinite weights. The ring has the exact step as a factorization of"
                        + " its distribution; the training knows nothing of renormalization.")
                .table(
                        String.format(
                                Locale.ROOT,
                                "Learned by likelihood, %d spins and %d hidden",
                                settings.spins(),
                                settings.spins() / 2),
                        header,
                        learned.stream().map(LearnedDecimationReport::cells).toList())
                .text(String.format(
                        Locale.ROOT,
                        "Columns: KL from the ring; whether the RBM decimates; smallest ratio of a unit's largest weight to its"
                                + " next; how often a unit is the spin of that weight; mean coupling of the hidden spins, which is"
                                + " %.8f after decimation; largest deviation from it; largest other coupling.",
                        DecimationRbm.coupling(settings.coupling())))
                .table(
                        "Built to decimate: 8 spins, copied with weight w",
                        header,
                        built.stream().map(LearnedDecimationReport::cells).toList())
                .lines(chart())
                .table(
                        "The account of log Z while every second spin is summed out",
                        List.of("spins", "K", "constant (nats)", "log Z of the rest", "sum"),
                        stack.stream().map(LearnedDecimationReport::cells).toList());
        CheckTable.end(page, run, finding);
    }

    private static List<String> cells(Layer layer) {
        return List.of(
                String.valueOf(layer.spins()),
                format("%.9f", layer.coupling()),
                format("%.10f", layer.constant()),
                format("%.10f", layer.rest()),
                format("%.13f", layer.constant() + layer.rest()));
    }

    private static List<String> cells(Outcome o) {
        return List.of(
                o.name(),
                format("%.3g", o.divergence()),
                o.decimates() ? "yes" : "no",
                format("%.3g", o.smallestDominance()),
                format("%.6f", o.copied()),
                format("%.8f", o.neighbours()),
                format("%.1e", o.largestError()),
                format("%.1e", o.largestOther()));
    }

    private LineChart chart() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < built.size(); i++) {
            points.add(new Point(LearnedDecimation.COPYING[i], built.get(i).divergence(), Double.NaN, Double.NaN));
        }
        return new LineChart(
                "The visible spins become the ring as copying becomes certain",
                Axis.linear("w", ""),
                Axis.logarithmic("KL", "nats"),
                List.of(new Series("8 spins, 4 hidden", points)));
    }

    String csv() {
        StringBuilder csv = new StringBuilder(
                "rbm,divergence,anchoredFreeEnergy,smallestDominance,copied,oneSublattice,hiddenCoupling,largestError,largestOther\n");
        Stream.concat(built.stream(), learned.stream())
                .forEach(o -> csv.append(String.format(
                        Locale.ROOT,
                        "%s,%.6g,%.9f,%.6g,%.9f,%b,%.15g,%.3g,%.3g\n",
                        o.name(),
                        o.divergence(),
                        o.anchored(),
                        o.smallestDominance(),
                        o.copied(),
                        o.oneSublattice(),
                        o.neighbours(),
                        o.largestError(),
                        o.largestOther())));
        return csv.toString();
    }

    private static String format(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
