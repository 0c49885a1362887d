package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.random.RandomSource;
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
import io.dbn4j.rg.experiment.Finding.Check;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * A layer that keeps the partition function need not keep the distribution; one that is trace-normalised keeps both.
 *
 * <p>Lin and Tegmark gave an example of the former against the mapping between RBMs and the renormalization group. It breaks
 * Kadanoff's trace condition, as Schwab and Mehta answered, and dividing by the trace repairs it. (A blog post about the
 * exchange prints -T as {@code E(v) + K(v) + log Z~}; the first term must be E(h).) Everything is enumerated: the published
 * kind of example, then random Hamiltonians with random K(v) of growing strength.
 *
 * @param spins of the random Hamiltonians
 * @param hamiltonians number of random ones
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

    /** Up to this strength the divergence is half the variance of K, to a few per cent. */
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
     * One example: how well Z and the distribution are kept, before and after the repair.
     *
     * @param variance of K under the true distribution
     * @param trace largest |log sum_h exp T|
     */
    private record Outcome(
            double strength,
            double logRatio,
            double divergence,
            double variation,
            double variance,
            double trace,
            double repairedLogRatio,
            double repairedError,
            double repairedTrace) {

        static Outcome of(double strength, double[] energy, double[] extra) {
            JointEnergy broken = JointEnergy.keepingOnlyZ(energy, extra);
            JointEnergy repaired = broken.traceNormalised();
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
            return new Outcome(
                    strength,
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
        Map<Double, List<Outcome>> outcomes = new LinkedHashMap<>();
        strengths.stream().sorted().forEach(strength -> outcomes.put(strength, new ArrayList<>()));
        INDArray energies = Nd4j.zeros(DataType.DOUBLE, hamiltonians, 1 << spins);
        INDArray directions = energies.dup();
        run.progress().begin("random Hamiltonians", hamiltonians, "Hamiltonians");
        RandomSource random = run.random("hamiltonians");
        for (int i = 0; i < hamiltonians; i++) {
            double[] energy = randomEnergy(random);
            double[] direction = normal(1 << spins, random);
            energies.putRow(i, Nd4j.createFromArray(energy));
            directions.putRow(i, Nd4j.createFromArray(direction));
            outcomes.forEach((strength, list) -> list.add(Outcome.of(
                    strength,
                    energy,
                    Arrays.stream(direction).map(k -> strength * k).toArray())));
            run.progress().advance(1);
        }
        run.progress().end();
        Exports.rows(run, "energies", energies);
        Exports.rows(run, "directions", directions);
        Finding finding = finding(outcomes);
        run.save("outcomes.csv", file -> Files.writeString(file, csv(outcomes), StandardCharsets.UTF_8));
        report(run, outcomes, finding);
        return finding;
    }

    /** All pairs coupled and fields on all spins, normally distributed: {@code K_ij = N(0, 1) / sqrt n}, {@code B = N(0, 0.25)}. */
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

    private Finding finding(Map<Double, List<Outcome>> outcomes) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        outcomes.forEach((strength, list) -> estimates.put(
                "mean KL(p || p~) of random Hamiltonians, strength " + strength,
                Estimate.mean(list.stream().mapToDouble(Outcome::divergence).toArray(), "nats")
                        .within(0, Double.POSITIVE_INFINITY)));
        List<Outcome> all = outcomes.values().stream().flatMap(List::stream).toList();
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

    private static Clause keepsOnlyZ(List<Outcome> all) {
        return new Clause(
                List.of(
                        Check.atMost("random: |Z_RG / Z - 1|", most(all, o -> Math.abs(Math.expm1(o.logRatio))), 1e-12),
                        Check.atLeast("random: smallest KL, nats", least(all, Outcome::divergence), 1e-8)),
                "A kernel can keep Z to the last digit and change the distribution: matching free energies does not match"
                        + " distributions.",
                "This run does not show kernels that keep Z and change the distribution.");
    }

    private static Clause law(Outcome weak) {
        return Clause.of(
                Check.near(
                        "random, weak K: KL / (variance of K / 2)", 2 * weak.divergence / weak.variance, 1, 2 * WEAK),
                "For weak K the divergence is half the variance of K.",
                "The divergence of weak K is not half the variance of K.");
    }

    private static double least(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
        return outcomes.stream().mapToDouble(number).min().orElseThrow();
    }

    private static double most(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
        return outcomes.stream().mapToDouble(number).max().orElseThrow();
    }

    private static String csv(Map<Double, List<Outcome>> outcomes) {
        StringBuilder csv =
                new StringBuilder("strength,hamiltonian,logZRatio,divergence,totalVariation,varianceOfK,logTrace,"
                        + "repairedLogZRatio,repairedError,repairedLogTrace\n");
        outcomes.forEach((strength, list) -> {
            for (int i = 0; i < list.size(); i++) {
                Outcome o = list.get(i);
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%.6g,%.12g,%.12g,%.12g,%.6g,%.6g,%.6g,%.6g%n",
                        strength,
                        i + 1,
                        o.logRatio,
                        o.divergence,
                        o.variation,
                        o.variance,
                        o.trace,
                        o.repairedLogRatio,
                        o.repairedError,
                        o.repairedTrace));
            }
        });
        return csv.toString();
    }

    private void report(Run run, Map<Double, List<Outcome>> outcomes, Finding finding) {
        List<List<String>> rows = new ArrayList<>();
        List<Point> measured = new ArrayList<>();
        List<Point> law = new ArrayList<>();
        outcomes.forEach((strength, list) -> {
            double divergence = mean(list, Outcome::divergence);
            double half = mean(list, Outcome::variance) / 2;
            rows.add(List.of(
                    String.valueOf(strength),
                    scientific(most(list, o -> Math.abs(o.logRatio))),
                    String.format(Locale.ROOT, "%.4g", divergence),
                    String.format(Locale.ROOT, "%.4g", half),
                    String.format(Locale.ROOT, "%.4f", mean(list, Outcome::variation)),
                    scientific(most(list, Outcome::repairedError))));
            measured.add(
                    new Point(strength, divergence, least(list, Outcome::divergence), most(list, Outcome::divergence)));
            law.add(new Point(strength, half, Double.NaN, Double.NaN));
        });
        Report page = Report.of("Keeping Z is not keeping the distribution")
                .claim(finding.evidence(), finding.verdict().text())
                .text(
                        "The example therefore does not refute the mapping of RBMs to the renormalization group. Preserving free"
                                + " energy is trace normalization, not the standardizing of activations called layer normalization.")
                .section("Three spins")
                .table(
                        "u is up, d down; p: true; p~: of the kernel that keeps Z; trace: sum over h of exp T",
                        List.of("v", "p", "p~", "trace", "p~ after the repair"),
                        PublishedExample.rows())
                .section("Random Hamiltonians and random K(v)")
                .table(
                        String.format(
                                Locale.ROOT,
                                "%d Hamiltonians of %d spins: means, and largest errors",
                                hamiltonians,
                                spins),
                        List.of(
                                "strength of K",
                                "log Z_RG - log Z",
                                "KL (nats)",
                                "Var K / 2",
                                "total variation",
                                "error after repair"),
                        rows)
                .lines(new LineChart(
                        "The divergence grows with K while Z stays (mean, smallest and largest)",
                        Axis.logarithmic("strength of K", "nats"),
                        Axis.logarithmic("KL", "nats"),
                        List.of(new Series("KL(p || p~)", measured), new Series("variance of K / 2", law))));
        CheckTable.end(page, run, finding);
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
        return outcomes.stream().mapToDouble(number).average().orElseThrow();
    }

    private static String scientific(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }
}
