package io.dbn4j.core.training;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.SEED;
import static io.dbn4j.core.dl4j.SmallNetworks.atDataMeans;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.batches;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static io.dbn4j.core.dl4j.SmallNetworks.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.dl4j.SmallNetworks;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.units.Spin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class GreedyPretrainingTest {

    private static final double RATE = 0.1;
    private static final GreedyPretraining.Observer NOBODY = new GreedyPretraining.Observer() {};

    private final INDArray rows = barsAndStripes(28, DataType.DOUBLE);
    private final Seed seed = new Seed(SEED);

    private static DeepBeliefNetwork stack(IUpdater updater) {
        return network(
                DataType.DOUBLE,
                updater,
                layer(PIXELS, 6, PCD).build(),
                layer(6, 4, CD).build());
    }

    private static GreedyPretraining epochs(Integer... epochs) {
        return new GreedyPretraining(List.of(epochs), 7, Binarization.NONE, Binarization.NONE);
    }

    static List<INDArray> visits(INDArray rows, int epochs, int batch, Nd4jRandomSource random) {
        List<INDArray> visits = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] order = random.permutation((int) rows.size(0));
            for (int first = 0; first + batch <= order.length; first += batch) {
                visits.add(Nd4j.pullRows(rows, 1, Arrays.copyOfRange(order, first, first + batch)));
            }
        }
        return visits;
    }

    @Test
    void everyLayerIsTrainedOnTheMeansOfTheTrainedLayerBelow() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        Rbm bottom = atDataMeans(runtime(network, 0).rbm().copy(), rows);
        Rbm top = runtime(network, 1).rbm().copy();
        List<INDArray> visits = visits(rows, 2, 7, seed.stream("pretraining-layer0"));
        SmallNetworks.trainByHand(bottom, PCD, visits, RATE, seed.stream("rbm-layer-layer0"));
        INDArray means = bottom.hiddenGivenVisible(rows);
        atDataMeans(top, means);
        List<INDArray> above = visits(means, 3, 7, seed.stream("pretraining-layer1"));
        SmallNetworks.trainByHand(top, CD, above, RATE, seed.stream("rbm-layer-layer1"));

        epochs(2, 3).train(network, rows, seed, NOBODY);

        assertThat(runtime(network, 0).rbm().weights().distance2(bottom.weights()))
                .isLessThan(1e-12);
        assertThat(runtime(network, 1).rbm().weights().distance2(top.weights())).isLessThan(1e-12);
    }

    @Test
    void trainingAfterTrainingGoesOnWithTheSameUpdaters() {
        DeepBeliefNetwork inTwoParts = stack(new Momentum(RATE, 0.9));
        epochs(1, 0).train(inTwoParts, rows, seed, NOBODY);
        epochs(1, 0).train(inTwoParts, rows, new Seed(SEED + 1), NOBODY);
        DeepBeliefNetwork byHand = stack(new Momentum(RATE, 0.9));
        List<INDArray> visits = new ArrayList<>(visits(rows, 1, 7, seed.stream("pretraining-layer0")));
        visits.addAll(visits(rows, 1, 7, new Seed(SEED + 1).stream("pretraining-layer0")));

        atDataMeans(runtime(byHand, 0).rbm(), rows);
        visits.forEach(batch -> byHand.pretrainLayer(0, batch));
        atDataMeans(runtime(byHand, 1).rbm(), hiddenMeansAfterTheFirstPart());

        assertThat(parameters(inTwoParts)).isEqualTo(parameters(byHand));
    }

    /** The second RBM is new when the first part of the training above ends, and is not when the second part ends. */
    private INDArray hiddenMeansAfterTheFirstPart() {
        DeepBeliefNetwork network = stack(new Momentum(RATE, 0.9));
        epochs(1, 0).train(network, rows, seed, NOBODY);
        return runtime(network, 0).rbm().hiddenGivenVisible(rows);
    }

    @Test
    void newLayersStartAtTheMeansOfTheirInput() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        Rbm bottom = atDataMeans(runtime(network, 0).rbm().copy(), rows);
        Rbm top = atDataMeans(runtime(network, 1).rbm().copy(), bottom.hiddenGivenVisible(rows));
        ComputationGraph graph = graphOf(network);

        epochs(0, 0).train(network, rows, seed, NOBODY);
        epochs(0, 0).train(graph, rows, seed, NOBODY);

        assertThat(Elements.of(runtime(network, 0).rbm().visibleBias())).isEqualTo(Elements.of(bottom.visibleBias()));
        assertThat(Elements.of(runtime(network, 1).rbm().visibleBias())).isEqualTo(Elements.of(top.visibleBias()));
        assertThat(Elements.of(graph.params())).isEqualTo(parameters(network));
        assertThat(top.visibleBias().norm1Number().doubleValue()).isGreaterThan(0.001);
    }

    @Test
    void aLayerWhoseBiasesAreSetKeepsThem() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        runtime(network, 0).rbm().visibleBias().putScalar(0, 1e-30);
        runtime(network, 1).rbm().hiddenBias().putScalar(3, -2);
        double[] before = parameters(network);

        epochs(0, 0).train(network, rows, seed, NOBODY);

        assertThat(parameters(network)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Initialization.class)
    void onlyAsIsKeepsWeightsThatSomebodyHasSetBelowBiasesOfZero(Initialization initialization) {
        DeepBeliefNetwork network = network(
                DataType.DOUBLE,
                new Sgd(RATE),
                layer(PIXELS, 6, CD).build(),
                layer(6, PIXELS, CD).build());
        runtime(network, 1).rbm().weights().assign(0.7);
        double[] before = parameters(network);

        new GreedyPretraining(List.of(0, 0), 7, Binarization.NONE, Binarization.NONE, 0, initialization)
                .train(network, rows, seed, NOBODY);

        assertThat(Arrays.equals(parameters(network), before)).isEqualTo(initialization == Initialization.AS_IS);
    }

    @Test
    void onlyANewLayerMustFitATiedStart() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        GreedyPretraining tied =
                new GreedyPretraining(List.of(0, 0), 7, Binarization.NONE, Binarization.NONE, 0, Initialization.TIED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tied.train(network, rows, seed, NOBODY))
                .withMessageContaining("must have at least 9 bernoulli hidden units");
        runtime(network, 1).rbm().hiddenBias().putScalar(3, -2);
        double[] before = Elements.of(network.getLayer(1).params());

        tied.train(network, rows, seed, NOBODY);

        assertThat(Elements.of(network.getLayer(1).params())).isEqualTo(before);
    }

    @Test
    void biasesOfTheConfigurationAreNew() {
        DeepBeliefNetwork network = network(
                DataType.FLOAT,
                new Sgd(RATE),
                layer(PIXELS, 6, CD).biasInit(0.1).visibleBiasInit(-0.3).build());
        Rbm started = atDataMeans(runtime(network, 0).rbm().copy(), rows);

        epochs(0).train(network, rows, seed, NOBODY);

        assertThat(Elements.of(runtime(network, 0).rbm().visibleBias())).isEqualTo(Elements.of(started.visibleBias()));
        assertThat(Elements.of(runtime(network, 0).rbm().hiddenBias())).containsOnly(0.1f);
    }

    /** Keeps every state that training could go on from. */
    private static final class Keeping implements GreedyPretraining.Observer {

        private final List<Snapshot> kept = new ArrayList<>();

        @Override
        public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
            Snapshot live = now.get();
            Map<String, INDArray> copies = new LinkedHashMap<>();
            live.arrays().forEach((name, array) -> copies.put(name, array.dup()));
            kept.add(new Snapshot(copies, live.numbers()));
        }
    }

    @Test
    void fromAnyUpdateANetworkAndAGraphGoOnToTheSameBits() {
        Keeping keeping = new Keeping();
        DeepBeliefNetwork whole = stack(new Momentum(RATE, 0.9));
        epochs(2, 2).train(whole, rows, seed, keeping);
        Keeping keepingGraph = new Keeping();
        ComputationGraph wholeGraph = graphOf(stack(new Sgd(RATE)));
        epochs(2, 2).train(wholeGraph, rows, seed, keepingGraph);

        assertThat(keeping.kept).hasSize(2 * 2 * 4);
        for (Snapshot from : keeping.kept) {
            DeepBeliefNetwork resumed = stack(new Momentum(RATE, 0.9));
            epochs(2, 2).resume(resumed, rows, seed, NOBODY, from);
            assertThat(parameters(resumed)).isEqualTo(parameters(whole));
        }
        for (Snapshot from : keepingGraph.kept) {
            ComputationGraph resumed = graphOf(stack(new Sgd(RATE)));
            epochs(2, 2).resume(resumed, rows, seed, NOBODY, from);
            assertThat(resumed.params()).isEqualTo(wholeGraph.params());
        }
    }

    /** The state after the last update equals the state before the next epoch of a longer training. */
    @Test
    void fromTheEndNothingIsLeftAndALongerTrainingGoesOn() {
        List<Supplier<Snapshot>> last = new ArrayList<>();
        List<Integer> updates = new ArrayList<>();
        GreedyPretraining.Observer counting = new GreedyPretraining.Observer() {
            @Override
            public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
                updates.add(update);
            }

            @Override
            public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
                last.add(now);
            }
        };
        DeepBeliefNetwork whole = stack(new Momentum(RATE, 0.9));
        epochs(2, 2).train(whole, rows, seed, counting);
        Snapshot end = last.get(last.size() - 1).get().copy();
        updates.clear();

        DeepBeliefNetwork resumed = stack(new Momentum(RATE, 0.9));
        epochs(2, 2).resume(resumed, rows, seed, counting, end);
        assertThat(updates).isEmpty();
        assertThat(parameters(resumed)).isEqualTo(parameters(whole));

        DeepBeliefNetwork longer = stack(new Momentum(RATE, 0.9));
        epochs(2, 3).train(longer, rows, seed, NOBODY);
        DeepBeliefNetwork goneOn = stack(new Momentum(RATE, 0.9));
        epochs(2, 3).resume(goneOn, rows, seed, counting, end);
        assertThat(updates).containsExactly(1, 2, 3, 4);
        assertThat(parameters(goneOn)).isEqualTo(parameters(longer));
    }

    @Test
    void aSnapshotWithAnotherRandomStateGoesElsewhere() {
        Keeping keeping = new Keeping();
        DeepBeliefNetwork whole = stack(new Momentum(RATE, 0.9));
        epochs(2, 2).train(whole, rows, seed, keeping);
        Snapshot from = keeping.kept.get(5);
        long[] counters = from.get("layer-0-counters");

        DeepBeliefNetwork resumed = stack(new Momentum(RATE, 0.9));
        epochs(2, 2)
                .resume(
                        resumed,
                        rows,
                        seed,
                        NOBODY,
                        from.and("layer-0-counters", counters[0] + 1, counters[1], counters[2], counters[3]));

        assertThat(parameters(resumed)).isNotEqualTo(parameters(whole));
    }

    @Test
    void divergenceStopsTrainingAndSaysWhere() {
        DeepBeliefNetwork network = stack(new Sgd(1e9));

        assertThatThrownBy(() -> epochs(3, 1).train(network, rows, seed, NOBODY))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageMatching("layer 1 diverged in epoch 1, update 4: a parameter is .*;"
                        + " lower its learning rate or momentum");
    }

    private static ComputationGraph graphOf(DeepBeliefNetwork network) {
        ComputationGraphConfiguration configuration = base(DataType.DOUBLE, new Momentum(RATE, 0.5))
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("layer0", layer(PIXELS, 6, PCD).build(), "pixels")
                .addLayer("layer1", layer(6, 4, CD).build(), "layer0")
                .setOutputs("layer1")
                .build();
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        graph.setParams(network.params());
        return graph;
    }

    @Test
    void aGraphIsTrainedAsTheSameStackIs() {
        DeepBeliefNetwork network = stack(new Momentum(RATE, 0.5));
        ComputationGraph graph = graphOf(network);
        double[] before = parameters(network);

        epochs(2, 2).train(network, rows, seed, NOBODY);
        epochs(2, 2).train(graph, rows, seed, NOBODY);

        assertThat(Elements.of(graph.params())).isEqualTo(parameters(network)).isNotEqualTo(before);
    }

    @Test
    void aGraphsOwnPretrainingIsRefused() {
        ComputationGraph graph = graphOf(stack(new Sgd(RATE)));
        var data = new ExistingDataSetIterator(List.of(new DataSet(rows, rows)));

        assertThatThrownBy(() -> graph.pretrainLayer("layer0", data))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("pretrain layer \"layer0\" with DeepBeliefNetwork or GreedyPretraining")
                .hasMessageEndingWith("and in a graph ignores the number of epochs");
    }

    @Test
    void aGraphOfOneRbmIsTrained() {
        ComputationGraph graph = new ComputationGraph(base(DataType.FLOAT, new Sgd(RATE))
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("rbm", layer(PIXELS, 6, PCD).build(), "pixels")
                .setOutputs("rbm")
                .build());
        graph.init();
        double[] before = Elements.of(graph.params());

        epochs(1).train(graph, rows, seed, NOBODY);

        assertThat(graph.getLayer("rbm").getIndex()).isEqualTo(1);
        assertThat(Elements.of(graph.params())).isNotEqualTo(before);
    }

    @Test
    void bottomRowsAreBinarizedAtEveryVisit() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        INDArray gray = Nd4j.valueArrayOf(new long[] {28, PIXELS}, 0.5, DataType.DOUBLE);
        List<double[]> seen = new ArrayList<>();
        var watch = new GreedyPretraining.Observer() {
            @Override
            public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
                seen.add(Elements.of(network.getLayer(layer).input()));
            }
        };

        new GreedyPretraining(List.of(1, 1), 28, Binarization.BERNOULLI, Binarization.NONE)
                .train(network, gray, seed, watch);

        assertThat(seen.get(0)).containsOnly(0, 1).contains(0, 1);
        assertThat(seen.get(1)).doesNotContain(0, 1);
    }

    @Test
    void hiddenMeansCanBeDrawn() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        var training = new GreedyPretraining(List.of(1, 1), 28, Binarization.NONE, Binarization.BERNOULLI);

        training.train(network, rows, seed, NOBODY);

        assertThat(Elements.of(network.getLayer(1).input())).containsOnly(0, 1).contains(0, 1);
    }

    @Test
    void schedulesOfEpochsSeeEveryEpoch() {
        MapSchedule rate = new MapSchedule(ScheduleType.EPOCH, Map.of(0, RATE, 1, 0.0));

        assertThat(trained(rate, 3)).isEqualTo(trained(rate, 1));
    }

    @Test
    void schedulesOfIterationsSeeEveryUpdate() {
        MapSchedule rate = new MapSchedule(ScheduleType.ITERATION, Map.of(0, RATE, 4, 0.0));
        MapSchedule later = new MapSchedule(ScheduleType.ITERATION, Map.of(0, RATE, 5, 0.0));

        assertThat(trained(rate, 3)).isEqualTo(trained(rate, 1)).isNotEqualTo(trained(later, 3));
    }

    private double[] trained(MapSchedule rate, int epochs) {
        DeepBeliefNetwork network = stack(new Sgd(rate));
        epochs(epochs, 0).train(network, rows, seed, NOBODY);
        assertThat(network.getLayer(0).conf().getEpochCount()).isEqualTo(epochs);
        return parameters(network);
    }

    @Test
    void frozenLayersAreLeftAloneAndFeedThoseAbove() {
        DeepBeliefNetwork network = SmallNetworks.initialized(new DeepBeliefNetwork(base(DataType.DOUBLE, new Sgd(RATE))
                .list()
                .layer(new FrozenLayer(layer(PIXELS, 6, CD).build()))
                .layer(layer(6, 4, CD).build())
                .build()));
        double[] frozen = Elements.of(network.getLayer(0).params());
        INDArray means = network.feedForwardToLayer(0, rows).get(1);

        new GreedyPretraining(List.of(1), 28, Binarization.THRESHOLD, Binarization.NONE)
                .train(network, rows, seed, NOBODY);

        assertThat(Elements.of(network.getLayer(0).params())).isEqualTo(frozen);
        assertThat(network.getLayer(1).input().sumNumber().doubleValue())
                .isCloseTo(means.sumNumber().doubleValue(), within(1e-9));
    }

    @Test
    void layersThatAreNoRbmsFeedThoseAbove() {
        DeepBeliefNetwork network = SmallNetworks.initialized(new DeepBeliefNetwork(base(DataType.DOUBLE, new Sgd(RATE))
                .list()
                .layer(new DenseLayer.Builder().nIn(PIXELS).nOut(6).build())
                .layer(layer(6, 4, CD).build())
                .build()));
        INDArray below = network.feedForwardToLayer(0, rows).get(1);
        List<INDArray> inputs = new ArrayList<>();
        var watch = new GreedyPretraining.Observer() {
            @Override
            public void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {
                inputs.add(input);
            }
        };

        epochs(1).train(network, rows, seed, watch);

        assertThat(inputs).singleElement().isEqualTo(below);
    }

    @Test
    void moreRowsThanABlockGoUpInOrder() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        INDArray many = barsAndStripes(2100, DataType.FLOAT);
        List<INDArray> inputs = new ArrayList<>();
        var watch = new GreedyPretraining.Observer() {
            @Override
            public void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {
                inputs.add(input);
            }
        };

        epochs(0, 0).train(network, many, seed, watch);

        INDArray expected = runtime(network, 0).rbm().hiddenGivenVisible(many.castTo(DataType.DOUBLE));
        assertThat(inputs.get(0)).isSameAs(many);
        assertThat(inputs.get(1).dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(inputs.get(1).distance2(expected)).isLessThan(1e-12);
    }

    @Test
    void theObserverIsToldInOrder() {
        List<String> told = new ArrayList<>();
        var watch = new GreedyPretraining.Observer() {
            @Override
            public void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {
                told.add("layer " + layer + " starts with " + input.size(0));
            }

            @Override
            public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
                told.add("update " + update + " of " + updatesPerEpoch);
            }

            @Override
            public void epochEnds(int layer, int epoch, RbmLayerRuntime rbm, INDArray input) {
                told.add("layer " + layer + " epoch " + epoch);
            }
        };

        new GreedyPretraining(List.of(2, 0), 10, Binarization.NONE, Binarization.NONE)
                .train(stack(new Sgd(RATE)), rows, seed, watch);

        assertThat(told)
                .containsExactly(
                        "layer 0 starts with 28",
                        "update 1 of 2",
                        "update 2 of 2",
                        "layer 0 epoch 1",
                        "update 1 of 2",
                        "update 2 of 2",
                        "layer 0 epoch 2",
                        "layer 1 starts with 28");
    }

    @Test
    void wrongArgumentsAreRefusedBeforeAnythingIsTrained() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        double[] before = parameters(network);

        assertThatThrownBy(() -> epochs(1).train(network, rows, seed, NOBODY))
                .hasMessage("epochs must have 2 entries, had 1");
        assertThatThrownBy(() -> epochs(1, 1)
                        .train(network, batches(1, 3, DataType.DOUBLE).get(0), seed, NOBODY))
                .hasMessage("batch must be at most the 3 rows, was 7");
        assertThatThrownBy(() -> epochs(1, -1)).hasMessage("epochs must be at least 0, was -1");
        assertThat(parameters(network)).isEqualTo(before);
    }

    /** A draw would make all of 0 to 255 ones, and a mean start would spread a NaN to all biases. */
    @Test
    void numbersThatAreNoMeansAreRefusedBeforeAnythingIsTrained() {
        DeepBeliefNetwork network = stack(new Sgd(RATE));
        double[] before = parameters(network);
        var drawing = new GreedyPretraining(List.of(1, 1), 7, Binarization.BERNOULLI, Binarization.NONE);
        INDArray gap = rows.dup();
        gap.putScalar(3, 4, Double.NaN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> drawing.train(network, rows.mul(255), seed))
                .withMessage("input of layer \"layer0\": row 2, column 1: must be a number in [0.0, 1.0] for bernoulli"
                        + " units, was 255.0; scale the data, which run from 0 to 255: divide by 255"
                        + " (FILE:scale=255 on the command line), or use gaussian units");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> epochs(1, 1).train(network, gap, seed))
                .withMessage("input of layer \"layer0\": row 4, column 5: must be a number in [0.0, 1.0] for bernoulli"
                        + " units, was NaN; 1 of 252 values are missing (NaN), in 1 of 28 rows: leave those rows out, or"
                        + " fill them in (rbm inpaint)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> epochs(1, 1).train(network, rows.getColumns(0, 1), seed))
                .withMessage("input of layer \"layer0\" must have shape [batch, 9], was [28, 2]");
        assertThat(parameters(network)).isEqualTo(before);
    }

    private static ComputationGraph twoBranches() {
        ComputationGraph graph = new ComputationGraph(base(DataType.DOUBLE, new Sgd(RATE))
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("left", layer(PIXELS, 6, PCD).build(), "a")
                .addLayer("right", layer(4, 5, CD).build(), "b")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("top", layer(11, 3, CD).build(), "both")
                .setOutputs("top")
                .build());
        graph.init();
        return graph;
    }

    /** Trains one RBM alone, with the name, and so the random numbers, that it has in the graph. */
    private Rbm alone(ComputationGraph graph, String name, Objective objective, INDArray input) {
        Rbm in = ((RbmLayerRuntime) graph.getLayer(name)).rbm();
        RbmLayer.Builder named = layer(in.visible(), in.hidden(), objective);
        DeepBeliefNetwork network =
                network(DataType.DOUBLE, new Sgd(RATE), named.name(name).build());
        network.getLayer(0).setParams(graph.getLayer(name).params().dup());
        epochs(2).train(network, input, seed);
        return runtime(network, 0).rbm();
    }

    @Test
    void branchesOfAGraphAreTrainedEachOnItsInputAndTheLayerAboveOnBoth() {
        ComputationGraph graph = twoBranches();
        INDArray b = rows.getColumns(8, 6, 1, 0);
        Rbm left = alone(graph, "left", PCD, rows);
        Rbm right = alone(graph, "right", CD, b);
        INDArray both = Nd4j.hstack(left.hiddenGivenVisible(rows), right.hiddenGivenVisible(b));
        Rbm top = alone(graph, "top", CD, both);
        Keeping keeping = new Keeping();

        epochs(2, 2, 2).train(graph, List.of(rows, b), seed, keeping);

        Map.of("left", left, "right", right, "top", top)
                .forEach((name, rbm) -> assertThat(((RbmLayerRuntime) graph.getLayer(name))
                                .rbm()
                                .weights()
                                .distance2(rbm.weights()))
                        .as(name)
                        .isLessThan(1e-12));
        ComputationGraph resumed = twoBranches();
        epochs(2, 2, 2).resume(resumed, List.of(rows, b), seed, NOBODY, keeping.kept.get(13));
        assertThat(Elements.of(resumed.params())).isEqualTo(Elements.of(graph.params()));
    }

    @Test
    void inputsThatDoNotFitAGraphAreRefusedAtOnce() {
        ComputationGraph graph = twoBranches();
        double[] before = Elements.of(graph.params());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> epochs(2, 2, 2).train(graph, rows, seed))
                .withMessage("inputs must be 2 arrays, one for each input of the graph [a, b], were 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> epochs(2, 2, 2).train(graph, List.of(rows, Nd4j.zeros(27, 4)), seed))
                .withMessage("inputs of a graph with several must be matrices of equally many rows,"
                        + " had shapes [[28, 9], [27, 4]]");
        assertThat(Elements.of(graph.params())).isEqualTo(before);
    }

    @Test
    void statesOfSpinsAreDrawnButNotThresholded() {
        DeepBeliefNetwork network = network(
                DataType.DOUBLE,
                new Sgd(RATE),
                layer(PIXELS, 6, CD).hiddenUnit(new Spin()).build(),
                layer(6, 4, CD).visibleUnit(new Spin()).build());
        var cutting = new GreedyPretraining(List.of(1, 1), 7, Binarization.NONE, Binarization.THRESHOLD);

        assertThatThrownBy(() -> cutting.train(network, rows, seed, NOBODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hidden must be bernoulli or none, because the visible units of layer 2 are not 0 or 1");
        new GreedyPretraining(List.of(1, 1), 7, Binarization.NONE, Binarization.BERNOULLI)
                .train(network, rows, seed, NOBODY);

        assertThat(Elements.of(network.getLayer(1).input())).containsOnly(-1, 1).contains(-1, 1);
    }
}
