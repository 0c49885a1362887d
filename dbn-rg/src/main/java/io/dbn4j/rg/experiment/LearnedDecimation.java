package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.run.Evidence;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.Decimation;
import io.dbn4j.rg.coarse.DecimationRbm;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.coarse.RenormalizedHamiltonian;
import io.dbn4j.rg.lattice.Ring;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Does an RBM that learns a ring of spins learn decimation, the exact renormalization-group step of that ring?
 *
 * <p>First the step itself: couplings and the account of log Z from 16 spins to 2; then the RBM that is built to decimate,
 * whose hidden spins are the decimated ring for every strength of copying; then RBMs with half as many hidden spins that
 * learn by maximum likelihood from random weights. All averages are enumerated.
 *
 * @param coupling K of all rings
 * @param spins of the ring that is learned, even
 * @param seeds independent starts
 * @param iterations of the minimiser at most
 */
@Reference(
        authors = "P. Mehta, D. J. Schwab",
        title = "An exact mapping between the variational renormalization group and deep learning",
        venue = "arXiv:1410.3831",
        year = 2014,
        url = "https://arxiv.org/abs/1410.3831")
@JsonTypeName("learned-decimation")
public record LearnedDecimation(double coupling, int spins, int seeds, int iterations) implements RgExperiment {

    private static final double REFERENCE_COUPLING = 1;
    private static final int BUILT_SPINS = 8;
    private static final int STACK_SPINS = 16;
    private static final double[] COPYING = {0.5, 1, 2, 3, 4, 6};

    /** A model this close to the ring, in nats, has learned it. */
    private static final double LEARNED = 1e-6;

    /** So often, at least, each hidden spin is its site's spin. */
    private static final double COPIES = 0.999;

    /** Couplings this close to those of decimation, and others this small, are taken for equal. */
    private static final double SAME_COUPLING = 1e-3;

    public LearnedDecimation {
        Check.positive(coupling, "coupling");
        Check.require(spins >= 6 && spins <= 12 && spins % 2 == 0, "spins must be even and in [6, 12], was %d", spins);
        Check.atLeast(2, seeds, "seeds");
        Check.atLeast(1, iterations, "iterations");
    }

    /** A step of the stack: what is left after it. Log Z is the sum of the constant and that of the ring. */
    private record Layer(int spins, double coupling, double constant, double rest, double enumerated) {}

    /** An RBM and its hidden spins beside decimation. */
    private record Outcome(
            String name,
            double divergence,
            double anchored,
            double smallestDominance,
            double copied,
            boolean oneSublattice,
            double neighbours,
            double largestError,
            double largestOther) {

        boolean learned() {
            return divergence < LEARNED;
        }

        boolean decimates() {
            return learned()
                    && oneSublattice
                    && copied > COPIES
                    && largestError < SAME_COUPLING
                    && largestOther < SAME_COUPLING;
        }
    }

    @Override
    public String cost() {
        return "1 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("seeds", "3", "iterations", "2000");
    }

    @Override
    public Finding run(Run run) {
        List<Layer> stack = stack();
        List<Outcome> built = new ArrayList<>();
        KnownRing eight = ring(BUILT_SPINS);
        for (double copying : COPYING) {
            built.add(measure("w = " + copying, eight, BUILT_SPINS, DecimationRbm.of(BUILT_SPINS, coupling, copying)));
        }
        List<Outcome> learned = new ArrayList<>();
        KnownRing truth = ring(spins);
        INDArray states = states(spins);
        run.progress().begin("learning", seeds, "starts");
        for (int seed = 1; seed <= seeds; seed++) {
            Nd4jRandomSource random = run.random("start-" + seed);
            Rbm rbm = Rbm.random(new Spin(), new Spin(), spins, spins / 2, 0.3, DataType.DOUBLE, random);
            new QuasiNewton(iterations).minimise(rbm, new Likelihood(new Exact()), states, truth.probability(), random);
            learned.add(measure("start " + seed, truth, spins, rbm));
            run.progress().at(seed);
        }
        run.progress().end();
        Finding finding = finding(stack, built, learned);
        run.save("rbms.csv", file -> Files.writeString(file, csv(built) + rows(learned), StandardCharsets.UTF_8));
        report(run, stack, built, learned, finding);
        return finding;
    }

    private KnownRing ring(int sites) {
        return new KnownRing(new Ring(sites).ising(coupling), states(sites));
    }

    private static INDArray states(int sites) {
        return StateSpace.states(new Spin(), sites, 0, 1 << sites, DataType.DOUBLE);
    }

    /** {@code log Z = n log 2 cosh K + log(1 + tanh^n K)}; two spins are neighbours twice. */
    private static double logPartition(int sites, double coupling) {
        return sites * Math.log(2 * Math.cosh(coupling)) + Math.log1p(Math.pow(Math.tanh(coupling), sites));
    }

