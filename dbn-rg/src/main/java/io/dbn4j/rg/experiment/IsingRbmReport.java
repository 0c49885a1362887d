package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.IsingRbm.Exact;
import io.dbn4j.rg.experiment.IsingRbm.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The pages and the table of {@link IsingRbm}. */
record IsingRbmReport(int side, List<Kind> kinds, Finding finding) {

    void write(Run run) {
        Report page = Report.of("RBMs that learn the Ising model, L = " + side)
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        "Divergence and couplings of every RBM beside the exact values",
                        List.of(
                                "",
                                "KL (nats)",
                                "neighbors: all states",
                                "in equilibrium",
                                "diagonals: all",
                                "in equil."),
                        couplings())
                .text("A coupling K_A is the mean of 2^-|A| sum (-F) prod s over the other spins: over all their states"
                        + " alike, or over equilibrium configurations. Only for an Ising model both are its K. The error of a mean coupling"
                        + " over all states is the spread over the lattice; in equilibrium it is that over the configurations, which"
                        + " all sites share.")
                .table(
                        "Thermal averages of every RBM; steps to forget: autocorrelation time of the energy",
                        List.of("", "E / N", "C / N", "|m|", "Var (F - H)", "steps to forget", "seconds"),
                        averages())
                .lines(chart());
        CheckTable.end(page, run, finding);
    }

    private List<List<String>> couplings() {
        List<List<String>> rows = new ArrayList<>();
        for (Kind kind : kinds) {
            String coupling = number(1 / kind.temperature());
            rows.add(List.of(kind.label() + ", exact", "0", coupling, coupling, "0", "0"));
            for (LearnedIsing rbm : kind.rbms()) {
                rows.add(List.of(
                        seed(kind, rbm),
                        EstimateText.number(rbm.divergence()),
                        EstimateText.number(rbm.neighbours().overAllStates()),
                        EstimateText.number(rbm.neighbours().inEquilibrium()),
                        EstimateText.number(rbm.diagonals().overAllStates()),
                        EstimateText.number(rbm.diagonals().inEquilibrium())));
            }
        }
        return rows;
    }

    private List<List<String>> averages() {
        List<List<String>> rows = new ArrayList<>();
        for (Kind kind : kinds) {
            Exact exact = kind.exact();
            rows.add(List.of(
                    kind.label() + ", exact",
                    number(exact.energy()),
                    number(exact.specificHeat()),
                    number(exact.magnetisation()),
                    "0",
                    "",
                    ""));
            for (LearnedIsing rbm : kind.rbms()) {
                rows.add(List.of(
                        seed(kind, rbm),
                        EstimateText.number(rbm.observables().energyPerSite()),
                        EstimateText.number(rbm.observables().specificHeatPerSite()),
                        EstimateText.number(rbm.observables().absoluteMagnetization()),
                        number(rbm.variance()),
                        number(rbm.autocorrelation()),
                        String.format(Locale.ROOT, "%.0f", rbm.seconds())));
            }
        }
        return rows;
    }

    private static String seed(Kind kind, LearnedIsing rbm) {
        return "RBM, seed " + (kind.rbms().indexOf(rbm) + 1);
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

    String csv() {
        StringBuilder csv =
                new StringBuilder("temperature,hidden,seed,divergence,divergenceError,variance,energy,energyError,"
                        + "specificHeat,specificHeatError,absoluteMagnetization,absoluteMagnetizationError,"
                        + "neighborsOverAllStates,neighborsInEquilibrium,diagonalsOverAllStates,diagonalsInEquilibrium,"
                        + "autocorrelation,seconds\n");
        for (Kind kind : kinds) {
            for (int seed = 0; seed < kind.rbms().size(); seed++) {
                LearnedIsing rbm = kind.rbms().get(seed);
                csv.append(String.format(Locale.ROOT, "%s,%d,%d", kind.temperature(), kind.hidden(), seed + 1));
                csv.append(withError(rbm.divergence())).append(',').append(rbm.variance());
                csv.append(withError(rbm.observables().energyPerSite()));
                csv.append(withError(rbm.observables().specificHeatPerSite()));
                csv.append(withError(rbm.observables().absoluteMagnetization()));
                csv.append(String.format(
                        Locale.ROOT,
                        ",%s,%s,%s,%s,%s,%s\n",
                        rbm.neighbours().overAllStates().value(),
                        rbm.neighbours().inEquilibrium().value(),
                        rbm.diagonals().overAllStates().value(),
                        rbm.diagonals().inEquilibrium().value(),
                        rbm.autocorrelation(),
                        rbm.seconds()));
            }
        }
        return csv.toString();
    }

    private static String withError(Estimate estimate) {
        return "," + estimate.value() + "," + estimate.standardError();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
