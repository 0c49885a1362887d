package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.experiment.Finding.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An experiment showing that a layer may keep the partition function and not the distribution, whereas a
 * trace-normalized layer keeps both.
 *
 * <p>Lin and Tegmark gave an example of the first kind against the mapping between RBMs and the renormalization group.
 * The example breaks Kadanoff's trace condition, as Schwab and Mehta answered, and dividing by the trace repairs it. (A
 * blog post about the exchange prints -T as {@code E(v) + K(v) + log Z~}; the first term must be E(h).) All sums are
 * enumerated: for an example of the published kind, then for random Hamiltonians with random K(v) of growing strength.
 *
 * @param spins number of spins of the random Hamiltonians
 * @param hamiltonians number of random Hamiltonians
 * @param strengths standard deviations of K(v) over the states
 */
@Reference(
        authors = "D. J. Schwab, P. Mehta",
        title = "Comment on \"Why does deep and cheap learning work so well?\"",
        venue = "arXiv:1609.03541",
        year = 2016,
        url = "https://arxiv.org/abs/1609.03541")
@JsonTypeName("z-preserving")
public record ZPreserving(int spins, int hamiltonians, List<Double> strengths) implements RgExperiment {

    private static final int LARGEST = 10;

    /** Largest strength at which the divergence is half the variance of K to a few percent. */
    private static final double WEAK = 0.02;

    public ZPreserving {
        strengths = List.copyOf(strengths);
        io.dbn4j.core.Check.require(spins >= 2 && spins <= LARGEST, "spins must be in [2, %d], was %d", LARGEST, spins);
        io.dbn4j.core.Check.atLeast(2, hamiltonians, "hamiltonians");
        io.dbn4j.core.Check.atLeast(1, strengths.size(), "number of strengths");
        for (double strength : strengths) {
            io.dbn4j.core.Check.positive(strength, "strength");
        }
    }

    /**
     * An example with the errors of Z and of the distribution, before and after the repair.
     *
     * @param hamiltonian number of the Hamiltonian, from 1
     * @param variance variance of K under the true distribution
     * @param trace largest |log sum_h exp T|
     */
    private record Instance(
            double strength,
            int hamiltonian,
            double logRatio,
            double divergence,
            double variation,
            double variance,
            double trace,
            double repairedLogRatio,
            double repairedError,
            double repairedTrace) {

        static Instance of(double strength, int hamiltonian, double[] energy, double[] extra) {
            JointEnergy broken = JointEnergy.keepingOnlyZ(energy, extra);
            JointEnergy repaired = broken.traceNormalized();
            double[] p = JointEnergy.distribution(energy);
            double[] q = broken.distribution();
            double[] r = repaired.distribution();
            double divergence = 0;
            double variation = 0;
            double mean = 0;
            double square = 0;
            double error = 0;
            for (int v = 0; v < p.length; v++) {
                divergence += p[v] * Math.log(p[v] / q[v]);
                variation += Math.abs(p[v] - q[v]) / 2;
                mean += p[v] * extra[v];
                square += p[v] * extra[v] * extra[v];
                error = Math.max(error, Math.abs(r[v] - p[v]));
            }
            double logPartition = JointEnergy.logPartition(energy);
            return new Instance(
                    strength,
                    hamiltonian,
                    broken.logPartition() - logPartition,
                    divergence,
                    variation,
                    square - mean * mean,
                    largest(broken.logTrace()),
                    repaired.logPartition() - logPartition,
                    error,
                    largest(repaired.logTrace()));
        }

        private static double largest(double[] values) {
            return Arrays.stream(values).map(Math::abs).max().orElseThrow();
        }
    }

    @Override
    public String cost() {
        return "5 s";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("spins", "5", "hamiltonians", "5");
    }

