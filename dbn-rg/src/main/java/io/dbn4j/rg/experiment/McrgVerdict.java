package io.dbn4j.rg.experiment;

import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.rg.coarse.BlockSpins;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.coarse.KadanoffKernel;
import io.dbn4j.rg.coarse.MajorityRule;
import io.dbn4j.rg.coarse.RbmFilter;
import io.dbn4j.rg.coarse.RenormalizedHamiltonian;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.McrgReference.Known;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup;
import io.dbn4j.rg.mcrg.SpinOperator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The exponents of {@link Mcrg} and the clauses that follow from them.
 *
 * @param learned filter that maximum likelihood has learned
 * @param groups exponents by the name of the kernel
 */
record McrgVerdict(int side, int steps, RbmFilter learned, Map<String, MonteCarloRenormalizationGroup> groups) {

    static final int OPERATORS = SpinOperator.EVEN.size();

    /** Exact exponent y_T; {@link #MAGNETIC} is the exact y_H. */
    static final double THERMAL = 1;

    static final double MAGNETIC = 1.875;

    /** Combined standard errors beyond which a comparison is an outlier. */
    private static final double AGREEMENT = 3;

    /** Number of outliers that are allowed among 28 comparisons on shared configurations. */
    private static final int OUTLIERS = 1;

    /** Largest |y_T - 1| of a kernel after two steps, apart from its error. */
    private static final double CONVERGED = 0.03;

    /** Largest relative deviation of weights that count as one parameter p. */
    private static final double EQUAL = 0.05;

    /** The best p of Kadanoff's scheme at the fixed point with equal nearest and next-nearest couplings. */
    private static final double BEST = .7659830352;

    /** A comparison with a known exponent. */
    record Comparison(Known known, Estimate found) {

        String label() {
            return String.format(
                    Locale.ROOT,
                    "%s, step %d, %s, operators: %d",
                    known.kernel(),
                    known.step(),
                    known.magnetic() ? "y_H" : "y_T",
                    known.operators());
        }

