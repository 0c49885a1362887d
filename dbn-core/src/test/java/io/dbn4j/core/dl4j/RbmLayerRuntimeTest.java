package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.SEED;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.batches;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static io.dbn4j.core.dl4j.SmallNetworks.runtime;
import static io.dbn4j.core.dl4j.SmallNetworks.stack;
import static io.dbn4j.core.dl4j.SmallNetworks.trainByHand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Named.named;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Centered;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

class RbmLayerRuntimeTest {

    private static final long MEBIBYTE = 1 << 20;

    static Stream<Objective> objectives() {
        return Stream.of(CD, PCD, new Likelihood(new Exact()), new Centered(PCD, 0.1));
    }

    private static RbmLayerRuntime oneLayer(DataType type, Objective objective) {
        DeepBeliefNetwork network =
                network(type, new Sgd(0.1), layer(PIXELS, 6, objective).build());
        network.initGradientsView();
        return runtime(network, 0);
    }

    private static void fit(Layer layer, INDArray rows) {
        layer.fit(rows, LayerWorkspaceMgr.noWorkspaces());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void updatesAreGradientDescentOnTheObjective(Objective objective) {
        RbmLayerRuntime layer = oneLayer(DataType.DOUBLE, objective);
        Rbm byHand = layer.rbm().copy();
        List<INDArray> batches = batches(4, 7, DataType.DOUBLE);
        trainByHand(byHand, objective, batches, 0.1, new Seed(SEED).stream("rbm-layer-layer0"));

        batches.forEach(batch -> fit(layer, batch));

        assertThat(layer.rbm().weights().distance2(byHand.weights())).isLessThan(1e-12);
        assertThat(layer.rbm().visibleBias().distance2(byHand.visibleBias())).isLessThan(1e-12);
        assertThat(layer.rbm().hiddenBias().distance2(byHand.hiddenBias())).isLessThan(1e-12);
    }

    static Stream<Named<INDArray>> sameRows() {
        INDArray rows = barsAndStripes(14, DataType.DOUBLE);
        INDArray wide = Nd4j.concat(1, rows, rows);
        return Stream.of(
                named("column by column", rows.dup('f')),
                named("floats", rows.castTo(DataType.FLOAT)),
                named("bytes", rows.castTo(DataType.UINT8)),
                named("part", wide.get(NDArrayIndex.all(), NDArrayIndex.interval(PIXELS, 2 * PIXELS))),
                named("transposed", rows.transpose().dup().transpose()));
    }

    @ParameterizedTest
    @MethodSource("sameRows")
    void neitherOrderNorTypeNorViewMatters(INDArray rows) {
        RbmLayerRuntime layer = oneLayer(DataType.DOUBLE, PCD);
        RbmLayerRuntime expected = oneLayer(DataType.DOUBLE, PCD);

        fit(layer, rows);
        fit(expected, barsAndStripes(14, DataType.DOUBLE));

        assertThat(Elements.of(layer.params())).isEqualTo(Elements.of(expected.params()));
    }

    @Test
    void theInputIsNotModified() {
        INDArray rows = barsAndStripes(14, DataType.DOUBLE);

        fit(oneLayer(DataType.DOUBLE, PCD), rows);

        assertThat(Elements.of(rows)).isEqualTo(Elements.of(barsAndStripes(14, DataType.DOUBLE)));
    }

    @Test
    void batchesMayDifferInSize() {
        RbmLayerRuntime layer = oneLayer(DataType.DOUBLE, CD);
        Rbm byHand = layer.rbm().copy();
        List<INDArray> batches = List.of(barsAndStripes(14, DataType.DOUBLE), barsAndStripes(3, DataType.DOUBLE));
        trainByHand(byHand, CD, batches, 0.1, new Seed(SEED).stream("rbm-layer-layer0"));

        batches.forEach(batch -> fit(layer, batch));

        assertThat(layer.rbm().weights().distance2(byHand.weights())).isLessThan(1e-12);
    }

    @Test
    void theScoreIsTheObjectivesScoreOfTheUpdatedModel() {
        RbmLayerRuntime layer = oneLayer(DataType.DOUBLE, new Likelihood(new Exact()));
        INDArray rows = barsAndStripes(14, DataType.DOUBLE);

        fit(layer, rows);

        double logPartition = StateSpace.of(layer.rbm()).logPartition();
        double freeEnergy =
                Arrays.stream(layer.rbm().freeEnergy(rows)).average().orElseThrow();
        assertThat(layer.score()).isCloseTo(freeEnergy + logPartition, within(1e-12));
    }

    @Test
    void theScoreCountsEveryRegularizationTermOnce() {
        var regularized = base(DataType.DOUBLE, new Sgd(0.0)).l2(0.2).l2Bias(0.4);
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(stack(
                regularized, layer(PIXELS, 6, CD).biasInit(1).visibleBiasInit(2).build())));
        double weights = network.getParam("0_W").norm2Number().doubleValue();

        double all = network.getLayer(0).calcRegularizationScore(false);
        double withoutVisibleBiases = network.getLayer(0).calcRegularizationScore(true);

        assertThat(all).isCloseTo(0.5 * (0.2 * weights * weights + 0.4 * (6 + 4 * PIXELS)), within(1e-9));
        assertThat(all - withoutVisibleBiases).isCloseTo(0.5 * 0.4 * 4 * PIXELS, within(1e-9));
    }