    @Override
    public Finding run(Run run) {
        Map<Double, List<Instance>> outcomes = new LinkedHashMap<>();
        strengths.stream().sorted().forEach(strength -> outcomes.put(strength, new ArrayList<>()));
        INDArray energies = Nd4j.zeros(DataType.DOUBLE, hamiltonians, 1 << spins);
        INDArray directions = energies.dup();
        run.progress().begin("random Hamiltonians", hamiltonians, "Hamiltonians");
        RandomSource random = run.random("hamiltonians");
        for (int i = 0; i < hamiltonians; i++) {
            int number = i + 1;
            double[] energy = randomEnergy(random);
            double[] direction = normal(1 << spins, random);
            energies.putRow(i, Nd4j.createFromArray(energy));
            directions.putRow(i, Nd4j.createFromArray(direction));
            outcomes.forEach((strength, list) -> list.add(Instance.of(
                    strength,
                    number,
                    energy,
                    Arrays.stream(direction).map(k -> strength * k).toArray())));
            run.progress().advance(1);
        }
        run.progress().end();
        Exports.rows(run, "energies", energies);
        Exports.rows(run, "directions", directions);
        OUTCOMES.save(run, outcomes.values().stream().flatMap(List::stream).toList());
        return finding(outcomes).shown(run, "Keeping Z is not keeping the distribution", page -> addTo(page, outcomes));
    }

    /**
     * Draws an energy with normally distributed couplings of all pairs and fields on all spins:
     * {@code K_ij = N(0, 1) / sqrt n}, {@code B = N(0, 0.25)}.
     */
    private double[] randomEnergy(RandomSource random) {
        double[] couplings = normal(spins * spins, random);
        List<Bond> bonds = new ArrayList<>();
        List<Double> fields = new ArrayList<>();
        for (int i = 0; i < spins; i++) {
            for (int j = 0; j < i; j++) {
                bonds.add(new Bond(i, j, couplings[i * spins + j] / Math.sqrt(spins)));
            }
            fields.add(couplings[i * spins + i] / 2);
        }
        return new Ising(spins, bonds, fields)
                .energy(StateSpace.states(new Spin(), spins, 0, 1 << spins, DataType.DOUBLE));
    }

    private static double[] normal(int count, RandomSource random) {
        INDArray values = Nd4j.zeros(DataType.DOUBLE, count);
        random.gaussian(values);
        return Elements.of(values);
    }

