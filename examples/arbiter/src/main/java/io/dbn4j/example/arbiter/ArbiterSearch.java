package io.dbn4j.example.arbiter;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.mnist.data.Mnist;
import io.dbn4j.sweep.arbiter.LogLikelihoodScore;
import io.dbn4j.sweep.arbiter.PretrainingTaskCreator;
import io.dbn4j.sweep.arbiter.RbmLayerSpace;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator.Mode;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A search by Arbiter: learning rates and numbers of hidden units of an RBM, by its exact log-likelihood on held-out digits. */
public final class ArbiterSearch {

    private static final int CANDIDATES = 4;

    private ArbiterSearch() {}

    /** Digits for candidates. Arbiter makes one source for each candidate, by the constructor without arguments. */
    public static final class Digits implements DataSource {

        private static final ImageSet TRAIN = Mnist.load().train();

        @Override
        public void configure(Properties properties) {}

        @Override
        public Object trainData() {
            return new ExistingDataSetIterator(TRAIN.slice(0, 2000).batches(50));
        }

        @Override
        public Object testData() {
            return new ExistingDataSetIterator(TRAIN.slice(50_000, 51_000).batches(50));
        }

        @Override
        public Class<?> getDataType() {
            return DataSetIterator.class;
        }
    }

    /** Prints the best of four candidates. */
    public static void main(String[] arguments) {
        LocalOptimizationRunner search = run();
        System.out.printf(
                Locale.ROOT,
                "best of %d candidates: number %d, %.1f nats%n",
                search.numCandidatesCompleted(),
                search.bestScoreCandidateIndex(),
                search.bestScore());
    }

    static LocalOptimizationRunner run() {
        MultiLayerSpace space = new MultiLayerSpace.Builder()
                .seed(1)
                .updater(new SgdSpace(new DiscreteParameterSpace<>(0.001, 0.1)))
                .addLayer(new RbmLayerSpace.Builder()
                        .nIn(784)
                        .nOut(new DiscreteParameterSpace<>(4, 12))
                        .objective(new Likelihood(new ContrastiveDivergence(1)))
                        .build())
                .numEpochs(3)
                .build();
        OptimizationConfiguration configuration = new OptimizationConfiguration.Builder()
                .candidateGenerator(new GridSearchCandidateGenerator(space, 2, Mode.Sequential, null))
                .dataSource(Digits.class, new Properties())
                .modelSaver(new InMemoryResultSaver())
                .scoreFunction(new LogLikelihoodScore(12, 1000, 100, Double.POSITIVE_INFINITY))
                .terminationConditions(new MaxCandidatesCondition(CANDIDATES))
                .rngSeed(1)
                .build();
        LocalOptimizationRunner search = new LocalOptimizationRunner(
                configuration, new PretrainingTaskCreator(Duration.ofMinutes(5), Binarization.BERNOULLI));
        search.execute();
        return search;
    }
}