        /** Returns the difference in combined standard errors. */
        double deviation() {
            return (found.value() - known.value()) / Math.hypot(found.standardError(), known.error());
        }
    }

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        groups.forEach((name, group) -> {
            for (int step = 1; step <= steps; step++) {
                String label = String.format(Locale.ROOT, "%s, step %d, ", name, step);
                estimates.put(label + "y_T", exponent(group, false, step, OPERATORS));
                estimates.put(label + "y_H", exponent(group, true, step, OPERATORS));
            }
        });
        return estimates;
    }

    Verdict verdict() {
        List<Clause> clauses = new ArrayList<>(List.of(exactStep(), thermal(), magnetic()));
        soft().ifPresent(kernel -> clauses.add(slow(kernel)));
        clauses.add(filter());
        List<Comparison> comparisons = comparisons();
        if (!comparisons.isEmpty()) {
            clauses.add(known(comparisons));
        }
        return new Verdict(clauses);
    }

    /** Returns the step whose exponents are quoted. */
    private int step() {
        return Math.min(2, steps);
    }

    private Clause thermal() {
        List<Check> checks = new ArrayList<>();
        groups.forEach((name, group) -> {
            Estimate found = exponent(group, false, step(), OPERATORS);
            checks.add(Check.near(
                            String.format(Locale.ROOT, "%s, step %d: y_T", name, step()),
                            found.value(),
                            THERMAL,
                            CONVERGED + AGREEMENT * found.standardError())
                    .from("Onsager 1944"));
        });
        String range = range(false);
        return new Clause(
                checks,
                String.format(Locale.ROOT, "After step %d y_T lies in %s for all kernels (exact: 1).", step(), range),
                String.format(
                        Locale.ROOT,
                        "After step %d y_T lies in %s, and not every kernel has reached the exact 1.",
                        step(),
                        range));
    }

    private Clause magnetic() {
        List<Estimate> sorted = groups.values().stream()
                .map(group -> exponent(group, true, step(), OPERATORS))
                .sorted(Comparator.comparing(Estimate::value))
                .toList();
        Estimate least = sorted.get(0);
        Estimate most = sorted.get(sorted.size() - 1);
        Check check = Check.atLeast(
                String.format(Locale.ROOT, "step %d: largest y_H minus smallest, in combined standard errors", step()),
                (most.value() - least.value()) / Math.hypot(most.standardError(), least.standardError()),
                5);
        return Clause.of(
                check,
                String.format(Locale.ROOT, "y_H lies in %s and distinguishes the kernels (exact: 1.875).", range(true)),
                String.format(
                        Locale.ROOT,
                        "y_H lies in %s and does not distinguish the kernels (exact: 1.875).",
                        range(true)));
    }

    /** Returns the name of the softest given kernel. */
    private Optional<String> soft() {
        return groups.keySet().stream()
                .filter(name -> name.startsWith("p = "))
                .min(Comparator.comparing(name -> Double.parseDouble(name.substring(4))));
    }

    private Clause slow(String kernel) {
        double softest = distance(kernel);
        return Clause.of(
                Check.atLeast(
                        String.format(
                                Locale.ROOT,
                                "step %d: |y_H - 1.875| of %s minus that of the majority rule",
                                step(),
                                kernel),
                        softest - distance(Mcrg.MAJORITY),
                        0.005),
                "Soft kernels converge slowly.",
                "The softest kernel is not farther from the exact y_H than the majority rule.");
    }

    private double distance(String kernel) {
        return Math.abs(exponent(group(kernel), true, step(), OPERATORS).value() - MAGNETIC);
    }

    private Clause filter() {
        double mean = learned.weights().stream().mapToDouble(w -> w).average().orElseThrow();
        double spread = learned.weights().stream()
                .mapToDouble(weight -> Math.abs(weight / mean - 1))
                .max()
                .orElseThrow();
        String weights = String.format(
                Locale.ROOT,
                "%s; its y_H is %s, that of the majority rule %s.",
                learned.weights().stream()
                        .map(weight -> String.format(Locale.ROOT, "%.3f", weight))
                        .toList(),
                EstimateText.number(exponent(group(Mcrg.LEARNED), true, step(), OPERATORS)),
                EstimateText.number(exponent(group(Mcrg.MAJORITY), true, step(), OPERATORS)));
        return Clause.of(
                Check.atMost(
                        "learned filter: largest relative deviation of any weight from the mean weight", spread, EQUAL),
                String.format(
                        Locale.ROOT,
                        "Maximum likelihood learns Kadanoff's kernel with p = %.3f, weights %s",
                        mean,
                        weights),
                "Maximum likelihood learns weights that are not those of Kadanoff's kernel: " + weights);
    }

    private Clause known(List<Comparison> comparisons) {
        long outliers = comparisons.stream()
                .filter(comparison -> !(Math.abs(comparison.deviation()) <= AGREEMENT))
                .count();
        double largest = comparisons.stream()
                .mapToDouble(comparison -> Math.abs(comparison.deviation()))
                .max()
                .orElseThrow();
        return new Clause(
                List.of(
                        Check.atMost(
                                        String.format(
                                                Locale.ROOT,
                                                "exponents beyond three combined standard errors, of %d",
                                                comparisons.size()),
                                        (double) outliers,
                                        OUTLIERS)
                                .from(References.MCRG_SCRIPT),
                        Check.atMost("largest deviation, in combined standard errors", largest, 5)
                                .from(References.MCRG_SCRIPT)),
                String.format(
                        Locale.ROOT,
                        "%d exponents agree with those of another program; beyond three standard errors: %d.",
                        comparisons.size(),
                        outliers),
                String.format(
                        Locale.ROOT,
                        "%d of %d exponents differ from those of another program by more than three standard errors.",
                        outliers,
                        comparisons.size()));
    }

    /** Returns comparisons with the exponents of another program; empty for other lattices. */
    List<Comparison> comparisons() {
        if (side != McrgReference.SIDE) {
            return List.of();
        }
        return McrgReference.all().stream()
                .filter(known -> groups.containsKey(known.kernel()) && known.step() <= steps)
                .map(known -> new Comparison(
                        known, exponent(group(known.kernel()), known.magnetic(), known.step(), known.operators())))
                .toList();
    }

    private String range(boolean magnetic) {
        double[] values = groups.values().stream()
                .mapToDouble(
                        group -> exponent(group, magnetic, step(), OPERATORS).value())
                .sorted()
                .toArray();
        return String.format(Locale.ROOT, "[%.4f, %.4f]", values[0], values[values.length - 1]);
    }

    private MonteCarloRenormalizationGroup group(String kernel) {
        return Objects.requireNonNull(groups.get(kernel), kernel);
    }

    static Estimate exponent(MonteCarloRenormalizationGroup group, boolean magnetic, int step, int operators) {
        return magnetic ? group.magneticExponent(step, operators) : group.thermalExponent(step, operators);
    }

    /**
     * Returns the clause on one step from 4 x 4 to 2 x 2 critical spins, with couplings from {@link References#SCRIPT}.
     */
    private static Clause exactStep() {
        Blocks blocks = Blocks.square(4, 2);
        List<Check> checks = new ArrayList<>();
        checks.addAll(exactStep(
                "p* = 0.76598",
                new KadanoffKernel(blocks, BEST),
                11.3745643438,
                .6536356614,
                .3457258243,
                -.0330829168));
        checks.addAll(exactStep(
                "p = 1", new KadanoffKernel(blocks, 1), 11.2848265568, .6781655188, .3348945915, .0002595015));
        checks.addAll(exactStep(
                Mcrg.MAJORITY, new MajorityRule(blocks), 11.2320170956, .6929003415, .3273840725, .0196345298));
        return new Clause(
                checks,
                "One step from 4 x 4 to 2 x 2 spins keeps log Z and gives the known couplings.",
                "One step from 4 x 4 to 2 x 2 spins does not keep log Z, or does not give the known couplings.");
    }

    private static List<Check> exactStep(
            String name, BlockSpins kernel, double constant, double edge, double diagonal, double plaquette) {
        Hamiltonian renormalized = RenormalizedHamiltonian.of(new SquareLattice(4).ising(Mcrg.CRITICAL), kernel);
        EffectiveCouplings found = EffectiveCouplings.of(renormalized);
        double printed = 5e-11;
        String step = "4 x 4 to 2 x 2, " + name + ": ";
        return List.of(
                Check.near(step + "constant, nats", found.of(), constant, printed)
                        .from(References.SCRIPT),
                Check.near(step + "edge", found.of(0, 1), edge, printed).from(References.SCRIPT),
                Check.near(step + "diagonal", found.of(0, 3), diagonal, printed).from(References.SCRIPT),
                Check.near(step + "plaquette", found.of(0, 1, 2, 3), plaquette, printed)
                        .from(References.SCRIPT),
                Check.near(
                                step + "log Z, nats",
                                renormalized.logPartition(),
                                new KaufmanPartitionFunction(4).logPartition(Mcrg.CRITICAL),
                                1e-13)
                        .from("Kaufman 1949, this run"));
    }
}