    /** A preprocessor's output may lie in a workspace that is closed when the score is asked for. */
    @Test
    void theScoreOutlivesDl4jsWorkspaces() {
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(base(DataType.DOUBLE, new Sgd(0.1))
                .list()
                .layer(layer(PIXELS, 6, CD).build())
                .inputPreProcessor(0, new CopyingPreProcessor())
                .build()));

        network.pretrainLayer(0, barsAndStripes(14, DataType.DOUBLE));
        network.pretrainLayer(0, barsAndStripes(14, DataType.DOUBLE));

        assertThat(network.getLayer(0).score()).isFinite();
    }

    private static final class CopyingPreProcessor extends FeedForwardToCnnPreProcessor {
        CopyingPreProcessor() {
            super(3, 3, 1);
        }

        @Override
        public INDArray preProcess(INDArray input, int batch, LayerWorkspaceMgr workspaces) {
            return input.add(0);
        }
    }

    @Test
    void inputOfAnotherWidthIsRefused() {
        RbmLayerRuntime layer = oneLayer(DataType.FLOAT, CD);

        assertThatThrownBy(() -> fit(layer, Nd4j.zeros(4, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input of layer \"layer0\" must have shape [batch, 9], was [4, 8]");
        assertThatThrownBy(() -> layer.activate(Nd4j.zeros(4, 8), false, LayerWorkspaceMgr.noWorkspaces()))
                .hasMessage("input of layer \"layer0\" must have shape [batch, 9], was [4, 8]");
    }

    @Test
    void aMaskIsRefused() {
        RbmLayerRuntime layer = oneLayer(DataType.FLOAT, CD);
        layer.setMaskArray(Nd4j.ones(4, 1));

        assertThatThrownBy(() -> fit(layer, Nd4j.zeros(4, PIXELS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pretraining of layer \"layer0\" does not support masks");
    }

    @Test
    void lineSearchesAreRefused() {
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(stack(
                base(DataType.FLOAT, new Sgd(0.1)).optimizationAlgo(OptimizationAlgorithm.LBFGS),
                layer(PIXELS, 6, CD).build())));

        assertThatThrownBy(() -> network.pretrainLayer(0, barsAndStripes(4, DataType.FLOAT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizationAlgo must be STOCHASTIC_GRADIENT_DESCENT for an RBM, was LBFGS:"
                        + " random scores fit no line search");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void samplesComeWithTheirMeans(DataType type) {
        RbmLayerRuntime layer = oneLayer(type, CD);
        INDArray rows = barsAndStripes(14, type);

        Pair<INDArray, INDArray> hidden = layer.sampleHiddenGivenVisible(rows);
        Pair<INDArray, INDArray> visible = layer.sampleVisibleGivenHidden(hidden.getSecond());

        assertThat(hidden.getFirst().distance2(layer.activate(rows, false, LayerWorkspaceMgr.noWorkspaces())))
                .isLessThan(1e-6);
        assertThat(Elements.of(hidden.getSecond())).containsOnly(0, 1).contains(0, 1);
        assertThat(visible.getFirst().shape()).containsExactly(14, PIXELS);
        assertThat(Elements.of(visible.getSecond())).containsOnly(0, 1).contains(0, 1);
    }

    @Test
    void aCloneHasParametersOfItsOwn() {
        RbmLayerRuntime layer = oneLayer(DataType.FLOAT, CD);
        INDArray rows = barsAndStripes(14, DataType.FLOAT);

        Layer clone = layer.clone();

        assertThat(Elements.of(clone.params())).isEqualTo(Elements.of(layer.params()));
        fit(layer, rows);
        assertThat(Elements.of(clone.params())).isNotEqualTo(Elements.of(layer.params()));
        assertThat(clone.conf().getIterationCount()).isZero();
    }

    @Test
    void layersDrawFromStreamsOfTheirOwn() {
        DeepBeliefNetwork network = network(
                DataType.FLOAT,
                new Sgd(0.1),
                layer(PIXELS, PIXELS, CD).build(),
                layer(PIXELS, PIXELS, CD).build());

        assertThat(runtime(network, 0).random().state())
                .isNotEqualTo(runtime(network, 1).random().state());
    }

    @Test
    void pretrainingDoesNotTouchNd4jsGenerator() {
        RbmLayerRuntime layer = oneLayer(DataType.FLOAT, PCD);
        RbmLayerRuntime other = oneLayer(DataType.FLOAT, PCD);
        Nd4j.getRandom().setSeed(1);
        fit(layer, barsAndStripes(14, DataType.FLOAT));
        Nd4j.getRandom().setSeed(2);
        fit(other, barsAndStripes(14, DataType.FLOAT));

        assertThat(Elements.of(layer.params())).isEqualTo(Elements.of(other.params()));
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(firstAfterSeed(2));
    }

    private static long firstAfterSeed(long seed) {
        Nd4j.getRandom().setSeed(seed);
        return Nd4j.getRandom().nextLong();
    }

    /** A leak of one batch of floats per update would sum to 90 MiB. */
    @Test
    void threeHundredUpdatesLeakNothing() {
        DeepBeliefNetwork network = network(
                DataType.FLOAT, new Momentum(0.01, 0.5), layer(784, 500, PCD).build());
        INDArray rows = Nd4j.zeros(DataType.FLOAT, 100, 784);
        update(network, rows, 100);
        long before = Pointer.physicalBytes();

        update(network, rows, 300);

        assertThat((Pointer.physicalBytes() - before) / MEBIBYTE).isLessThan(64);
    }

    private static void update(DeepBeliefNetwork network, INDArray rows, int times) {
        for (int i = 0; i < times; i++) {
            network.pretrainLayer(0, rows);
        }
        System.gc();
    }

    @Test
    void twoNetworksOfOneSeedAreEqual() {
        double[] first = trained(SEED);

        assertThat(trained(SEED)).isEqualTo(first);
        assertThat(trained(SEED + 1)).isNotEqualTo(first);
    }

    private static double[] trained(long seed) {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(stack(
                base(DataType.FLOAT, new Sgd(0.1)).seed(seed),
                layer(PIXELS, 6, PCD).build())));
        batches(3, 7, DataType.FLOAT).forEach(batch -> network.pretrainLayer(0, batch));
        return parameters(network);
    }

    /** Means of the layer below are allowed: a gray value is one. */
    @Test
    void whatIsNoStateIsRefusedByRowAndColumn() {
        RbmLayerRuntime layer = oneLayer(DataType.FLOAT, CD);
        INDArray rows = barsAndStripes(4, DataType.DOUBLE);
        fit(layer, rows.mul(0.5));
        rows.putScalar(2, 3, 255);

        assertThatThrownBy(() -> fit(layer, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "input of layer \"" + layer.layerConf().getLayerName()
                                + "\": row 3, column 4: must be a number in [0.0, 1.0] for bernoulli units, was 255.0; scale the data");
        assertThatThrownBy(() -> fit(layer, rows.div(0)))
                .hasMessageContaining("values are missing (NaN), in 4 of 4 rows");
    }
}
