package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.run.Evidence;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.coarse.BlockSpins;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.coarse.KadanoffKernel;
import io.dbn4j.rg.coarse.MajorityRule;
import io.dbn4j.rg.coarse.RbmFilter;
import io.dbn4j.rg.coarse.RenormalizedHamiltonian;
import io.dbn4j.rg.experiment.McrgReference.Known;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup;
import io.dbn4j.rg.mcrg.SpinOperator;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import io.dbn4j.rg.observable.IsingTrace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Exponents of the critical Ising model by Monte Carlo renormalization, with kernels that are given and one that is learned.
 *
 * <p>Every kernel sees the same configurations. First one step is done exactly, from 4 x 4 to 2 x 2 spins. The kernels are the
 * majority rule, Kadanoff's with several strengths, and a 2 x 2 RBM filter that was trained by maximum likelihood on other
 * configurations. Configurations are used only if their mean energy is that of Kaufman's solution.
 *
 * @param side L of the lattice, a multiple of {@code 2^steps}
 * @param steps of coarse graining
 * @param samples configurations
 * @param clusters Wolff clusters between two of them
 * @param burnIn as many clusters, times {@code clusters}, before the first
 * @param strengths p of Kadanoff's kernels
 * @param trainingSamples configurations that the filter learns from
 */
@Reference(
        authors = "R. H. Swendsen",
        title = "Monte Carlo renormalization group",
        venue = "Physical Review Letters 42",
        year = 1979,
        url = "https://doi.org/10.1103/PhysRevLett.42.859")
