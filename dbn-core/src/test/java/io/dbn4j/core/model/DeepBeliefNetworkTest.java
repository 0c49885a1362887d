package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.SEED;
import static io.dbn4j.core.dl4j.SmallNetworks.atDataMeans;
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

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.objective.Centered;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.training.WrongSign;
import io.dbn4j.core.units.Gaussian;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class DeepBeliefNetworkTest {

    private static final double RATE = 0.1;

    private final List<INDArray> batches = batches(4, 7, DataType.DOUBLE);

    /** Returns layers as wide as the input, so that DL4J would train on the raw input without an error. */
    private static MultiLayerConfiguration equalWidths() {
        return stack(
                base(DataType.DOUBLE, new Sgd(RATE)),
                layer(PIXELS, PIXELS, CD).build(),
                layer(PIXELS, PIXELS, CD).build());
    }

    /** DL4J's own pretraining, with the layer's guard off. */
    private static final class RawInput extends MultiLayerNetwork {
        RawInput() {
            super(equalWidths());
        }

        @Override
        public void pretrainLayer(int layer, INDArray features) {
            runtime(this, layer).withInputFromBelow(() -> super.pretrainLayer(layer, features));
        }
    }

    private double distanceFromTrainingOnHiddenMeans(MultiLayerNetwork network) {
        batches.forEach(batch -> network.pretrainLayer(0, batch));
        Rbm bottom = runtime(network, 0).rbm();
        Rbm byHand = runtime(network, 1).rbm().copy();
        List<INDArray> below = batches.stream().map(bottom::hiddenGivenVisible).toList();
        trainByHand(byHand, CD, below, RATE, new Seed(SEED).stream("rbm-layer-layer1"));

        batches.forEach(batch -> network.pretrainLayer(1, batch));

        return runtime(network, 1).rbm().weights().distance2(byHand.weights());
    }

    @Test
    void secondLayerIsTrainedOnTheHiddenMeansOfTheFirst() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(equalWidths()));

        assertThat(distanceFromTrainingOnHiddenMeans(network)).isLessThan(1e-12);
    }

    @Test
    void dl4jItselfTrainsTheSecondLayerOnTheRawInput() {
        RawInput network = initialized(new RawInput());

        assertThat(distanceFromTrainingOnHiddenMeans(network)).isGreaterThan(1e-3);
    }

    @Test
    void plainNetworkRefusesToPretrainTheSecondLayer() {
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(equalWidths()));
        double[] before = parameters(network);

        assertThatThrownBy(() -> network.pretrainLayer(1, batches.get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pretrain layer \"layer1\" with DeepBeliefNetwork or GreedyPretraining:"
                        + " DL4J 1.0.0-M2.1 trains layers above the first on the raw input of the network,"
                        + " and in a graph ignores the number of epochs");
        assertThat(parameters(network)).isEqualTo(before);
    }

    @Test
    void theGuardIsUpAgainAfterPretraining() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(equalWidths()));
        network.pretrainLayer(1, batches.get(0));

        assertThatThrownBy(() -> runtime(network, 1).fit(batches.get(0), LayerWorkspaceMgr.noWorkspaces()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pretrainTrainsLayerAfterLayerForEveryEpoch() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(equalWidths()));
        DeepBeliefNetwork layerByLayer = initialized(new DeepBeliefNetwork(equalWidths()));
        INDArray rows = Nd4j.vstack(batches);

        network.pretrain(iterator(), 2);

        for (int layer = 0; layer < 2; layer++) {
            INDArray input = layer == 0 ? rows : runtime(layerByLayer, 0).rbm().hiddenGivenVisible(rows);
            atDataMeans(runtime(layerByLayer, layer).rbm(), input);
            for (int epoch = 0; epoch < 2; epoch++) {
                for (INDArray batch : batches) {
                    layerByLayer.pretrainLayer(layer, batch);
                }
            }
        }
        assertThat(parameters(network)).containsExactly(parameters(layerByLayer), within(1e-12));
    }

    @Test
    void anIteratorStartsNewLayersWhereGreedyPretrainingDoes() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(stack(
                base(DataType.DOUBLE, new Sgd(0)),
                layer(PIXELS, 6, CD).build(),
                layer(6, 4, new Centered(CD, 0.1)).build())));
        DeepBeliefNetwork greedy = network.clone();
        List<INDArray> unequal = List.of(batches.get(0), Nd4j.vstack(batches.subList(1, 4)));

        network.pretrain(iterator(unequal), 1);

        new GreedyPretraining(List.of(0, 0), 7, Binarization.NONE, Binarization.NONE)
                .train(greedy, Nd4j.vstack(batches), new Seed(SEED), new GreedyPretraining.Observer() {});
        assertThat(parameters(network)).containsExactly(parameters(greedy), within(1e-12));
        assertThat(Elements.of(runtime(network, 1).rbm().hiddenBias())).doesNotContain(0);
    }

    @Test
    void anIteratorLeavesBiasesThatWereSetAlone() {
        DeepBeliefNetwork network =
                network(DataType.DOUBLE, new Sgd(0), layer(PIXELS, 6, CD).build());
        runtime(network, 0).rbm().visibleBias().putScalar(0, 0.5);
        double[] before = parameters(network);

        network.pretrain(iterator(), 1);

        assertThat(parameters(network)).isEqualTo(before);
    }

    @Test
    void divergenceOfALayerEndsPretrainAndBlamesDataThatAreFarFromStandard() {
        DeepBeliefNetwork wild =
                network(DataType.DOUBLE, new Sgd(1e9), layer(PIXELS, 6, CD).build());
        DeepBeliefNetwork gaussian = network(
                DataType.DOUBLE,
                new Sgd(1e4),
                layer(PIXELS, 6, CD).visibleUnit(new Gaussian()).build());
        List<INDArray> far = batches.stream().map(batch -> batch.mul(1000)).toList();

        assertThatThrownBy(() -> wild.pretrain(iterator(), 3))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageMatching(
                        "layer 1 diverged in epoch 1: a parameter is .*; lower its learning rate or momentum");
        assertThatThrownBy(() -> gaussian.pretrain(iterator(far), 3))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageMatching(
                        "layer 1 diverged in epoch \\d+: a parameter is .*; scale the data .* columns have .*");
    }

    private DataSetIterator iterator() {
        return iterator(batches);
    }

    private static DataSetIterator iterator(List<INDArray> batches) {
        return new ExistingDataSetIterator(
                batches.stream().map(batch -> new DataSet(batch, batch)).toList());
    }

    private double[] trained(MultiLayerNetwork network, int epochs) {
        network.init();
        network.pretrainLayer(0, iterator(), epochs);
        return parameters(network);
    }

    private static MultiLayerConfiguration learnsInItsFirstEpochOnly() {
        MapSchedule rate = new MapSchedule(ScheduleType.EPOCH, Map.of(0, RATE, 1, 0.0));
        return stack(base(DataType.DOUBLE, new Sgd(rate)), layer(PIXELS, 6, CD).build());
    }

    @Test
    void epochSchedulesSeeEveryEpoch() {
        double[] afterOne = trained(new DeepBeliefNetwork(learnsInItsFirstEpochOnly()), 1);

        assertThat(trained(new DeepBeliefNetwork(learnsInItsFirstEpochOnly()), 3))
                .isEqualTo(afterOne);
    }

    @Test
    void dl4jItselfShowsTheFirstEpochToEverySchedule() {
        double[] afterOne = trained(new MultiLayerNetwork(learnsInItsFirstEpochOnly()), 1);

        assertThat(trained(new MultiLayerNetwork(learnsInItsFirstEpochOnly()), 3))
                .isNotEqualTo(afterOne);
    }

    @Test
    void aLayerThatIsNoRbmIsPretrainedAsDl4jDoes() {
        var autoencoder = new VariationalAutoencoder.Builder()
                .nIn(PIXELS)
                .nOut(2)
                .encoderLayerSizes(4)
                .decoderLayerSizes(4)
                .build();
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(
                base(DataType.DOUBLE, new Sgd(RATE)).list().layer(autoencoder).build()));
        double[] before = parameters(network);

        network.pretrainLayer(0, batches.get(0));

        assertThat(parameters(network)).isNotEqualTo(before);
    }

    @Test
    void aCloneIsADeepBeliefNetworkThatSharesNothing() {
        DeepBeliefNetwork network =
                network(DataType.DOUBLE, new Sgd(RATE), layer(PIXELS, 6, CD).build());
        network.pretrainLayer(0, batches.get(0));
        double[] before = parameters(network);

        DeepBeliefNetwork clone = network.clone();

        assertThat(parameters(clone)).isEqualTo(before);
        assertThat(clone.getLayerWiseConfigurations())
                .isEqualTo(network.getLayerWiseConfigurations())
                .isNotSameAs(network.getLayerWiseConfigurations());
        clone.pretrainLayer(0, batches.get(1));
        clone.getLayer(0).conf().setEpochCount(7);
        assertThat(parameters(clone)).isNotEqualTo(before);
        assertThat(parameters(network)).isEqualTo(before);
        assertThat(network.getLayer(0).conf().getEpochCount()).isZero();
    }

    @Test
    void pretrainingLowersTheReconstructionError() {
        assertThat(reconstructionErrors(CD))
                .satisfies(errors -> assertThat(errors[1]).isLessThan(0.5 * errors[0]));
    }

    @Test
    void aGradientOfTheWrongSignRaisesTheReconstructionError() {
        assertThat(reconstructionErrors(new WrongSign(CD)))
                .satisfies(errors -> assertThat(errors[1]).isGreaterThan(errors[0]));
    }

    private static double[] reconstructionErrors(Objective objective) {
        INDArray rows = barsAndStripes(28, DataType.DOUBLE);
        DeepBeliefNetwork network = network(
                DataType.DOUBLE, new Sgd(0.5), layer(PIXELS, 20, objective).build());
        double before = reconstructionError(runtime(network, 0).rbm(), rows);
        for (int update = 0; update < 300; update++) {
            network.pretrainLayer(0, rows);
        }
        return new double[] {before, reconstructionError(runtime(network, 0).rbm(), rows)};
    }

    private static double reconstructionError(Rbm rbm, INDArray rows) {
        return rbm.visibleGivenHidden(rbm.hiddenGivenVisible(rows)).squaredDistance(rows);
    }

    @Test
    void freeEnergyAndScoreStayFiniteForInputsOfAThousand() {
        DeepBeliefNetwork network =
                network(DataType.FLOAT, new Sgd(0.0), layer(PIXELS, 6, CD).build());
        network.params().assign(1000);
        INDArray rows = barsAndStripes(14, DataType.FLOAT);
        network.pretrainLayer(0, rows);

        double[] freeEnergies = runtime(network, 0).rbm().freeEnergy(rows);

        for (int row = 0; row < 14; row++) {
            double on = rows.getRow(row).sumNumber().doubleValue();
            double expected = -1000 * on - 6 * 1000 * (1 + on);
            assertThat(freeEnergies[row]).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
        }
        assertThat(runtime(network, 0).score()).isFinite();
        assertThat(Elements.of(network.params())).containsOnly(1000);
    }
}
