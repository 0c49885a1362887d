package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.coarse.BlockSpins;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.KadanoffKernel;
import io.dbn4j.rg.coarse.MajorityRule;
import io.dbn4j.rg.coarse.RbmFilter;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An experiment that measures exponents of the critical Ising model by Monte Carlo renormalization, with given kernels
 * and a learned one.
 *
 * <p>Every kernel sees the same configurations. One step from 4 x 4 to 2 x 2 spins is also done exactly. The kernels
 * are the majority rule, Kadanoff's with several strengths, and a 2 x 2 RBM filter that was trained by maximum
 * likelihood on other configurations. Configurations are used only if their mean energy agrees with Kaufman's solution.
 *
 * @param side L of the lattice, a multiple of {@code 2^steps}
 * @param steps number of steps of coarse graining
 * @param samples number of configurations
 * @param clusters Wolff clusters between two configurations
 * @param burnIn steps of {@code clusters} clusters before the first configuration
 * @param strengths p of Kadanoff's kernels
 * @param trainingSamples number of configurations that the filter learns from
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

    static final double CRITICAL = KaufmanPartitionFunction.CRITICAL_COUPLING;
    static final String MAJORITY = "majority";
    static final String LEARNED = "learned";
    /** Standard errors from the exact energy beyond which configurations are refused. */
    private static final double GATE = 4;

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
        McrgVerdict verdict = new McrgVerdict(side, steps, learned, groups);
        McrgReport report = new McrgReport(this, verdict);
        McrgReport.EXPONENTS.save(run, report.exponents());
        return new Finding("mcrg", verdict.estimates(), verdict.verdict(), Evidence.ESTIMATE)
                .shown(
                        run,
                        String.format(Locale.ROOT, "Monte Carlo renormalization of %d x %d critical spins", side, side),
                        report::addTo);
    }

    /** Passes configurations to a visitor and throws after the last one if their energy is wrong. */
    private void sample(int count, RandomSource random, Consumer<byte[]> visitor) {
        MonteCarlo chain = new MonteCarlo(new Wolff(clusters), burnIn, 1);
        new EquilibrationGate(chain, GATE).sample(new SquareLattice(side), CRITICAL, count, random, visitor);
    }

    private RbmFilter learn(Run run) {
        LearnedFilter filter = new LearnedFilter(Blocks.square(side, 2));
        run.progress().begin("configurations to learn from", trainingSamples, "configurations");
        sample(trainingSamples, run.random("training configurations"), spins -> {
            filter.accept(spins);
            run.progress().advance(1);
        });
        run.progress().end();
        filter.save(run);
        return filter.learn(run);
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
        return String.format(Locale.ROOT, "p = %.3f", strength);
    }

    private List<BlockSpins> chain(BlockSpins first) {
        return Stream.iterate(first, BlockSpins::above).limit(steps).toList();
    }
}