    /** Every second spin is summed out, three times: in closed form, and the constant by enumeration too. */
    private List<Layer> stack() {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(STACK_SPINS, coupling, 0, logPartition(STACK_SPINS, coupling), 0));
        Hamiltonian hamiltonian = new Ring(STACK_SPINS).ising(coupling);
        double constant = 0;
        double reduced = coupling;
        for (int sites = STACK_SPINS; sites > 2; sites /= 2) {
            hamiltonian = RenormalizedHamiltonian.of(hamiltonian, new Decimation(Blocks.ring(sites, 2)));
            int removed = sites / 2;
            constant += removed * DecimationRbm.constant(reduced);
            reduced = DecimationRbm.coupling(reduced);
            layers.add(new Layer(
                    sites / 2,
                    reduced,
                    constant,
                    logPartition(sites / 2, reduced),
                    EffectiveCouplings.of(hamiltonian).of()));
        }
        return layers;
    }

    /** The hidden spins in the order of the sites that weigh most for them, with the signs of those weights. */
    private Outcome measure(String name, KnownRing truth, int sites, Rbm rbm) {
        int hidden = rbm.hidden();
        int[] site = new int[hidden];
        double smallestDominance = Double.POSITIVE_INFINITY;
        double copied = 1;
        for (int j = 0; j < hidden; j++) {
            double[] weights = rbm.weights().getColumn(j).dup().toDoubleVector();
            site[j] = strongest(weights);
            double first = Math.abs(weights[site[j]]);
            copied = Math.min(copied, truth.agreement(rbm, site[j], j));
            weights[site[j]] = 0;
            smallestDominance = Math.min(smallestDominance, first / Math.abs(weights[strongest(weights)]));
        }
        int[] order = IntStream.range(0, hidden)
                .boxed()
                .sorted((a, b) -> Integer.compare(site[a], site[b]))
                .mapToInt(j -> j)
                .toArray();
        boolean oneSublattice = IntStream.range(1, hidden).allMatch(j -> site[order[j]] == site[order[j - 1]] + 2);
        double[] couplings =
                EffectiveCouplings.of(TeacherRbm.of(rbm.transposed())).all();
        double expected = DecimationRbm.coupling(coupling);
        double sum = 0;
        double largestError = 0;
        for (int j = 0; j < hidden; j++) {
            int one = order[j];
            int next = order[(j + 1) % hidden];
            double signs = Math.signum(
                    rbm.weights().getDouble(site[one], one) * rbm.weights().getDouble(site[next], next));
            int pair = EffectiveCouplings.set(one, next);
            sum += signs * couplings[pair] / hidden;
            largestError = Math.max(largestError, Math.abs(signs * couplings[pair] - expected));
            couplings[pair] = 0;
        }
        couplings[0] = 0;
        KnownRing.Deviation deviation = truth.measure(rbm);
        return new Outcome(
                name,
                deviation.divergence(),
                -logPartition(sites, coupling) - deviation.divergence(),
                smallestDominance,
                copied,
                oneSublattice,
                sum,
                largestError,
                Math.abs(couplings[strongest(couplings)]));
    }

    private static int strongest(double[] numbers) {
        int strongest = 0;
        for (int i = 1; i < numbers.length; i++) {
            strongest = Math.abs(numbers[i]) > Math.abs(numbers[strongest]) ? i : strongest;
        }
        return strongest;
    }

    private Finding finding(List<Layer> stack, List<Outcome> built, List<Outcome> learned) {
        List<Finding.Check> checks = new ArrayList<>();
        double logPartition = stack.get(0).rest;
        for (Layer layer : stack.subList(1, stack.size())) {
            String name = String.format(Locale.ROOT, "%d spins left: ", layer.spins);
            checks.add(Finding.Check.near(
                    name + "constant + log Z of the rest", layer.constant + layer.rest, logPartition, 1e-12));
            checks.add(Finding.Check.near(name + "constant, enumerated", layer.enumerated, layer.constant, 1e-12));
        }
        for (Outcome rbm : built) {
            checks.add(Finding.Check.atMost(
                    rbm.name + ": error of the hidden couplings", Math.max(rbm.largestError, rbm.largestOther), 2e-15));
        }
        if (coupling == REFERENCE_COUPLING) {
            checks.addAll(referenceChecks(stack, built));
        }
        long found = learned.stream().filter(Outcome::learned).count();
        long decimating = learned.stream().filter(Outcome::decimates).count();
        checks.add(Finding.Check.atMost(
                "learned: smallest KL",
                learned.stream().mapToDouble(Outcome::divergence).min().orElseThrow(),
                LEARNED));
        checks.add(Finding.Check.atLeast("learned: starts that find decimation", (double) decimating, 1));
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        estimates.put("starts that learn the ring", Estimate.proportion(found, seeds));
        estimates.put("starts that find decimation", Estimate.proportion(decimating, seeds));
        estimates.put("coupling after decimation", Estimate.exact(DecimationRbm.coupling(coupling), "1"));
        String verdict = String.format(
                Locale.ROOT,
                "%d of %d random starts learn the ring to %.0e nats, %d of them by decimation: each hidden spin copies one"
                        + " spin of one sublattice, and the hidden spins are the ring with K' = %.4f that the exact step"
                        + " gives. The limit is reached only with infinite weights. Likelihood finds the step because the"
                        + " ring has it as an exact factorisation; the training knows nothing of renormalization.",
                found,
                seeds,
                LEARNED,
                decimating,
                DecimationRbm.coupling(coupling));
        return new Finding(
                "learned-decimation",
                estimates,
                Verdict.of(
                        new Clause(checks, verdict, "Not every check passes: see which before drawing conclusions.")),
                Evidence.EXACT);
    }

    /** Values that were computed independently, for K = 1. */
    private static List<Finding.Check> referenceChecks(List<Layer> stack, List<Outcome> built) {
        List<Finding.Check> checks = new ArrayList<>();
        checks.add(Finding.Check.near("log Z of 16 spins", stack.get(0).rest, 18.0435776531637, 5e-14));
        double[] couplings = {.66250137, .35006114, .11367207};
        double[] constants = {10.8451884339, 15.0180217119, 16.631660208};
        for (int layer = 1; layer <= 3; layer++) {
            String name = String.format(Locale.ROOT, "%d spins left: ", stack.get(layer).spins);
            checks.add(Finding.Check.near(name + "K", stack.get(layer).coupling, couplings[layer - 1], 5e-9));
            checks.add(Finding.Check.near(name + "constant", stack.get(layer).constant, constants[layer - 1], 5e-11));
        }
        double[] divergence = {.8544, .2926, .01816, 5.03e-4, 9.92e-6, 3.37e-9};
        double[] lastDigit = {1e-4, 1e-4, 1e-5, 1e-6, 1e-8, 1e-11};
        double[] anchored = {-9.977047, -9.415240, -9.140812, -9.123152, -9.122659, -9.122649};
        for (int i = 0; i < divergence.length; i++) {
            Outcome rbm = built.get(i);
            checks.add(Finding.Check.near(rbm.name + ": KL", rbm.divergence, divergence[i], lastDigit[i] / 2));
            checks.add(Finding.Check.near(
                    rbm.name + ": free energy in the gauge of the data", rbm.anchored, anchored[i], 5e-7));
        }
        return checks;
    }

    private static String csv(List<Outcome> outcomes) {
        return "rbm,divergence,anchoredFreeEnergy,smallestDominance,copied,oneSublattice,hiddenCoupling,largestError,largestOther\n"
                + rows(outcomes);
    }

    private static String rows(List<Outcome> outcomes) {
        StringBuilder csv = new StringBuilder();
        for (Outcome o : outcomes) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%.6g,%.9f,%.6g,%.9f,%b,%.15g,%.3g,%.3g%n",
                    o.name,
                    o.divergence,
                    o.anchored,
                    o.smallestDominance,
                    o.copied,
                    o.oneSublattice,
                    o.neighbours,
                    o.largestError,
                    o.largestOther));
        }
        return csv.toString();
    }

    private void report(Run run, List<Layer> stack, List<Outcome> built, List<Outcome> learned, Finding finding) {
        List<String> header =
                List.of("", "KL", "decimates", "weights", "copied", "coupling", "largest error", "largest other");
        Report page = Report.of("Decimation, built and learned")
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        String.format(
                                        Locale.ROOT,
                                        "Learned by likelihood, %d spins and %d hidden: divergence, whether it is decimation, smallest ratio",
                                        spins,
                                        spins / 2)
                                + String.format(
                                        Locale.ROOT,
                                        " of a unit's largest weight to its next, how often a unit is the spin of that weight, mean coupling of the hidden spins (decimation: %.8f)",
                                        DecimationRbm.coupling(coupling)),
                        header,
                        learned.stream().map(LearnedDecimation::cells).toList())
                .table(
                        "Built to decimate: 8 spins, copied with weight w",
                        header,
                        built.stream().map(LearnedDecimation::cells).toList())
                .lines(chart(built))
                .table(
                        "The account of log Z while every second spin is summed out",
                        List.of("spins", "K", "constant", "log Z of the rest", "sum"),
                        stack.stream()
                                .map(layer -> List.of(
                                        String.valueOf(layer.spins),
                                        format("%.9f", layer.coupling),
                                        format("%.10f", layer.constant),
                                        format("%.10f", layer.rest),
                                        format("%.13f", layer.constant + layer.rest)))
                                .toList());
        CheckTable.end(page, run, finding);
    }

    private static List<String> cells(Outcome o) {
        return List.of(
                o.name,
                format("%.3g", o.divergence),
                o.decimates() ? "yes" : "no",
                format("%.3g", o.smallestDominance),
                format("%.6f", o.copied),
                format("%.8f", o.neighbours),
                format("%.1e", o.largestError),
                format("%.1e", o.largestOther));
    }

    private static String format(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    private static LineChart chart(List<Outcome> built) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < COPYING.length; i++) {
            double divergence = built.get(i).divergence;
            points.add(new Point(COPYING[i], divergence, divergence, divergence));
        }
        return new LineChart(
                "The visible spins become the ring as copying becomes certain",
                Axis.linear("w", ""),
                Axis.logarithmic("KL", "nats"),
                List.of(new Series("8 spins, 4 hidden", points)));
    }
}
