package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.Evidence;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.LayerRecipe;
import io.dbn4j.core.training.Stack;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.MagnetisationDistribution;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * RBMs that learn the Ising model on a square lattice from configurations in equilibrium, measured by what thermodynamics
 * shows and by what it hides: the Kullback-Leibler divergence and the couplings.
 *
 * <p>Energy, specific heat and magnetization can agree with the exact values while the couplings are wrong. The divergence
 * is {@code <log P>_test + <F>_test + log Z_RBM}, with P exact by Kaufman's partition function and log Z by AIS.
 *
 * @param side of the lattice, even, at most 8: for larger ones the exact magnetization takes too long
 * @param temperatures of the data, one RBM for each
 * @param hidden numbers of hidden units, one RBM for each
 * @param seeds RBMs of each kind, whose medians are judged
 * @param configurations trained on
 * @param testConfigurations drawn beside them, for the divergence
 * @param epochs passes through the data
 * @param batch rows of an update
 * @param objective what is minimised
 * @param learningRate at first; falls linearly to zero
 * @param betas inverse temperatures of AIS
 */
@Reference(
        authors = "G. Torlai, R. G. Melko",
        title = "Learning thermodynamics with Boltzmann machines",
        venue = "Physical Review B 94",
        year = 2016,
        url = "https://doi.org/10.1103/PhysRevB.94.165134")
