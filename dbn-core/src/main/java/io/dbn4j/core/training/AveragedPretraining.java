package io.dbn4j.core.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.dl4j.Stage;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.random.Seed;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Greedy layer-wise pretraining of one network by several replicas.
 *
 * <p>Each replica has its own chains, random numbers and order of rows. This class holds the states of all replicas
 * between two rounds, so a round with lost replicas can be run again, and gives the same bits. One partition with
 * averaged momentum gives the bits of {@link GreedyPretraining}. The network keeps the chains of the first replica.
 *
 * <p>Every layer begins without momentum and with new chains, even in a network that was trained before. Observers see
 * the input of all rows; this class computes it once for each layer, in addition to the inputs that the replicas
 * compute.
 *
 * @param settings settings in which {@code batch} is the number of rows of one update of all replicas together; each
 *     takes an equal share, so the number of updates does not depend on the number of partitions
 * @param averaging number of replicas, and the times of averaging
 * @param place place of the replicas; does not change results
 */
public record AveragedPretraining(GreedyPretraining settings, ParameterAveraging averaging, Replicas.Place place)
        implements Pretraining {

    public AveragedPretraining {
        Check.require(
                settings.batch() % averaging.partitions() == 0,
                "batch must be a multiple of the %d partitions, was %d",
                averaging.partitions(),
                settings.batch());
    }

    @Override
    public int updates(long rows) {
        return averaging.updates(Math.toIntExact(rows - settings.validation()), batch());
    }

    /** Returns the number of rows of an update of one replica. */
    private int batch() {
        return settings.batch() / averaging.partitions();
    }

    @Override
    public void train(MultiLayerNetwork network, INDArray visible, Seed seed, GreedyPretraining.Observer observer) {
        train(network, visible, seed, observer, null);
    }

    @Override
    public void resume(
            MultiLayerNetwork network,
            INDArray visible,
            Seed seed,
            GreedyPretraining.Observer observer,
            Snapshot from) {
        train(network, visible, seed, observer, from);
    }

    private void train(
            MultiLayerNetwork network,
            INDArray visible,
            Seed seed,
            GreedyPretraining.Observer observer,
            @Nullable Snapshot from) {
        List<Stage> stages = Stage.of(network);
        settings.require(stages, visible);
        int rows = Math.toIntExact(visible.size(0) - settings.validation());
        List<int[]> hands = averaging.deal(rows, batch(), seed.stream("partitions"));
        GreedyPretraining each = new GreedyPretraining(
                settings.epochs(),
                batch(),
                settings.input(),
                settings.hidden(),
                settings.validation(),
                settings.initialization());
        String configuration = network.getLayerWiseConfigurations().toJson();
        ReplicaPlan plan = new ReplicaPlan(configuration, each, seed.value());
        try (Replicas replicas = place.open(plan, rows(visible, hands))) {
            new Course(network, stages, hands, replicas, observer).train(visible, seed, from);
        }
    }

    /** Returns the rows of each partition, with the validation rows at the end. */
    private List<INDArray> rows(INDArray visible, List<int[]> hands) {
        int all = Math.toIntExact(visible.size(0));
        int[] shown = IntStream.range(all - settings.validation(), all).toArray();
        return hands.stream()
                .map(hand -> IntStream.concat(IntStream.of(hand), IntStream.of(shown))
                        .toArray())
                .map(hand -> hand.length == all ? visible : Rows.pick(visible, hand))
                .toList();
    }

    /** A pretraining in progress. */
    private final class Course {

        private final MultiLayerNetwork network;
        private final List<Stage> stages;
        private final List<int[]> hands;
        private final Replicas replicas;
        private final GreedyPretraining.Observer observer;
        private List<Snapshot> states = List.of();
        private int layer;
        private Position position = new Position(0, 0);

        Course(
                MultiLayerNetwork network,
                List<Stage> stages,
                List<int[]> hands,
                Replicas replicas,
                GreedyPretraining.Observer observer) {
            this.network = network;
            this.stages = stages;
            this.hands = hands;
            this.replicas = replicas;
            this.observer = observer;
        }

        void train(INDArray visible, Seed seed, @Nullable Snapshot from) {
            int firstLayer = from == null ? 0 : PretrainingCourse.layer(from, stages.size());
            PretrainingCourse whole = new PretrainingCourse(settings, stages, observer);
            for (layer = 0; layer < stages.size(); layer++) {
                RbmLayerRuntime rbm = stages.get(layer).rbm();
                whole.enter(layer, stages.get(layer).input(visible), seed);
                if (from == null || layer > firstLayer) {
                    whole.initialize(seed);
                }
                position =
                        new Position(updates(visible.size(0)), settings.epochs().get(layer));
                states = Collections.nCopies(
                        hands.size(), Replica.beginning(layer, rbm.params().dup()));
                if (from != null && layer < firstLayer) {
                    whole.restoreLayer(stages.get(layer), PretrainingState.prefix(layer), from);
                }
                if (from != null && layer == firstLayer) {
                    restore(from, whole);
                }
                observer.layerStarts(layer, rbm, whole.rows());
                if (layer >= firstLayer) {
                    INDArray below = parametersBelow(rbm);
                    whole.trainLayer(position, () -> trainRound(rbm, below), this::snapshot);
                }
            }
        }

        /** Trains all replicas up to their next average, each weighted by its updates. */
        private void trainRound(RbmLayerRuntime rbm, INDArray below) {
            int moved = position.advance(averaging.every());
            int from = position.update() - moved;
            List<Snapshot> after =
                    replicas.train(new Replica.Round(layer, below, position.epoch(), position.update()), states);
            long[] weights = IntStream.range(0, hands.size())
                    .mapToLong(partition -> done(partition, position.update()) - done(partition, from))
                    .toArray();
            String prefix = PretrainingState.prefix(layer);
            states = averaging.average(after, prefix, weights);
            PretrainingState.restore(rbm, prefix, states.get(0));
        }

        /** Returns the updates that a replica has done of {@code each} in an epoch: at most all of its partition. */
        private int done(int partition, int each) {
            return Math.min(each, hands.get(partition).length / batch());
        }

        private INDArray parametersBelow(RbmLayerRuntime rbm) {
            long count = IntStream.range(0, rbm.getIndex())
                    .mapToLong(below -> network.getLayer(below).numParams())
                    .sum();
            return count == 0 ? Nd4j.empty() : Replica.below(network, count).dup();
        }

        private void restore(Snapshot from, PretrainingCourse whole) {
            long[] at = from.get(PretrainingCourse.POSITION, 3);
            position.restore(at[1], at[2]);
            states = IntStream.range(0, hands.size())
                    .mapToObj(partition -> from.part(prefix(partition)))
                    .toList();
            RbmLayerRuntime rbm = stages.get(layer).rbm();
            // Restore each state once to detect damage while an older checkpoint can replace it; the first state stays.
            for (int partition = states.size() - 1; partition >= 0; partition--) {
                whole.restoreLayer(stages.get(layer), PretrainingState.prefix(layer), states.get(partition));
            }
            if (position.update() == 0 && position.epoch() > 1) {
                // The snapshot ends a shorter training, whose replicas are still in their last epoch.
                rbm.conf().setEpochCount(rbm.conf().getEpochCount() + 1);
            }
        }

        private Snapshot snapshot() {
            Snapshot all = Snapshot.NONE.and(PretrainingCourse.POSITION, layer, position.epoch(), position.update());
            for (int i = 0; i < layer; i++) {
                all = all.and(PretrainingState.snapshot(stages.get(i).rbm(), PretrainingState.prefix(i)));
            }
            for (int partition = 0; partition < states.size(); partition++) {
                all = all.and(states.get(partition).under(prefix(partition)));
            }
            return all;
        }

        private static String prefix(int partition) {
            return "partition-" + partition + "-";
        }
    }
}
