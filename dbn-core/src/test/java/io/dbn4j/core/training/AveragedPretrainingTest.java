package io.dbn4j.core.training;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.SEED;
import static io.dbn4j.core.dl4j.SmallNetworks.atDataMeans;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
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
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.dl4j.SmallNetworks;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.training.ParameterAveraging.MomentumRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class AveragedPretrainingTest {

    private static final double RATE = 0.1;
    private static final Objective EXACT = new Likelihood(new Exact());
    private static final GreedyPretraining.Observer NOBODY = new GreedyPretraining.Observer() {};

    private final INDArray rows = barsAndStripes(60, DataType.DOUBLE);
    private final Seed seed = new Seed(SEED);

    private static DeepBeliefNetwork stack(IUpdater updater, Objective objective) {
        return network(
                DataType.DOUBLE,
                updater,
                layer(PIXELS, 6, objective).build(),
                layer(6, 4, CD).build());
    }

    private static GreedyPretraining settings(int batch) {
        return new GreedyPretraining(
                List.of(3, 2), batch, Binarization.BERNOULLI, Binarization.BERNOULLI, 4, Initialization.DATA_MEANS);
    }

    private static AveragedPretraining averaged(int partitions, int every, MomentumRule momentum, int threads) {
        return new AveragedPretraining(
                settings(8), new ParameterAveraging(partitions, every, momentum), new ReplicaThreads(threads));
    }

    /** Everything that pretraining has changed, bit by bit. */
    private static Map<String, Object> everything(DeepBeliefNetwork network) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            Snapshot layer = PretrainingState.snapshot(runtime(network, i), PretrainingState.prefix(i));
            layer.arrays().forEach((name, array) -> all.put(name, Elements.of(array)));
            all.putAll(layer.numbers());
        }
        return all;
    }

    private static void assertEqualBits(DeepBeliefNetwork actual, DeepBeliefNetwork expected) {
        Map<String, Object> found = everything(actual);
        assertThat(found.keySet()).isEqualTo(everything(expected).keySet());
        everything(expected)
                .forEach((name, value) -> assertThat(found.get(name)).as(name).isEqualTo(value));
    }

    static Stream<Arguments> trainings() {
        return Stream.of(
                Arguments.of(new Sgd(RATE), 1),
                Arguments.of(new Momentum(RATE, 0.9), 3),
                Arguments.of(new Adam(0.01), 1000));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void onePartitionHasTheBitsOfOrdinaryPretraining(IUpdater updater, int every) {
        DeepBeliefNetwork ordinary = stack(updater, PCD);
        settings(8).train(ordinary, rows, seed, NOBODY);

        DeepBeliefNetwork network = stack(updater, PCD);
        averaged(1, every, MomentumRule.AVERAGE, 1).train(network, rows, seed, NOBODY);

        assertEqualBits(network, ordinary);
    }

    @Test
    void twoPartitionsDoNot() {
        DeepBeliefNetwork ordinary = stack(new Sgd(RATE), PCD);
        settings(8).train(ordinary, rows, seed, NOBODY);

        DeepBeliefNetwork network = stack(new Sgd(RATE), PCD);
        averaged(2, 1, MomentumRule.AVERAGE, 1).train(network, rows, seed, NOBODY);

        assertThat(parameters(network)).isNotEqualTo(parameters(ordinary));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE"})
    void theMeanOfEqualArraysIsEachOfThem(DataType type) {
        INDArray array = Nd4j.createFromArray(0.1, -1e-7, 3e5, 1.0 / 3).castTo(type);

        INDArray mean = ParameterAveraging.mean(List.of(array, array.dup(), array.dup()), new long[] {3, 1, 7});

        assertThat(Elements.of(mean)).isEqualTo(Elements.of(array));
    }

    @Test
    void theMeanIsWeightedByRows() {
        List<INDArray> arrays = List.of(Nd4j.createFromArray(1.0, 2.0), Nd4j.createFromArray(5.0, -2.0));
        long[] rows = {30, 10};

        assertThat(Elements.of(ParameterAveraging.mean(arrays, rows)))
                .containsExactly(new double[] {2, 1}, within(1e-15));
        // The same check rejects the mean without weights.
        assertThatThrownBy(() -> assertThat(Elements.of(ParameterAveraging.mean(arrays, new long[] {1, 1})))
                        .containsExactly(new double[] {2, 1}, within(1e-15)))
                .isInstanceOf(AssertionError.class);
    }

    /** Without chains and draws updates are linear in the rows: two replicas of 5 rows each equal one update of 10. */
    @Test
    void theMeanAfterEveryUpdateIsTrainingWithTheRowsOfAllReplicas() {
        DeepBeliefNetwork network = stack(new Sgd(RATE), EXACT);
        Rbm byHand = atDataMeans(runtime(network, 0).rbm().copy(), rows);
        ParameterAveraging averaging = new ParameterAveraging(2, 1, MomentumRule.AVERAGE);
        GreedyPretraining settings = new GreedyPretraining(List.of(2, 0), 10, Binarization.NONE, Binarization.NONE);
        List<int[]> hands = averaging.deal(60, 5, seed.stream("partitions"));
        List<List<INDArray>> visits = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            Seed own = new Seed(ReplicaPlan.seed(SEED, partition));
            visits.add(GreedyPretrainingTest.visits(
                    Nd4j.pullRows(rows, 1, hands.get(partition)), 2, 5, own.stream("pretraining-layer0")));
        }
        List<INDArray> together = new ArrayList<>();
        for (int update = 0; update < 12; update++) {
            together.add(Nd4j.vstack(visits.get(0).get(update), visits.get(1).get(update)));
        }
        SmallNetworks.trainByHand(byHand, EXACT, together, RATE, seed.stream("unused"));

        new AveragedPretraining(settings, averaging, new ReplicaThreads(1)).train(network, rows, seed, NOBODY);

        assertThat(runtime(network, 0).rbm().weights().distance2(byHand.weights()))
                .isLessThan(1e-12);
        DeepBeliefNetwork rarely = stack(new Sgd(RATE), EXACT);
        new AveragedPretraining(settings, new ParameterAveraging(2, 3, MomentumRule.AVERAGE), new ReplicaThreads(1))
                .train(rarely, rows, seed, NOBODY);
        assertThat(runtime(rarely, 0).rbm().weights().distance2(byHand.weights()))
                .isGreaterThan(1e-6);
    }

    @ParameterizedTest
    @EnumSource(Initialization.class)
    void replicasStartAlikeAndAsOneMachineDoes(Initialization initialization) {
        Recording place = new Recording(new ReplicaThreads(1));
        GreedyPretraining settings =
                new GreedyPretraining(List.of(0, 1), 10, Binarization.NONE, Binarization.BERNOULLI, 0, initialization);
        DeepBeliefNetwork one = network(
                DataType.DOUBLE,
                new Sgd(RATE),
                layer(PIXELS, 6, CD).build(),
                layer(6, 12, PCD).build());
        DeepBeliefNetwork averaged = DeepBeliefNetwork.of(one);
        List<double[]> start = new ArrayList<>();
        GreedyPretraining.Observer first = new GreedyPretraining.Observer() {
            @Override
            public void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {
                start.add(Elements.of(rbm.params()));
            }
        };

        settings.train(one, rows, seed, first);
        new AveragedPretraining(settings, new ParameterAveraging(2, 1, MomentumRule.AVERAGE), place)
                .train(averaged, rows, seed, NOBODY);

        assertThat(place.before.get(0))
                .hasSize(2)
                .allSatisfy(replica -> assertThat(Elements.of(array(replica, "layer-1-parameters")))
                        .isEqualTo(start.get(1)));
        assertThat(start.get(1)).isNotEqualTo(Elements.of(averaged.getLayer(1).params()));
    }

    @Test
    void oneReplicaWithATiedStartIsOrdinaryTraining() {
        GreedyPretraining settings = new GreedyPretraining(
                List.of(1, 2), 10, Binarization.NONE, Binarization.BERNOULLI, 0, Initialization.TIED);
        DeepBeliefNetwork ordinary = network(
                DataType.DOUBLE,
                new Sgd(RATE),
                layer(PIXELS, 6, CD).build(),
                layer(6, 12, PCD).build());
        DeepBeliefNetwork replica = DeepBeliefNetwork.of(ordinary);

        settings.train(ordinary, rows, seed, NOBODY);
        new AveragedPretraining(settings, new ParameterAveraging(1, 2, MomentumRule.AVERAGE), new ReplicaThreads(1))
                .train(replica, rows, seed, NOBODY);

        assertThat(parameters(replica)).isEqualTo(parameters(ordinary));
    }

    /** The second partition has 2 of the 5 batches of 25 rows; after them only the first replica trains and counts. */
    @Test
    void aReplicaWithoutRowsInARoundDoesNotCount() {
        Recording place = new Recording(new ReplicaThreads(1));
        DeepBeliefNetwork network = stack(new Sgd(RATE), PCD);
        new AveragedPretraining(
                        new GreedyPretraining(List.of(1, 0), 10, Binarization.NONE, Binarization.NONE),
                        new ParameterAveraging(2, 2, MomentumRule.AVERAGE),
                        place)
                .train(network, rows.get(NDArrayIndex.interval(0, 25)), seed, NOBODY);

        assertThat(place.after).hasSize(2);
        INDArray first = array(place.after.get(1).get(0), "layer-0-parameters");
        assertThat(Elements.of(runtime(network, 0).params())).isEqualTo(Elements.of(first));
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        DeepBeliefNetwork one = stack(new Momentum(RATE, 0.9), PCD);
        averaged(4, 3, MomentumRule.AVERAGE, 1).train(one, rows, seed, NOBODY);

        for (int threads : new int[] {2, 4, 7}) {
            DeepBeliefNetwork network = stack(new Momentum(RATE, 0.9), PCD);
            averaged(4, 3, MomentumRule.AVERAGE, threads).train(network, rows, seed, NOBODY);
            assertEqualBits(network, one);
        }
    }

    /** Keeps every state that training could go on from. */
    private static final class Keeping implements GreedyPretraining.Observer {

        private final List<Snapshot> kept = new ArrayList<>();

        @Override
        public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
            kept.add(now.get().copy());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AVERAGE", "RESET"})
    void fromAnyRoundTrainingGoesOnToTheSameBits(MomentumRule momentum) {
        Keeping keeping = new Keeping();
        AveragedPretraining pretraining = averaged(2, 3, momentum, 2);
        DeepBeliefNetwork whole = stack(new Momentum(RATE, 0.9), PCD);
        pretraining.train(whole, rows, seed, keeping);

        assertThat(keeping.kept).hasSize((3 + 2) * 3); // 28 rows each, 7 updates an epoch
        for (int round = 0; round < keeping.kept.size(); round += momentum == MomentumRule.AVERAGE ? 2 : 7) {
            DeepBeliefNetwork resumed = stack(new Momentum(RATE, 0.9), PCD);
            pretraining.resume(resumed, rows, seed, NOBODY, keeping.kept.get(round));
            assertEqualBits(resumed, whole);
        }
    }

    /** Every replica is lost after every round, and some rounds are run twice. */
    private record Unreliable() implements Replicas.Place {

        @Override
        public Replicas open(ReplicaPlan plan, List<INDArray> rows) {
            return new Replicas() {
                @Override
                public List<Snapshot> train(Replica.Round round, List<Snapshot> from) {
                    List<Snapshot> after = new ArrayList<>();
                    for (int partition = 0; partition < from.size(); partition++) {
                        Replica replica = plan.replica(partition, rows.get(partition));
                        replica.train(round, from.get(partition));
                        after.add(replica.train(round, from.get(partition)));
                    }
                    return after;
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void replicasThatAreLostAndMadeAgainGiveTheSameBits() {
        DeepBeliefNetwork undisturbed = stack(new Momentum(RATE, 0.9), PCD);
        averaged(2, 3, MomentumRule.AVERAGE, 2).train(undisturbed, rows, seed, NOBODY);

        DeepBeliefNetwork network = stack(new Momentum(RATE, 0.9), PCD);
        new AveragedPretraining(settings(8), new ParameterAveraging(2, 3, MomentumRule.AVERAGE), new Unreliable())
                .train(network, rows, seed, NOBODY);

        assertEqualBits(network, undisturbed);
    }

    /** A place that records the states before and after every round. */
    private record Recording(Replicas.Place place, List<List<Snapshot>> before, List<List<Snapshot>> after)
            implements Replicas.Place {

        Recording(Replicas.Place place) {
            this(place, new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public Replicas open(ReplicaPlan plan, List<INDArray> rows) {
            Replicas replicas = place.open(plan, rows);
            return new Replicas() {
                @Override
                public List<Snapshot> train(Replica.Round round, List<Snapshot> from) {
                    before.add(from.stream().map(Snapshot::copy).toList());
                    List<Snapshot> results = replicas.train(round, from);
                    after.add(results.stream().map(Snapshot::copy).toList());
                    return results;
                }

                @Override
                public void close() {
                    replicas.close();
                }
            };
        }
    }

    private static INDArray array(Snapshot snapshot, String name) {
        return Objects.requireNonNull(snapshot.arrays().get(name));
    }

    private Recording recorded(MomentumRule momentum) {
        Recording place = new Recording(new ReplicaThreads(2));
        new AveragedPretraining(settings(8), new ParameterAveraging(2, 3, momentum), place)
                .train(stack(new Momentum(RATE, 0.9), PCD), rows, seed, NOBODY);
        return place;
    }

    @Test
    void chainsAndRandomNumbersDifferBetweenPartitionsAndStayWithThem() {
        Recording place = recorded(MomentumRule.AVERAGE);

        for (int round = 0; round < 8; round++) {
            List<Snapshot> after = place.after.get(round);
            List<Snapshot> next = place.before.get(round + 1);
            for (String chains : List.of("layer-0-objective-visible", "layer-0-objective-hidden")) {
                assertThat(Elements.of(array(after.get(0), chains)))
                        .isNotEqualTo(Elements.of(array(after.get(1), chains)));
                for (int partition = 0; partition < 2; partition++) {
                    assertThat(Elements.of(array(next.get(partition), chains)))
                            .isEqualTo(Elements.of(array(after.get(partition), chains)));
                }
            }
            assertThat(after.get(0).get("random")).isNotEqualTo(after.get(1).get("random"));
            assertThat(next.get(1).numbers()).isEqualTo(after.get(1).numbers());
        }
    }

    @Test
    void momentumIsAveragedOrReset() {
        String updater = "layer-0-updater";
        Recording average = recorded(MomentumRule.AVERAGE);
        Recording reset = recorded(MomentumRule.RESET);

        INDArray mean = array(average.after.get(0).get(0), updater)
                .add(array(average.after.get(0).get(1), updater))
                .div(2);
        for (int partition = 0; partition < 2; partition++) {
            assertThat(array(average.before.get(1).get(partition), updater).distance2(mean))
                    .isLessThan(1e-12);
            assertThat(Elements.of(array(reset.before.get(1).get(partition), updater)))
                    .containsOnly(0);
        }
        assertThat(mean.norm2Number().doubleValue()).isPositive();
    }

    @Test
    void partitionsShareOutAllRowsInWholeBatches() {
        ParameterAveraging averaging = new ParameterAveraging(3, 1, MomentumRule.AVERAGE);

        List<int[]> hands = averaging.deal(53, 5, seed.stream("partitions"));

        assertThat(hands).extracting(hand -> hand.length).containsExactly(20, 15, 18);
        assertThat(hands.stream().flatMapToInt(Arrays::stream).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 53).boxed().toList());
        assertThat(averaging.updates(53, 5)).isEqualTo(4);
        assertThat(new ParameterAveraging(1, 1, MomentumRule.RESET)
                        .deal(7, 2, seed.stream("one"))
                        .get(0))
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void lessThanABatchForEachPartitionIsRefused() {
        AveragedPretraining pretraining = new AveragedPretraining(
                new GreedyPretraining(List.of(1, 1), 40, Binarization.NONE, Binarization.NONE),
                new ParameterAveraging(4, 1, MomentumRule.AVERAGE),
                new ReplicaThreads(1));
        INDArray few = barsAndStripes(39, DataType.DOUBLE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> pretraining.train(stack(new Sgd(RATE), PCD), few, seed, NOBODY))
                .withMessage("batch must be at most the 39 rows, was 40");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParameterAveraging(4, 1, MomentumRule.AVERAGE).deal(39, 10, seed.stream("few")))
                .withMessage("partitions must be at most 3, so that each has a batch of 10 of the 39 rows, was 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> averaged(3, 1, MomentumRule.AVERAGE, 1))
                .withMessage("batch must be a multiple of the 3 partitions, was 8");
    }

    @Test
    void divergenceInAReplicaIsReportedAsItIs() {
        DeepBeliefNetwork network = stack(new Sgd(1e9), CD);

        assertThatThrownBy(() -> averaged(2, 3, MomentumRule.AVERAGE, 2).train(network, rows, seed, NOBODY))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageStartingWith("layer 1 diverged in epoch 1");
    }
}
