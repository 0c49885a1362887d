package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.objective.Centered;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.objective.Tempered;
import io.dbn4j.core.objective.TrainValidationFreeEnergyGap;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.sample.Sampler;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class StackRecipeTest {

    private final INDArray rows = SmallRbms.data(SmallRbms.bernoulli(6, 4), 40).castTo(DataType.FLOAT);

    @TempDir
    Path folder;

    private Run run;

    /** An experiment that is never run: the tests need only the folder of its run. */
    @JsonTypeName("nothing")
    record Nothing() implements Experiment {

        @Override
        public Result run(Run run) {
            throw new IllegalStateException("is not run");
        }
    }

    /** Collects warnings. */
    private static final class Warnings implements Progress {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void warn(String line) {
            lines.add(line);
        }
    }

    @BeforeEach
    void openRun() {
        run = Run.create(new RunRequest("stack", new Nothing(), 7, Map.of()), folder.resolve("run"), Progress.SILENT);
    }

    private static LayerRecipe recipe(int hidden, int epochs) {
        return new LayerRecipe(hidden, epochs, new Likelihood(new ContrastiveDivergence(1)), 0.1, false, 0, 0);
    }

    private static StackRecipe stack(Initialization initialization, int top, UnitType topUnit) {
        return new StackRecipe(
                List.of(recipe(4, 100), recipe(top, 0)),
                10,
                Binarization.NONE,
                Binarization.BERNOULLI,
                List.of(new Bernoulli(), new Bernoulli(), topUnit),
                0,
                initialization);
    }

    /** Returns the range of the difference of two RBMs' free energies over the states of the layer between them. */
    private static double spread(StackRecipe.Trained trained) {
        Rbm above = trained.rbm(1);
        INDArray states = StateSpace.states(new Bernoulli(), 4, 0, 16, DataType.FLOAT);
        double[] difference = trained.rbm(0).transposed().freeEnergyDifference(above, states);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double d : difference) {
            low = Math.min(low, d);
            high = Math.max(high, d);
        }
        return high - low;
    }

    @Test
    void aTiedStartIsTheSameDistributionBetweenTwoRbms() {
        assertThat(spread(stack(Initialization.TIED, 6, new Bernoulli()).train(run, rows, new Seed(3))))
                .isEqualTo(0, within(1e-5));
    }

    /** Four further hidden units have weights of the order of 1e-3 and are usually off. */
    @Test
    void furtherHiddenUnitsHardlyChangeIt() {
        assertThat(spread(stack(Initialization.TIED, 10, new Bernoulli()).train(run, rows, new Seed(3))))
                .isEqualTo(0, within(0.1));
    }

    @Test
    void withoutItTheDistributionsDiffer() {
        StackRecipe.Trained trained =
                stack(Initialization.DATA_MEANS, 6, new Bernoulli()).train(run, rows, new Seed(3));

        assertThatThrownBy(() -> assertThat(spread(trained)).isEqualTo(0, within(0.1)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aTopThatIsTooSmallForATiedStartIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stack(Initialization.TIED, 5, new Bernoulli()).train(run, rows, new Seed(3)))
                .withMessage("layer 2 must have at least 6 bernoulli hidden units for a tied start, had 5 bernoulli");
    }

    /** The second stack of a run is trained, not restored from the checkpoint of the first. */
    @Test
    void severalStacksOfARunAreKeptApart() {
        StackRecipe one = new StackRecipe(List.of(recipe(4, 2)), 10, Binarization.NONE);

        StackRecipe.Trained first = one.train(run, "first", rows, new Seed(3));
        StackRecipe.Trained second = one.train(run, "second", rows, new Seed(4));
        StackRecipe.Trained again = one.train(run, "first", rows, new Seed(3));

        assertThat(second.rbm(0).weights()).isNotEqualTo(first.rbm(0).weights());
        assertThat(again.rbm(0).weights()).isEqualTo(first.rbm(0).weights());
        assertThat(run.metrics().read()).anyMatch(metric -> metric.series().equals("second.layer1.freeEnergy"));
    }

    /** Two temperatures of a small model exchange easily; a plain chain has nothing to exchange with. */
    @Test
    void ratesOfExchangesAreLogged() {
        for (NegativePhase phase : List.of(new Tempered(10, 2, 1), new Persistent(10, new Gibbs(), 1))) {
            LayerRecipe recipe = new LayerRecipe(4, 2, new Likelihood(phase), 0.1, true, 0, 0);
            String part = phase instanceof Tempered ? "tempered" : "plain";

            new StackRecipe(List.of(recipe), 10, Binarization.NONE).train(run, part, rows, new Seed(3));

            assertThat(run.metrics().read().stream()
                            .filter(metric -> metric.series().equals(part + ".layer1.smallestSwapRate"))
                            .mapToDouble(metric -> metric.value().value()))
                    .hasSize(phase instanceof Tempered ? 2 : 0)
                    .allSatisfy(rate -> assertThat(rate).isBetween(0.1, 1.0));
        }
    }

    /** A sampler whose chains never move. */
    record Standing() implements Sampler {

        @Override
        public Chains start(Rbm rbm, int chains, RandomSource random) {
            return new Gibbs().start(rbm, chains, random);
        }

        @Override
        public Kernel kernel(Rbm rbm) {
            return (chains, random) -> {};
        }
    }

    private List<String> warnings(String name, Sampler sampler, INDArray data) {
        Warnings warnings = new Warnings();
        Run watched = Run.create(new RunRequest("stack", new Nothing(), 7, Map.of()), folder.resolve(name), warnings);
        LayerRecipe recipe = new LayerRecipe(4, 25, new Likelihood(new Persistent(10, sampler, 1)), 0.01, false, 0, 0);
        new StackRecipe(List.of(recipe), 10, Binarization.NONE).train(watched, data, new Seed(3));
        return warnings.lines;
    }

    @Test
    void stuckChainsAreWarnedOfOnce() {
        assertThat(warnings("standing", new Standing(), rows))
                .singleElement()
                .asString()
                .startsWith("layer 1: 10 of 10 persistent chains are stuck");
        assertThat(warnings("mixing", new Gibbs(), rows)).isEmpty();
        assertThat(warnings("constant", new Standing(), rows.like().addi(1))).isEmpty();
    }

    @Test
    void persistentChainsOfATiedTopStartAtTheData() throws IOException {
        LayerRecipe top = new LayerRecipe(6, 0, new Likelihood(new Persistent(40, new Gibbs(), 1)), 0.1, false, 0, 0);
        LayerRecipe bottom = new LayerRecipe(4, 0, new Likelihood(new ContrastiveDivergence(1)), 0.1, false, 0, 0);
        for (boolean tied : new boolean[] {true, false}) {
            StackRecipe.Trained trained = new StackRecipe(
                            List.of(bottom, top),
                            10,
                            Binarization.NONE,
                            Binarization.NONE,
                            List.of(new Bernoulli()),
                            0,
                            tied ? Initialization.TIED : Initialization.DATA_MEANS)
                    .train(run, tied ? "tied" : "untied", rows, new Seed(3));
            Path file = folder.resolve(tied + ".zip");
            trained.network().save(file.toFile(), true);

            assertThat(holdsChains(file)).as("tied %s", tied).isEqualTo(tied);
        }
    }

    /** Tells whether a snapshot holds chains; before the first update it does only if training gave them a start. */
    private static boolean holdsChains(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().equals("dbn4j-layer-1-objective-visible.npy"));
        }
    }

    /** At the mean row all hidden units of a centered RBM have probability 1/2, also with a penalty. */
    @Test
    void centeredObjectivesStartUndecidedAndOthersDoNot() {
        Objective plain = new Likelihood(new ContrastiveDivergence(1));
        Objective centered = new Centered(plain, 0.01);
        Objective penalized = new HybridObjective(centered, Ramp.constant(1), new TrainValidationFreeEnergyGap());

        assertThat(inputOfMeanRow("centered", centered)).isEqualTo(0, within(1e-6));
        assertThat(inputOfMeanRow("penalized", penalized)).isEqualTo(0, within(1e-6));
        assertThat(inputOfMeanRow("plain", plain)).isGreaterThan(1e-3);
    }

    private double inputOfMeanRow(String part, Objective objective) {
        StackRecipe untrained =
                new StackRecipe(List.of(new LayerRecipe(4, 0, objective, 0.1, false, 0, 0)), 10, Binarization.NONE);
        Rbm rbm = untrained.train(run, part, rows, new Seed(3)).rbm(0);
        INDArray input =
                rows.mean(true, 0).mmul(rbm.weights()).addi(rbm.hiddenBias().reshape(1, 4));
        return input.norm1Number().doubleValue();
    }
}