@JsonTypeName("mcrg")
public record Mcrg(
        int side, int steps, int samples, int clusters, int burnIn, List<Double> strengths, int trainingSamples)
        implements RgExperiment {

    private static final double CRITICAL = KaufmanPartitionFunction.CRITICAL_COUPLING;
    private static final String MAJORITY = "majority";
    private static final String LEARNED = "learned";
    private static final int OPERATORS = SpinOperator.EVEN.size();

    /** Combined standard errors within which two measurements agree. */
    private static final double AGREEMENT = 3;

    /** Standard errors from the exact energy at which configurations are refused. */
    private static final double GATE = 4;

    /** Scaling dimension of the magnetic field, {@code 15 / 8}. */
    private static final double MAGNETIC = 1.875;

    public Mcrg {
        strengths = List.copyOf(strengths);
        Check.require(steps >= 1 && steps <= 5, "steps must be in [1, 5], was %d", steps);
        Check.require(
                side >= 1 << (steps + 1) && side <= Long.SIZE && side % (1 << steps) == 0,
                "side must be a multiple of %d in [%d, %d] for %d steps, was %d",
                1 << steps,
                1 << (steps + 1),
                Long.SIZE,
                steps,
                side);
        Check.atLeast(400, samples, "samples");
        Check.atLeast(1, clusters, "clusters");
        Check.atLeast(0, burnIn, "burnIn");
        Check.atLeast(100, trainingSamples, "trainingSamples");
    }

    @Override
    public String cost() {
        return "1 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("samples", "5000", "trainingSamples", "1000");
    }

    @Override
    public Finding run(Run run) {
        RbmFilter learned = learn(run);
        Map<String, BlockSpins> kernels = kernels(learned);
        Map<String, MonteCarloRenormalizationGroup> groups = new LinkedHashMap<>();
        kernels.forEach((name, kernel) -> groups.put(
                name, new MonteCarloRenormalizationGroup(chain(kernel), samples, run.random("block spins, " + name))));
        run.progress().begin("configurations", samples, "configurations");
        sample(samples, run.random("configurations"), spins -> {
            groups.values().forEach(group -> group.add(spins));
            run.progress().advance(1);
        });
        run.progress().end();
        Finding finding = finding(learned, groups);
        run.save("exponents.csv", file -> Files.writeString(file, csv(groups), StandardCharsets.UTF_8));
        report(run, learned, groups, finding);
        return finding;
    }

    private interface Visitor {
        void visit(byte[] spins);
    }

    /** Draws configurations and refuses them afterwards if their energy is wrong. */
    private void sample(int count, RandomSource random, Visitor visitor) {
        SquareLattice lattice = new SquareLattice(side);
        MonteCarlo chain = new MonteCarlo(new Wolff(clusters), burnIn, 1);
        IsingTrace trace = new IsingTrace(lattice, count);
        chain.sample(lattice, CRITICAL, count, random, spins -> {
            trace.accept(spins);
            visitor.visit(spins);
        });
        new EquilibrationGate(chain, GATE).require(trace.energyCorrelation().estimate("J"), exactEnergyPerSite());
    }

    /** By a central difference: its error, 1e-8, is far below any standard error. */
    private double exactEnergyPerSite() {
        double step = 1e-4;
        KaufmanPartitionFunction exact = new KaufmanPartitionFunction(side);
        double rise = exact.logPartition(CRITICAL + step) - exact.logPartition(CRITICAL - step);
        return -rise / (2 * step * side * side);
    }

    private RbmFilter learn(Run run) {
        LearnedFilter filter = new LearnedFilter(Blocks.square(side, 2));
        run.progress().begin("configurations to learn from", trainingSamples, "configurations");
        sample(trainingSamples, run.random("training configurations"), spins -> {
            filter.accept(spins);
            run.progress().advance(1);
        });
        run.progress().end();
        return filter.learn(run.random("filter"));
    }

    private Map<String, BlockSpins> kernels(RbmFilter learned) {
        Blocks blocks = Blocks.square(side, 2);
        Map<String, BlockSpins> kernels = new LinkedHashMap<>();
        for (double strength : strengths) {
            kernels.put(name(strength), new KadanoffKernel(blocks, strength));
        }
        kernels.put(LEARNED, learned);
        kernels.put(MAJORITY, new MajorityRule(blocks));
        return kernels;
    }

    private static String name(double strength) {
        return format("p = %.3f", strength);
    }

    private List<BlockSpins> chain(BlockSpins first) {
        return Stream.iterate(first, BlockSpins::above).limit(steps).toList();
    }

    private static double strength(RbmFilter filter) {
        return filter.weights().stream().mapToDouble(w -> w).average().orElseThrow();
    }

    private Finding finding(RbmFilter learned, Map<String, MonteCarloRenormalizationGroup> groups) {
        List<Finding.Check> checks = new ArrayList<>(exactStepChecks());
        long outliers = 0;
        if (side == McrgReference.SIDE) {
            for (Known known : McrgReference.all()) {
                MonteCarloRenormalizationGroup group = groups.get(known.kernel());
                if (group == null || known.step() > steps) {
                    continue;
                }
                Estimate found = exponent(group, known.magnetic(), known.step(), known.operators());
                Finding.Check check = Finding.Check.near(
                        String.format(
                                Locale.ROOT,
                                "%s, step %d, %s, operators: %d",
                                known.kernel(),
                                known.step(),
                                known.magnetic() ? "y_H" : "y_T",
                                known.operators()),
                        found.value(),
                        known.value(),
                        AGREEMENT * Math.hypot(found.standardError(), known.error()));
                checks.add(check);
                outliers += check.pass() ? 0 : 1;
            }
            checks.add(Finding.Check.atMost("comparisons beyond three combined standard errors", (double) outliers, 1));
        }
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        groups.forEach((name, group) -> {
            for (int step = 1; step <= steps; step++) {
                estimates.put(
                        String.format(Locale.ROOT, "%s, step %d, y_T", name, step),
                        exponent(group, false, step, OPERATORS));
                estimates.put(
                        String.format(Locale.ROOT, "%s, step %d, y_H", name, step),
                        exponent(group, true, step, OPERATORS));
            }
        });
        return new Finding(
                "mcrg",
                estimates,
                Verdict.of(new Clause(
                        checks,
                        verdict(learned, groups, outliers),
                        "Not every check passes: see which before drawing conclusions.")),
                Evidence.ESTIMATE);
    }

    private String verdict(RbmFilter learned, Map<String, MonteCarloRenormalizationGroup> groups, long outliers) {
        int step = Math.min(2, steps);
        Estimate filter = exponent(group(groups, LEARNED), true, step, OPERATORS);
        Estimate majority = exponent(group(groups, MAJORITY), true, step, OPERATORS);
        DoubleSummaryStatistics thermal = values(groups, false, step);
        DoubleSummaryStatistics magnetic = values(groups, true, step);
        return String.format(
                Locale.ROOT,
                "After step %d y_T lies in [%.4f, %.4f] whatever the kernel, and y_H in [%.4f, %.4f]: it tells kernels apart, and"
                        + " soft ones converge slowly. Exact are 1 and 1.875. Maximum likelihood learns Kadanoff's kernel with p"
                        + " = %.3f and y_H = %.4f(%.0f), the majority rule has %.4f(%.0f). Errors are"
                        + " statistical only. Comparisons with known values beyond three standard errors: %d.",
                step,
                thermal.getMin(),
                thermal.getMax(),
                magnetic.getMin(),
                magnetic.getMax(),
                strength(learned),
                filter.value(),
                filter.standardError() * 1e4,
                majority.value(),
                majority.standardError() * 1e4,
                outliers);
    }

    private static DoubleSummaryStatistics values(
            Map<String, MonteCarloRenormalizationGroup> groups, boolean magnetic, int step) {
        return groups.values().stream()
                .mapToDouble(group -> exponent(group, magnetic, step, OPERATORS).value())
                .summaryStatistics();
    }

    private static MonteCarloRenormalizationGroup group(
            Map<String, MonteCarloRenormalizationGroup> groups, String kernel) {
        return Objects.requireNonNull(groups.get(kernel), kernel);
    }

    private static Estimate exponent(MonteCarloRenormalizationGroup group, boolean magnetic, int step, int operators) {
        return magnetic ? group.magneticExponent(step, operators) : group.thermalExponent(step, operators);
    }

    /** The step from 4 x 4 to 2 x 2 critical spins against values that were computed independently. */
    private static List<Finding.Check> exactStepChecks() {
        Blocks blocks = Blocks.square(4, 2);
        List<Finding.Check> checks = new ArrayList<>();
        checks.addAll(exactStep(
                "p*", new KadanoffKernel(blocks, .7659830352), 11.3745643438, .6536356614, .3457258243, -.0330829168));
        checks.addAll(exactStep(
                "p = 1", new KadanoffKernel(blocks, 1), 11.2848265568, .6781655188, .3348945915, .0002595015));
        checks.addAll(
                exactStep(MAJORITY, new MajorityRule(blocks), 11.2320170956, .6929003415, .3273840725, .0196345298));
        return checks;
    }

    private static List<Finding.Check> exactStep(
            String name, BlockSpins kernel, double constant, double edge, double diagonal, double plaquette) {
        Hamiltonian renormalized = RenormalizedHamiltonian.of(new SquareLattice(4).ising(CRITICAL), kernel);
        EffectiveCouplings found = EffectiveCouplings.of(renormalized);
        double printed = 5e-11;
        String step = "4 x 4 to 2 x 2, " + name + ": ";
        return List.of(
                Finding.Check.near(step + "constant", found.of(), constant, printed),
                Finding.Check.near(step + "edge", found.of(0, 1), edge, printed),
                Finding.Check.near(step + "diagonal", found.of(0, 3), diagonal, printed),
                Finding.Check.near(step + "plaquette", found.of(0, 1, 2, 3), plaquette, printed),
                Finding.Check.near(
                        step + "log Z",
                        renormalized.logPartition(),
                        new KaufmanPartitionFunction(4).logPartition(CRITICAL),
                        1e-13));
    }

    private String csv(Map<String, MonteCarloRenormalizationGroup> groups) {
        StringBuilder csv = new StringBuilder("kernel,step,exponent,operators,value,standardError\n");
        groups.forEach((name, group) -> {
            for (int step = 1; step <= steps; step++) {
                for (boolean magnetic : new boolean[] {false, true}) {
                    for (int operators = 1; operators <= OPERATORS; operators++) {
                        Estimate found = exponent(group, magnetic, step, operators);
                        csv.append(String.format(
                                Locale.ROOT,
                                "%s,%d,%s,%d,%.6f,%.6f%n",
                                name,
                                step,
                                magnetic ? "y_H" : "y_T",
                                operators,
                                found.value(),
                                found.standardError()));
                    }
                }
            }
        });
        return csv.toString();
    }

    private void report(
            Run run, RbmFilter learned, Map<String, MonteCarloRenormalizationGroup> groups, Finding finding) {
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((name, group) -> {
            for (int step = 1; step <= steps; step++) {
                rows.add(List.of(
                        name,
                        String.valueOf(step),
                        text(group.thermalExponent(step, 1)),
                        text(group.thermalExponent(step, OPERATORS)),
                        text(group.magneticExponent(step, 1)),
                        text(group.magneticExponent(step, OPERATORS))));
            }
        });
        Report page = Report.of(
                        String.format(Locale.ROOT, "Monte Carlo renormalization of %d x %d critical spins", side, side))
                .claim(finding.evidence(), finding.verdict().text())
                .table(
                        String.format(Locale.ROOT, "%d configurations; exact: y_T = 1, y_H = 1.875", samples),
                        List.of("kernel", "step", "y_T, 1 operator", "y_T, 4", "y_H, 1 operator", "y_H, 4"),
                        rows)
                .lines(chart(groups))
                .text("Even operators: %s. Odd operators: %s. Each with its rotations and reflections."
                        .formatted(SpinOperator.EVEN, SpinOperator.ODD))
                .text(String.format(
                        Locale.ROOT,
                        "Weights that maximum likelihood gave the filter: %s, bias %.1e.",
                        learned.weights().stream()
                                .map(weight -> format("%.4f", weight))
                                .toList(),
                        learned.bias()));
        CheckTable.end(page, run, finding);
    }

    private LineChart chart(Map<String, MonteCarloRenormalizationGroup> groups) {
        List<Series> series = new ArrayList<>();
        groups.forEach((name, group) -> {
            List<Point> points = new ArrayList<>();
            for (int step = 1; step <= steps; step++) {
                Estimate found = group.magneticExponent(step, OPERATORS);
                points.add(new Point(step, found.value(), found.low(), found.high()));
            }
            series.add(new Series(name, points));
        });
        series.add(new Series(
                "exact",
                List.of(new Point(1, MAGNETIC, MAGNETIC, MAGNETIC), new Point(steps, MAGNETIC, MAGNETIC, MAGNETIC))));
        return new LineChart(
                "The magnetic exponent tells kernels apart", Axis.linear("step", ""), Axis.linear("y_H", ""), series);
    }

    private static String text(Estimate estimate) {
        return String.format(Locale.ROOT, "%.4f +- %.4f", estimate.value(), estimate.standardError());
    }

    private static String format(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
