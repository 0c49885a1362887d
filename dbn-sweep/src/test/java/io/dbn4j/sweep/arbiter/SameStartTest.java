package io.dbn4j.sweep.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.AveragedPretraining;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.training.ParameterAveraging;
import io.dbn4j.core.training.ParameterAveraging.MomentumRule;
import io.dbn4j.core.training.ReplicaThreads;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.StackRecipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tests that the library, an experiment's stack, replicas and Arbiter's candidates give a network the same initial
 * parameters.
 */
class SameStartTest {

    private static final Seed SEED = new Seed(3);

    @TempDir
    Path folder;

    private final INDArray rows = rows();
    private final GreedyPretraining untrained =
            new GreedyPretraining(List.of(0, 0), 10, Binarization.NONE, Binarization.NONE);
    private double[] library = {};

    /** An experiment that is never run: the tests need only the folder of its run. */
    @JsonTypeName("nothing")
    record Nothing() implements Experiment {

        @Override
        public Result run(Run run) {
            throw new IllegalStateException("is not run");
        }
    }

    private static INDArray rows() {
        List<INDArray> batches = new ArrayList<>();
        var data = (DataSetIterator) new ArbiterTest.Skewed().trainData();
        data.forEachRemaining(batch -> batches.add(batch.getFeatures()));
        return Nd4j.vstack(batches);
    }

    private static DeepBeliefNetwork network() {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(SEED.value())
                .list()
                .layer(new RbmLayer.Builder().nIn(4).nOut(3).build())
                .layer(new RbmLayer.Builder().nIn(3).nOut(2).build())
                .build());
        network.init();
        return network;
    }

    private static double[] parameters(MultiLayerNetwork network) {
        return Elements.of(network.params());
    }

    @BeforeEach
    void startInTheLibrary() {
        DeepBeliefNetwork network = network();
        untrained.train(network, rows, SEED, new GreedyPretraining.Observer() {});
        library = parameters(network);
    }

    @Test
    void aNetworkThatIsOnlyInitializedByDl4jHasOtherParameters() {
        assertThat(parameters(network())).isNotEqualTo(library);
    }

    @Test
    void aStackOfAnExperimentStartsSo() {
        Run run =
                Run.create(new RunRequest("start", new Nothing(), 3, Map.of()), folder.resolve("run"), Progress.SILENT);
        LayerRecipe first = recipe(3);
        LayerRecipe second = recipe(2);

        StackRecipe.Trained trained =
                new StackRecipe(List.of(first, second), 10, Binarization.NONE).train(run, rows, SEED);

        assertThat(parameters(trained.network())).isEqualTo(library);
    }

    private static LayerRecipe recipe(int hidden) {
        return new LayerRecipe(hidden, 0, new Likelihood(new ContrastiveDivergence(1)), 0.1, false, 0, 0);
    }

    @Test
    void replicasStartSo() {
        DeepBeliefNetwork network = network();

        new AveragedPretraining(untrained, new ParameterAveraging(2, 1, MomentumRule.AVERAGE), new ReplicaThreads(1))
                .train(network, rows, SEED, new GreedyPretraining.Observer() {});

        assertThat(parameters(network)).isEqualTo(library);
    }

    @Test
    void candidatesOfArbiterStartSo() throws Exception {
        MultiLayerSpace space = new MultiLayerSpace.Builder()
                .seed(SEED.value())
                .addLayer(new RbmLayerSpace.Builder().nIn(4).nOut(3).build())
                .addLayer(new RbmLayerSpace.Builder().nIn(3).nOut(2).build())
                .numEpochs(0)
                .build();
        OptimizationConfiguration configuration = new OptimizationConfiguration.Builder()
                .candidateGenerator(new RandomSearchGenerator(space))
                .dataSource(ArbiterTest.Skewed.class, new Properties())
                .modelSaver(new InMemoryResultSaver())
                .scoreFunction(new LogLikelihoodScore(20, 10, 10, 1))
                .terminationConditions(new MaxCandidatesCondition(1))
                .build();
        LocalOptimizationRunner runner = new LocalOptimizationRunner(
                1, configuration, new PretrainingTaskCreator(Duration.ofMinutes(1), Binarization.NONE));

        runner.execute();

        assertThat(parameters((MultiLayerNetwork) runner.getResults().get(0).getResultModel()))
                .isEqualTo(library);
    }
}