@JsonTypeName("ising-rbm")
public record IsingRbm(
        int side,
        List<Double> temperatures,
        List<Integer> hidden,
        int seeds,
        int configurations,
        int testConfigurations,
        int epochs,
        int batch,
        Objective objective,
        double learningRate,
        int betas)
        implements RgExperiment {

    /** Wolff clusters between two configurations, and before the first. */
    private static final MonteCarlo CHAIN = new MonteCarlo(new Wolff(5), 200, 1);

    private static final double STANDARD_ERRORS = 4;
    private static final int AIS_CHAINS = 1000;

    /** Agreement with an exact value: half a percent, or three standard errors. */
    private static final double RELATIVE = 0.005;

    private static final double ERRORS = 3;

    private static final int REFERENCE_SIDE = 8;
    private static final int REFERENCE_HIDDEN = 64;

    /** The divergence to be reached at the critical temperature with 64 hidden units, in nats. */
    private static final double DIVERGENCE = 0.15;

    public IsingRbm {
        Check.require(side % 2 == 0 && side >= 4 && side <= 8, "side must be 4, 6 or 8, was %d", side);
        temperatures = List.copyOf(temperatures);
        temperatures.forEach(temperature -> Check.positive(temperature, "temperature"));
        hidden = List.copyOf(hidden);
        hidden.forEach(units -> Check.atLeast(1, units, "hidden"));
        Check.atLeast(1, seeds, "seeds");
        Check.atLeast(batch, configurations, "configurations");
        Check.atLeast(LearnedIsing.CHAINS, testConfigurations, "testConfigurations");
        Check.atLeast(1, betas, "betas");
    }

    /** What the data follow. */
    private record Exact(double energy, double specificHeat, double magnetisation) {

        static Exact of(int side, double coupling) {
            KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
            return new Exact(
                    kaufman.energy(coupling),
                    kaufman.specificHeat(coupling),
                    MagnetisationDistribution.of(side, coupling).meanAbsolute());
        }
    }

    /** Which RBM. */
    private record Kind(double temperature, int hidden) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "T = %s, %d hidden", text(temperature), hidden);
        }
    }

    @Override
    public String cost() {
        return "10 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of(
                "side",
                "4",
                "hidden",
                "[16]",
                "seeds",
                "1",
                "configurations",
                "10000",
                "batch",
                "100",
                "epochs",
                "5",
                "betas",
                "300");
    }

    @Override
    public Finding run(Run run) {
        Map<Kind, List<LearnedIsing>> learned = new LinkedHashMap<>();
        for (double temperature : temperatures) {
            INDArray data = states(run, temperature, configurations, "training");
            INDArray test = states(run, temperature, testConfigurations, "test");
            for (int units : hidden) {
                List<LearnedIsing> all = new ArrayList<>();
                for (int seed = 0; seed < seeds; seed++) {
                    all.add(learn(run, new Kind(temperature, units), seed, data, test));
                }
                learned.put(new Kind(temperature, units), all);
            }
        }
        Finding finding = finding(learned);
        run.save("rbms.csv", file -> Files.writeString(file, csv(learned), StandardCharsets.UTF_8));
        report(run, learned, finding);
        return finding;
    }

    /** Configurations in equilibrium, as 0 and 1. */
    private INDArray states(Run run, double temperature, int count, String name) {
        double coupling = 1 / temperature;
        INDArray spins = new EquilibrationGate(CHAIN, STANDARD_ERRORS)
                .states(new SquareLattice(side), coupling, count, DataType.FLOAT, run.random(name + "-" + temperature));
        return spins.addi(1).muli(0.5);
    }

    private LearnedIsing learn(Run run, Kind kind, int seed, INDArray data, INDArray test) {
        String name = kind + ", seed " + (seed + 1);
        LayerRecipe recipe = new LayerRecipe(kind.hidden, epochs, objective, learningRate, true, 0, 0);
        Stack.Trained trained = new Stack(List.of(recipe), batch, Binarisation.NONE)
                .train(
                        run,
                        String.format(
                                Locale.ROOT,
                                "rbm-%s-%d-%d",
                                text(kind.temperature).replace('.', '-'),
                                kind.hidden,
                                seed + 1),
                        data,
                        run.seed("training, " + name));
        Rbm rbm = trained.rbm(0);
        double coupling = 1 / kind.temperature;
        Estimate logPartition = new AnnealedImportanceSampling(betas, AIS_CHAINS)
                .logPartition(rbm, trained.baseRates().get(0), run.random("AIS, " + name));
        return LearnedIsing.measure(
                rbm,
                new SquareLattice(side),
                coupling,
                new KaufmanPartitionFunction(side).logPartition(coupling),
                test,
                logPartition,
                trained.seconds().get(0),
                run.random("measurement, " + name));
    }

    private static String text(double temperature) {
        return String.format(Locale.ROOT, "%.4f", temperature);
    }

    private Finding finding(Map<Kind, List<LearnedIsing>> learned) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        List<Finding.Check> checks = new ArrayList<>();
        learned.forEach((kind, rbms) -> {
            Exact exact = Exact.of(side, 1 / kind.temperature);
            LearnedIsing median = median(rbms);
            estimates.put(kind + ": divergence", median.divergence());
            estimates.put(kind + ": energy per site", median.observables().energyPerSite());
            estimates.put(
                    kind + ": specific heat per site", median.observables().specificHeatPerSite());
            estimates.put(kind + ": |m|", median.observables().absoluteMagnetization());
            estimates.put(kind + ": coupling of neighbours", median.neighbours());
            estimates.put(kind + ": coupling of diagonals", median.diagonals());
            if (side == REFERENCE_SIDE && isReference(kind)) {
                checks.add(Finding.Check.atMost(
                        kind + ": median divergence, nats", median.divergence().value(), DIVERGENCE));
            }
            checks.add(agrees(kind + ": energy", rbms, rbm -> rbm.observables().energyPerSite(), exact.energy));
            checks.add(agrees(
                    kind + ": specific heat",
                    rbms,
                    rbm -> rbm.observables().specificHeatPerSite(),
                    exact.specificHeat));
            checks.add(agrees(
                    kind + ": |m|", rbms, rbm -> rbm.observables().absoluteMagnetization(), exact.magnetisation));
        });
        return new Finding(
                "ising-rbm",
                estimates,
                Verdict.of(new Clause(
                        checks,
                        verdict(learned, checks),
                        "Not every check passes: see which before drawing conclusions.")),
                Evidence.ESTIMATE);
    }

    private static boolean isReference(Kind kind) {
        return kind.hidden == REFERENCE_HIDDEN
                && Math.abs(kind.temperature * KaufmanPartitionFunction.CRITICAL_COUPLING - 1) < 1e-6;
    }

    /** The median over the seeds is as close to the exact value as half a percent or three standard errors. */
    private static Finding.Check agrees(
            String name, List<LearnedIsing> rbms, Function<LearnedIsing, Estimate> observable, double exact) {
        List<Estimate> sorted = rbms.stream()
                .map(observable)
                .sorted(Comparator.comparing(Estimate::value))
                .toList();
        Estimate median = sorted.get(sorted.size() / 2);
        double tolerance = Math.max(RELATIVE * Math.abs(exact), ERRORS * median.standardError());
        return Finding.Check.near(name, median.value(), exact, tolerance);
    }

    /** The RBM with the median divergence; of an even number the worse one in the middle. */
    private static LearnedIsing median(List<LearnedIsing> rbms) {
        return rbms.stream()
                .sorted(Comparator.comparing(rbm -> rbm.divergence().value()))
                .toList()
                .get(rbms.size() / 2);
    }

    private static String verdict(Map<Kind, List<LearnedIsing>> learned, List<Finding.Check> checks) {
        Kind worst = null;
        double largest = 0;
        for (Map.Entry<Kind, List<LearnedIsing>> entry : learned.entrySet()) {
            double error = couplingError(entry.getKey(), median(entry.getValue()));
            if (worst == null || error > largest) {
                worst = entry.getKey();
                largest = error;
            }
        }
        long missed = checks.stream().filter(check -> !check.pass()).count();
        return String.format(
                Locale.ROOT,
                "%s Thermodynamics alone does not show what was learned: the coupling of neighbours is off by up to %.0f %%"
                        + " (%s), and the divergence tells.",
                missed == 0
                        ? "All thermal averages agree with the exact ones."
                        : String.format(
                                Locale.ROOT, "%d of %d comparisons with exact values fail.", missed, checks.size()),
                100 * largest,
                worst);
    }

    private static double couplingError(Kind kind, LearnedIsing rbm) {
        return Math.abs(rbm.neighbours().value() * kind.temperature - 1);
    }

    private static String csv(Map<Kind, List<LearnedIsing>> learned) {
        StringBuilder csv =
                new StringBuilder("temperature,hidden,seed,divergence,divergenceError,variance,energy,energyError,"
                        + "specificHeat,specificHeatError,absoluteMagnetization,absoluteMagnetizationError,neighbours,diagonals,"
                        + "autocorrelation,seconds\n");
        learned.forEach((kind, rbms) -> {
            for (int seed = 0; seed < rbms.size(); seed++) {
                LearnedIsing rbm = rbms.get(seed);
                csv.append(String.format(Locale.ROOT, "%s,%d,%d", kind.temperature, kind.hidden, seed + 1));
                for (Estimate value : List.of(
                        rbm.divergence(),
                        Estimate.exact(rbm.variance(), ""),
                        rbm.observables().energyPerSite(),
                        rbm.observables().specificHeatPerSite(),
                        rbm.observables().absoluteMagnetization())) {
                    csv.append(',').append(value.value());
                    if (value.standardError() > 0) {
                        csv.append(',').append(value.standardError());
                    }
                }
                csv.append(",%s,%s,%s,%s%n"
                        .formatted(
                                rbm.neighbours().value(),
                                rbm.diagonals().value(),
                                rbm.autocorrelation(),
                                rbm.seconds()));
            }
        });
        return csv.toString();
    }

    private void report(Run run, Map<Kind, List<LearnedIsing>> learned, Finding finding) {
        List<List<String>> rows = new ArrayList<>();
        learned.forEach((kind, rbms) -> {
            Exact exact = Exact.of(side, 1 / kind.temperature);
            rows.add(List.of(
                    kind + ", exact",
                    "0",
                    "0",
                    number(exact.energy),
                    number(exact.specificHeat),
                    number(exact.magnetisation),
                    number(1 / kind.temperature),
                    "0",
                    "",
                    ""));
            for (LearnedIsing rbm : rbms) {
                rows.add(List.of(
                        "RBM",
                        EstimateText.withError(rbm.divergence()),
                        number(rbm.variance()),
                        EstimateText.withError(rbm.observables().energyPerSite()),
                        EstimateText.withError(rbm.observables().specificHeatPerSite()),
                        EstimateText.withError(rbm.observables().absoluteMagnetization()),
                        EstimateText.withError(rbm.neighbours()),
                        EstimateText.withError(rbm.diagonals()),
                        number(rbm.autocorrelation()),
                        String.format(Locale.ROOT, "%.0f", rbm.seconds())));
            }
        });
        Report page = Report.of("RBMs that learn the Ising model, L = " + side)
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        "Every RBM beside the exact values; the error of a mean coupling is the spread over the lattice",
                        List.of(
                                "",
                                "KL (nats)",
                                "Var (F - H)",
                                "E / N",
                                "C / N",
                                "|m|",
                                "neighbours",
                                "diagonals",
                                "steps to forget",
                                "seconds"),
                        rows)
                .lines(chart(learned));
        CheckTable.end(page, run, finding);
    }

    private static LineChart chart(Map<Kind, List<LearnedIsing>> learned) {
        Map<Integer, List<Point>> points = new TreeMap<>();
        learned.forEach((kind, rbms) -> {
            double[] divergence = rbms.stream()
                    .mapToDouble(rbm -> rbm.divergence().value())
                    .sorted()
                    .toArray();
            points.computeIfAbsent(kind.hidden, hidden -> new ArrayList<>())
                    .add(new Point(
                            kind.temperature,
                            median(rbms).divergence().value(),
                            divergence[0],
                            divergence[divergence.length - 1]));
        });
        return new LineChart(
                "Divergence by temperature: median, smallest and largest of the seeds",
                Axis.linear("temperature", "J"),
                Axis.linear("KL", "nats"),
                points.entrySet().stream()
                        .map(entry -> new Series(entry.getKey() + " hidden", entry.getValue()))
                        .toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
