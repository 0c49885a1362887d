package io.dbn4j.core.dl4j;

import static java.util.Objects.requireNonNull;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Snapshot;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Greedy layer-wise pretraining: each RBM layer is trained on the output of the layers below, which stay as they are.
 *
 * <p>The data go up through the trained layers once for each layer, not once for each update. Every epoch visits all
 * rows once in a new order; EPOCH schedules of DL4J see each epoch.
 *
 * @param epochs number of epochs for each RBM layer, from the bottom
 * @param batch rows of an update; a shorter rest at the end of an epoch is left for the next order
 * @param input how the rows become states of the first layer's visible units, at every visit
 * @param hidden how hidden means become states of the visible units above, at every visit; like {@code input}, anything
 *     but {@link Binarisation#NONE} is for units with the states 0 and 1
 * @param validation rows at the end of the data that are not trained on, only shown to objectives that compare with them
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
public record GreedyPretraining(
        List<Integer> epochs, int batch, Binarisation input, Binarisation hidden, int validation) {

    /** No unit's input is worth more than a few hundred nats; parameters beyond this only grow. */
    private static final double DIVERGED = 1e4;

    private static final String POSITION = "position";
    private static final String ORDER = "order";
    private static final String RANDOM = "random";

    public GreedyPretraining {
        epochs = List.copyOf(epochs);
        epochs.forEach(count -> Check.atLeast(0, count, "epochs"));
        Check.atLeast(1, batch, "batch");
        Check.atLeast(0, validation, "validation");
    }

    /** Trains on all rows. */
    public GreedyPretraining(List<Integer> epochs, int batch, Binarisation input, Binarisation hidden) {
        this(epochs, batch, input, hidden, 0);
    }

    /** Told what happens, for progress, metrics and measurements. */
    public interface Observer {

        /** Before the first update of a layer; {@code input} holds all its rows, {@code [rows, visible]}. */
        default void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {}

        /** After every update. */
        default void updated(int layer, int epoch, int update, int updatesPerEpoch) {}

        /** After every epoch, counted from 1. */
        default void epochEnds(int layer, int epoch, RbmLayerRuntime rbm, INDArray input) {}

        /**
         * After all that, wherever training can go on later; throwing ends it.
         *
         * @param epochEnds whether an epoch has just ended
         * @param now the state for {@link GreedyPretraining#resume(MultiLayerNetwork, INDArray, Seed, Observer, Snapshot)}
         */
        default void resumable(boolean epochEnds, Supplier<Snapshot> now) {}
    }

    /**
     * Pretrains all RBM layers of a network; frozen ones are left alone.
     *
     * <p>Random numbers come from streams of {@code seed} named after the layers: to train further, give another seed.
     *
     * @param network modified: its parameters are trained
     * @param visible {@code [rows, visible]}; not modified
     * @throws IllegalArgumentException if {@code epochs} does not have one entry for each RBM layer
     * @throws ArithmeticException if training diverges
     */
    public void train(MultiLayerNetwork network, INDArray visible, Seed seed, Observer observer) {
        train(Stage.of(network), visible, seed, observer, null);
    }

    /**
     * Goes on where {@link Observer#resumable} gave a snapshot, to the same bits as without a stop.
     *
     * @param network of the same configuration; modified
     * @param visible the same rows
     * @param seed the same seed
     */
    public void resume(MultiLayerNetwork network, INDArray visible, Seed seed, Observer observer, Snapshot from) {
        train(Stage.of(network), visible, seed, observer, from);
    }

    /**
     * Pretrains all RBM layers of a graph with one input, in topological order; frozen ones are left alone.
     *
     * @param graph modified: its parameters are trained
     * @param visible {@code [rows, visible]}; not modified
     * @throws IllegalArgumentException if {@code epochs} does not have one entry for each RBM layer
     */
    public void train(ComputationGraph graph, INDArray visible, Seed seed, Observer observer) {
        train(Stage.of(graph), visible, seed, observer, null);
    }

    /** Goes on where {@link Observer#resumable} gave a snapshot, as for a network. */
    public void resume(ComputationGraph graph, INDArray visible, Seed seed, Observer observer, Snapshot from) {
        train(Stage.of(graph), visible, seed, observer, from);
    }

    private void train(List<Stage> stages, INDArray visible, Seed seed, Observer observer, @Nullable Snapshot from) {
        Check.require(
                epochs.size() == stages.size(), "epochs must have %d entries, had %d", stages.size(), epochs.size());
        long trained = visible.size(0) - validation;
        Check.require(trained > 0, "validation must be less than the %d rows, was %d", visible.size(0), validation);
        Check.require(trained >= batch, "batch must be at most the %d rows, was %d", trained, batch);
        stages.forEach(this::requireStates);
        Course course = new Course(stages, observer);
        int firstLayer = from == null ? 0 : (int) from.get(POSITION)[0];
        for (int layer = 0; layer < stages.size(); layer++) {
            Stage stage = stages.get(layer);
            INDArray all = stage.input(visible);
            INDArray rows = validation == 0 ? all : part(all, 0, trained);
            stage.below().ifPresent(stage.rbm()::standOn);
            observer.layerStarts(layer, stage.rbm(), rows);
            course.enter(layer, seed.stream("pretraining-" + stage.name()));
            if (from != null && layer <= firstLayer) {
                PretrainingState.restore(stage.rbm(), prefix(layer), from);
            }
            if (from != null && layer == firstLayer) {
                course.restore(from);
            }
            if (layer >= firstLayer) {
                Optional<INDArray> heldOut = validation == 0
                        ? Optional.empty()
                        : Optional.of(part(all, trained, visible.size(0)).dup());
                course.trainLayer(rows, heldOut);
                stage.rbm().holdOut(null);
            }
        }
    }

    private static INDArray part(INDArray rows, long from, long to) {
        return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static String prefix(int layer) {
        return "layer-" + layer + "-";
    }

    private Binarisation binarisation(Stage stage) {
        return stage.isBottom() ? input : hidden;
    }

    private void requireStates(Stage stage) {
        UnitType unit = stage.rbm().rbm().visibleUnit();
        Check.require(
                binarisation(stage) == Binarisation.NONE || unit instanceof Bernoulli,
                "%s must be none, because the visible units of layer \"%s\" are not 0 or 1",
                stage.isBottom() ? "input" : "hidden",
                stage.name());
    }

    /** A pretraining on its way. */
    private final class Course {

        private final List<Stage> stages;
        private final Observer observer;
        private int layer;
        private int epoch;
        private int update;
        private int[] order = {};
        private @Nullable Nd4jRandomSource random;

        Course(List<Stage> stages, Observer observer) {
            this.stages = stages;
            this.observer = observer;
        }

        /** Goes to the start of a layer. */
        void enter(int next, Nd4jRandomSource source) {
            layer = next;
            epoch = 1;
            update = 0;
            random = source;
        }

        void restore(Snapshot from) {
            long[] position = from.get(POSITION);
            epoch = (int) position[1];
            update = (int) position[2];
            INDArray saved = Nd4j.create(DataType.INT32, position[3]);
            from.restore(ORDER, saved);
            order = saved.toIntVector();
            requireNonNull(random).restore(from.get(RANDOM));
        }

        Snapshot snapshot() {
            Snapshot all = Snapshot.of(Map.of(ORDER, Nd4j.createFromArray(order)))
                    .and(POSITION, layer, epoch, update, order.length)
                    .and(RANDOM, requireNonNull(random).state());
            for (int i = 0; i <= layer; i++) {
                requireFinite(stages.get(i));
                all = all.and(PretrainingState.snapshot(stages.get(i).rbm(), prefix(i)));
            }
            return all;
        }

        void trainLayer(INDArray rows, Optional<INDArray> heldOut) {
            RbmLayerRuntime rbm = stages.get(layer).rbm();
            RandomSource source = requireNonNull(random);
            int updates = Math.toIntExact(rows.size(0) / batch);
            int before = rbm.conf().getEpochCount() - (epoch - 1);
            for (; epoch <= epochs.get(layer); epoch++) {
                rbm.conf().setEpochCount(before + epoch - 1);
                if (update < updates) {
                    order = update == 0 ? source.permutation(Math.toIntExact(rows.size(0))) : order;
                    trainEpoch(rows, heldOut, updates, source);
                    observer.epochEnds(layer, epoch, rbm, rows);
                    observer.resumable(true, this::snapshot);
                }
                update = 0;
            }
            rbm.conf().setEpochCount(before + epochs.get(layer));
        }

        private void trainEpoch(INDArray rows, Optional<INDArray> heldOut, int updates, RandomSource source) {
            Stage stage = stages.get(layer);
            RbmLayerRuntime rbm = stage.rbm();
            Visit training = new Visit(rows, batch, stage);
            Optional<Visit> watched = heldOut.map(others -> new Visit(others, Math.min(batch, validation), stage));
            while (update < updates) {
                INDArray states =
                        training.states(Arrays.copyOfRange(order, update * batch, (update + 1) * batch), source);
                int first = update * batch;
                watched.ifPresent(visit -> rbm.holdOut(visit.states(
                        IntStream.range(first, first + visit.count)
                                .map(i -> i % validation)
                                .toArray(),
                        source)));
                rbm.withInputFromBelow(() -> rbm.fit(states, LayerWorkspaceMgr.noWorkspaces()));
                update++;
                observer.updated(layer, epoch, update, updates);
                if (update < updates) {
                    observer.resumable(false, this::snapshot);
                }
            }
            requireFinite(stage);
        }

        /** Rows on their way to become states, in arrays that are used again. */
        private final class Visit {

            private final INDArray rows;
            private final int count;
            private final Stage stage;
            private final INDArray visited;
            private final INDArray states;

            Visit(INDArray rows, int count, Stage stage) {
                this.rows = rows;
                this.count = count;
                this.stage = stage;
                visited = Nd4j.createUninitialized(rows.dataType(), count, rows.size(1));
                states = Nd4j.create(stage.rbm().rbm().weights().dataType(), count, rows.size(1));
            }

            INDArray states(int[] numbers, RandomSource source) {
                Nd4j.pullRows(rows, visited, 1, numbers);
                binarisation(stage).apply(visited.castTo(states.dataType()), states, source);
                return states;
            }
        }

        /** Divergence shows in the parameters first; means and free energies would hide it for long. */
        private void requireFinite(Stage stage) {
            Rbm rbm = stage.rbm().rbm();
            double largest = Math.max(largest(rbm.weights()), largest(rbm.hiddenBias()));
            // Visible biases are as large as the data.
            if (!(largest < DIVERGED && Double.isFinite(largest(rbm.visibleBias())))) {
                throw new ArithmeticException(
                        "layer \"%s\" diverged in epoch %d, update %d: a parameter is %s; lower its learning rate or momentum"
                                .formatted(stage.name(), epoch, update, largest));
            }
        }

        /** Not a number if one element is not. */
        private static double largest(INDArray array) {
            double largest = 0;
            for (double parameter : Elements.of(array)) {
                largest = Math.max(largest, Math.abs(parameter));
            }
            return largest;
        }
    }
}