    private Finding finding(Map<Double, List<Instance>> outcomes) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        outcomes.forEach((strength, list) -> estimates.put(
                "mean KL(p || p~) of random Hamiltonians, strength " + strength,
                Estimate.mean(list.stream().mapToDouble(Instance::divergence).toArray(), "nats")
                        .within(0, Double.POSITIVE_INFINITY)));
        List<Instance> all = outcomes.values().stream().flatMap(List::stream).toList();
        List<Clause> clauses = new ArrayList<>(List.of(keepsOnlyZ(all)));
        all.stream().filter(o -> o.strength <= WEAK).findFirst().ifPresent(weak -> clauses.add(law(weak)));
        clauses.add(Clause.of(
                Check.atLeast("random: smallest |log trace|, largest over v", least(all, o -> o.trace), 1e-4),
                "Such kernels break the trace condition.",
                "Not all of these kernels break the trace condition."));
        clauses.add(new Clause(
                List.of(
                        Check.atMost(
                                "random, repaired: |Z_RG / Z - 1|",
                                most(all, o -> Math.abs(Math.expm1(o.repairedLogRatio))),
                                1e-12),
                        Check.atMost("random, repaired: |p~ - p|", most(all, o -> o.repairedError), 1e-14),
                        Check.atMost("random, repaired: |log trace|", most(all, o -> o.repairedTrace), 1e-13)),
                "Dividing by the trace restores the distribution and leaves Z as it is.",
                "Dividing by the trace does not restore the distribution and Z."));
        clauses.add(new Clause(
                PublishedExample.checks(),
                "Three spins show the same, with the numbers of another program.",
                "The numbers of another program for three spins are not all reproduced."));
        return new Finding("z-preserving", estimates, new Verdict(clauses), Evidence.EXACT);
    }

    private static Clause keepsOnlyZ(List<Instance> all) {
        return new Clause(
                List.of(
                        Check.atMost("random: |Z_RG / Z - 1|", most(all, o -> Math.abs(Math.expm1(o.logRatio))), 1e-12),
                        Check.atLeast("random: smallest KL, nats", least(all, Instance::divergence), 1e-8)),
                "A kernel can keep Z to the last digit and change the distribution, so matching free energies"
                        + " does not match distributions.",
                "This run does not show kernels that keep Z and change the distribution.");
    }

    private static Clause law(Instance weak) {
        return Clause.of(
                Check.near(
                        "random, weak K: KL / (variance of K / 2)", 2 * weak.divergence / weak.variance, 1, 2 * WEAK),
                "For weak K(v) the divergence is half the variance of K.",
                "For weak K(v) the divergence is not half the variance of K.");
    }

    private static double least(List<Instance> outcomes, ToDoubleFunction<Instance> number) {
        return outcomes.stream().mapToDouble(number).min().orElseThrow();
    }

    private static double most(List<Instance> outcomes, ToDoubleFunction<Instance> number) {
        return outcomes.stream().mapToDouble(number).max().orElseThrow();
    }

    private static final Table<Instance> OUTCOMES = Table.<Instance>of("outcomes")
            .number("strength", Instance::strength)
            .whole("hamiltonian", Instance::hamiltonian)
            .digits("%.6g")
            .number("logZRatio", Instance::logRatio)
            .digits("%.12g")
            .number("divergence", Instance::divergence)
            .number("totalVariation", Instance::variation)
            .number("varianceOfK", Instance::variance)
            .digits("%.6g")
            .number("logTrace", Instance::trace)
            .number("repairedLogZRatio", Instance::repairedLogRatio)
            .number("repairedError", Instance::repairedError)
            .number("repairedLogTrace", Instance::repairedTrace);

    /** All Hamiltonians at one strength of K. */
    private record Strength(double strength, List<Instance> outcomes) {

        double mean(ToDoubleFunction<Instance> number) {
            return outcomes.stream().mapToDouble(number).average().orElseThrow();
        }
    }

    private static final Table<Strength> STRENGTHS = Table.<Strength>of("strengths")
            .number("strength", "strength of K", "%s", Strength::strength)
            .number("logZRatio", "log Z_RG - log Z", "%.1e", s -> most(s.outcomes, o -> Math.abs(o.logRatio)))
            .number("divergence", "KL (nats)", "%.4g", s -> s.mean(Instance::divergence))
            .number("halfVarianceOfK", "Var K / 2", "%.4g", s -> s.mean(Instance::variance) / 2)
            .number("totalVariation", "total variation", "%.4f", s -> s.mean(Instance::variation))
            .number("repairedError", "error after repair", "%.1e", s -> most(s.outcomes, Instance::repairedError));

    private void addTo(Report page, Map<Double, List<Instance>> outcomes) {
        List<Strength> strengthsOfK = new ArrayList<>();
        outcomes.forEach((strength, list) -> strengthsOfK.add(new Strength(strength, list)));
        page.text("The example therefore does not refute the mapping of RBMs to the renormalization group."
                        + " Trace normalization"
                        + " preserves the free energy; layer normalization, which standardizes activations,"
                        + " does not.")
                .section("Three spins")
                .table(
                        "u: up, d: down; p: true probability; p~: by the kernel that keeps only Z; trace: sum over h"
                                + " of exp T",
                        PublishedExample.STATES_TABLE,
                        PublishedExample.states())
                .section("Random Hamiltonians and random K(v)")
                .table(
                        String.format(
                                Locale.ROOT,
                                "%d Hamiltonians of %d spins: means, and largest errors",
                                hamiltonians,
                                spins),
                        STRENGTHS,
                        strengthsOfK)
                .lines(chart(strengthsOfK));
    }

    private static LineChart chart(List<Strength> strengths) {
        return new LineChart(
                "The divergence grows with K while Z stays (mean, smallest and largest)",
                Axis.logarithmic("strength of K", "nats"),
                Axis.logarithmic("KL", "nats"),
                List.of(
                        new Series(
                                "KL(p || p~)",
                                strengths.stream()
                                        .map(s -> new Point(
                                                s.strength,
                                                s.mean(Instance::divergence),
                                                least(s.outcomes, Instance::divergence),
                                                most(s.outcomes, Instance::divergence)))
                                        .toList()),
                        new Series(
                                "variance of K / 2",
                                strengths.stream()
                                        .map(s -> Point.at(s.strength, s.mean(Instance::variance) / 2))
                                        .toList())));
    }
}
