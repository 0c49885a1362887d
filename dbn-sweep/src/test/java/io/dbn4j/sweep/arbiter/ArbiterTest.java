package io.dbn4j.sweep.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator.Mode;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Tests of layer spaces and pretraining in Arbiter's own search. */
class ArbiterTest {

    /** A source of rows whose units are equal in pairs. */
    public static class Pairs implements DataSource {

        @Override
        public void configure(Properties properties) {}

        @Override
        public Object trainData() {
            List<DataSet> batches = new ArrayList<>();
            for (int batch = 0; batch < 4; batch++) {
                float[][] rows = new float[10][4];
                for (int row = 0; row < 10; row++) {
                    rows[row][0] = rows[row][1] = row % 2;
                    rows[row][2] = rows[row][3] = row / 2 % 2;
                }
                INDArray features = Nd4j.createFromArray(rows);
                batches.add(new DataSet(features, features));
            }
            return new ExistingDataSetIterator(batches);
        }

        @Override
        public Object testData() {
            return trainData();
        }

        @Override
        public Class<?> getDataType() {
            return DataSetIterator.class;
        }
    }

    /** A source of rows whose units have the means 0.1, 0.2, 0.3 and 0.4. */
    public static final class Skewed extends Pairs {

        @Override
        public Object trainData() {
            List<DataSet> batches = new ArrayList<>();
            for (int batch = 0; batch < 4; batch++) {
                float[][] rows = new float[10][4];
                for (int row = 0; row < 10; row++) {
                    for (int unit = 0; unit < 4; unit++) {
                        rows[row][unit] = row <= unit ? 1 : 0;
                    }
                }
                INDArray features = Nd4j.createFromArray(rows);
                batches.add(new DataSet(features, features));
            }
            return new ExistingDataSetIterator(batches);
        }
    }

    /** A source of three rows of one half-gray pixel. */
    public static final class Gray extends Pairs {

        @Override
        public Object trainData() {
            INDArray features = Nd4j.valueArrayOf(new long[] {3, 1}, 0.5f);
            return new ExistingDataSetIterator(List.of(new DataSet(features, features)));
        }
    }

    private static MultiLayerSpace space(double... rates) {
        List<Double> choices = new ArrayList<>();
        for (double rate : rates) {
            choices.add(rate);
        }
        return new MultiLayerSpace.Builder()
                .seed(3)
                .updater(new SgdSpace(new DiscreteParameterSpace<>(choices)))
                .addLayer(new RbmLayerSpace.Builder()
                        .nIn(4)
                        .nOut(new IntegerParameterSpace(2, 3))
                        .objectives(new Likelihood(new ContrastiveDivergence(1)), new Likelihood(new Exact()))
                        .build())
                .addLayer(new RbmLayerSpace.Builder().nOut(2).build())
                .setInputType(InputType.feedForward(4))
                .numEpochs(20)
                .build();
    }

    private static LocalOptimizationRunner ran(ParameterSpace<?> space, Duration limit, int workers) {
        OptimizationConfiguration configuration = new OptimizationConfiguration.Builder()
                .candidateGenerator(new GridSearchCandidateGenerator(space, 2, Mode.Sequential, null))
                .dataSource(Pairs.class, new Properties())
                .modelSaver(new InMemoryResultSaver())
                .scoreFunction(new LogLikelihoodScore(20, 10, 10, 1))
                .terminationConditions(new MaxCandidatesCondition(8))
                .rngSeed(7)
                .build();
        LocalOptimizationRunner runner = new LocalOptimizationRunner(
                workers, configuration, new PretrainingTaskCreator(limit, Binarization.NONE));
        runner.execute();
        return runner;
    }

    private static List<Double> scores(LocalOptimizationRunner runner) {
        return runner.getCandidateStatus().stream()
                .sorted(Comparator.comparing(CandidateInfo::getIndex))
                .limit(8)
                .map(CandidateInfo::getScore)
                .toList();
    }

    @Test
    void candidatesArePretrainedAndScoredTheSameWithTwoWorkersAndADivergingOneStopsNothing() throws Exception {
        LocalOptimizationRunner runner = ran(space(0.5, 1e30), Duration.ofMinutes(1), 1);

        List<CandidateStatus> status = runner.getCandidateStatus().stream()
                .sorted(Comparator.comparing(CandidateInfo::getIndex))
                .map(CandidateInfo::getCandidateStatus)
                .toList();
        assertThat(status)
                .containsExactly(
                        CandidateStatus.Complete, CandidateStatus.Complete,
                        CandidateStatus.Complete, CandidateStatus.Complete,
                        CandidateStatus.Failed, CandidateStatus.Failed,
                        CandidateStatus.Failed, CandidateStatus.Failed);
        assertThat(scores(ran(space(0.5, 1e30), Duration.ofMinutes(1), 2))).isEqualTo(scores(runner));
        var network = (MultiLayerNetwork) runner.getResults().get(0).getResultModel();
        var rbm = ((RbmLayerRuntime) network.getLayer(0)).rbm();
        // Without training every state would have log 1/16; the data have four.
        assertThat(runner.bestScore()).isBetween(-Math.log(16), -Math.log(4));
        assertThat(StateSpace.of(rbm).logPartition()).isNotEqualTo(Math.log(16) + rbm.hidden() * Math.log(2));
    }

    @Test
    void candidatesThatTakeTooLongHaveFailed() {
        LocalOptimizationRunner runner = ran(space(0.1, 0.2), Duration.ZERO, 1);

        assertThat(runner.numCandidatesFailed()).isEqualTo(8);
        assertThat(runner.getCandidateStatus().get(0).getExceptionStackTrace()).contains("took longer than 0.0 s");
    }

    @Test
    void aSpaceGivesLayersAndSurvivesJson() {
        MultiLayerSpace space = space(0.1, 0.2);
        new GridSearchCandidateGenerator(space, 2, Mode.Sequential, null); // numbers the parameters

        var first = (RbmLayer) space.getValue(new double[] {0, 0, 0})
                .getMultiLayerConfiguration()
                .getConf(0)
                .getLayer();
        var last = (RbmLayer) space.getValue(new double[] {1, 1, 1})
                .getMultiLayerConfiguration()
                .getConf(0)
                .getLayer();

        assertThat(first.getNOut()).isEqualTo(2);
        assertThat(last.getNOut()).isEqualTo(3);
        assertThat(List.of(first.objective(), last.objective()))
                .containsExactly(new Likelihood(new ContrastiveDivergence(1)), new Likelihood(new Exact()));
        assertThat(MultiLayerSpace.fromJson(space.toJson()).toJson()).isEqualTo(space.toJson());
    }

    /** A half-gray pixel is not a state; its free energy as a number would be -1.13. */
    @Test
    void grayRowsAreDrawnBeforeTheyAreMeasured() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list(new RbmLayer.Builder().nIn(1).nOut(1).build())
                .build());
        network.init();
        Rbm rbm = ((RbmLayerRuntime) network.getLayer(0)).rbm();
        rbm.weights().assign(0);
        rbm.visibleBias().assign(2);

        double score = new LogLikelihoodScore(20, 10, 10, 10).score(network, Gray.class, new Properties());

        double black = -Math.log1p(Math.exp(2));
        assertThat(IntStream.rangeClosed(0, 3).mapToDouble(white -> black + 2.0 * white / 3))
                .anySatisfy(possible -> assertThat(score).isEqualTo(possible, within(1e-5)));
    }
}
