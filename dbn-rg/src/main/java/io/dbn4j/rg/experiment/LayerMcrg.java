package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Xoshiro256;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.coarse.BlockSpins;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.CoarseGraining;
import io.dbn4j.rg.coarse.HiddenLattice;
import io.dbn4j.rg.coarse.LayerTiling;
import io.dbn4j.rg.coarse.MajorityRule;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment that measures exponents of the critical Ising model by Monte Carlo renormalization through trained RBM
 * layers, compared with the majority rule.
 *
 * <p>Layers learn square patches of critical configurations by greedy pretraining, with one hidden spin for each 2 x 2
 * block of a patch. Training does not assign hidden spins to blocks, so on patches of more than one block they are
 * assigned after training. The layer then tiles the lattice, and at each further step the lattice of its hidden spins.
 * The majority rule and the same layers, cut to the weights on own blocks, see the same configurations. These are
 * different from the training configurations.
 *
 * @param side L of the lattice; the side of the last lattice that is transformed must be a multiple of every patch
 * @param steps number of steps of coarse graining, each by a factor of 2
 * @param samples number of configurations
 * @param clusters Wolff clusters between two configurations
 * @param burnIn steps of {@code clusters} clusters before the first configuration
 * @param patches edges of the patches, even
 * @param training settings of the training of layers
 */
@Reference(
        authors = "J.-H. Chung, Y.-J. Kao",
        title = "Neural Monte Carlo renormalization group",
        venue = "Physical Review Research 3",
        year = 2021,
        url = "https://doi.org/10.1103/PhysRevResearch.3.023230")
@JsonTypeName("layer-mcrg")
public record LayerMcrg(
        int side, int steps, int samples, int clusters, int burnIn, List<Integer> patches, PatchTraining training)
        implements RgExperiment {

    /**
     * Largest distance of the mean energy from the exact energy, in standard errors; configurations beyond it are
     * refused.
     */
    private static final double GATE = 4;

    /**
     * Number of layers with random weights, which show the share of own blocks that comes from the assignment alone.
     */
    private static final int RANDOM_LAYERS = 200;

    /** Checks that patches of every size fill every lattice. */
    public LayerMcrg {
        patches = List.copyOf(patches);
        Check.require(steps >= 1 && steps <= 5, "steps must be in [1, 5], was %d", steps);
        Check.require(!patches.isEmpty(), "patches must list at least one edge");
        Check.require(
                side >= 1 << (steps + 1) && side <= Long.SIZE,
                "side must be in [%d, %d] for %d steps, was %d",
                1 << (steps + 1),
                Long.SIZE,
                steps,
                side);
        for (int patch : patches) {
            Check.require(patch >= 2 && patch % 2 == 0, "patches must be even and at least 2, was %d", patch);
            Check.require(
                    side % (patch << (steps - 1)) == 0,
                    "side must be a multiple of %d for patches of %d and %d steps, was %d",
                    patch << (steps - 1),
                    patch,
                    steps,
                    side);
        }
        Check.atLeast(400, samples, "samples");
        Check.atLeast(1, clusters, "clusters");
        Check.atLeast(0, burnIn, "burnIn");
    }

    @Override
    public String cost() {
        return "3 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("samples", "5000", "training.configurations", "2000", "training.layers", "1");
    }

    @Override
    public Finding run(Run run) {
        List<TrainedLayer> layers = train(run);
        Map<String, MonteCarloRenormalizationGroup> groups = new LinkedHashMap<>();
        MajorityRule majority = new MajorityRule(Blocks.square(side, 2));
        groups.put(Mcrg.MAJORITY, group(run, Mcrg.MAJORITY, chain(majority, BlockSpins::above)));
        for (TrainedLayer layer : layers) {
            groups.put(layer.name(), group(run, layer.name(), tiled(layer.hidden())));
            if (layer.patch() > 2) {
                groups.put(
                        layer.cutName(),
                        group(run, layer.cutName(), tiled(layer.hidden().cut())));
            }
        }
        run.progress().begin("configurations", samples, "configurations");
        sample(samples, run.random("configurations"), spins -> {
            groups.values().forEach(group -> group.add(spins));
            run.progress().advance(1);
        });
        run.progress().end();
        LayerMcrgVerdict verdict = new LayerMcrgVerdict(side, layers, new LayerExponents(steps, groups));
        LayerMcrgReport report = new LayerMcrgReport(samples, verdict);
        return new Finding("layer-mcrg", report.estimates(), verdict.verdict(), Evidence.ESTIMATE)
                .shown(
                        run,
                        String.format(
                                Locale.ROOT,
                                "Monte Carlo renormalization of %d x %d critical spins through trained layers",
                                side,
                                side),
                        report::addTo);
    }

    private List<TrainedLayer> train(Run run) {
        Map<Integer, PatchTraining.Patches> rows = new LinkedHashMap<>();
        for (int patch : patches) {
            RandomSource places = run.random("places, patch " + patch);
            rows.put(patch, new PatchTraining.Patches(side, patch, training.configurations(), Xoshiro256.of(places)));
        }
        run.progress().begin("configurations to learn from", training.configurations(), "configurations");
        sample(training.configurations(), run.random("training configurations"), spins -> {
            rows.values().forEach(some -> some.accept(spins));
            run.progress().advance(1);
        });
        run.progress().end();
        List<TrainedLayer> layers = new ArrayList<>();
        rows.forEach((patch, some) -> layers.addAll(train(run, patch, some.rows())));
        return layers;
    }

    private List<TrainedLayer> train(Run run, int patch, INDArray rows) {
        Exports.rows(run, "patches-" + patch, rows);
        Blocks blocks = Blocks.square(patch, 2);
        HiddenLattice.RandomShares random =
                HiddenLattice.ofRandomWeights(blocks, RANDOM_LAYERS, run.random("random weights, patch " + patch));
        List<TrainedLayer> layers = new ArrayList<>();
        for (int number = 1; number <= training.layers(); number++) {
            String name = "patch-" + patch + "-layer-" + number;
            Rbm rbm = training.train(run, name, rows);
            Exports.rbm(run, name, rbm);
            layers.add(new TrainedLayer(name, patch, HiddenLattice.of(rbm, blocks), random));
        }
        return layers;
    }

    private List<LayerTiling> tiled(HiddenLattice hidden) {
        return chain(new LayerTiling(hidden.layer(), side), LayerTiling::above);
    }

    private void sample(int count, RandomSource random, Consumer<byte[]> visitor) {
        MonteCarlo chain = new MonteCarlo(new Wolff(clusters), burnIn, 1);
        new EquilibrationGate(chain, GATE).sample(new SquareLattice(side), Mcrg.CRITICAL, count, random, visitor);
    }

    private MonteCarloRenormalizationGroup group(Run run, String name, List<? extends CoarseGraining> chain) {
        return new MonteCarloRenormalizationGroup(chain, samples, run.random("block spins, " + name));
    }

    private <T extends CoarseGraining> List<T> chain(T first, UnaryOperator<T> above) {
        return Stream.iterate(first, above).limit(steps).toList();
    }
}
