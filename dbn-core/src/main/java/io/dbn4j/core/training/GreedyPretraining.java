package io.dbn4j.core.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.dl4j.Stage;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.units.States;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Greedy layer-wise pretraining: trains each RBM layer on the output of the layers below, which do not change.
 *
 * <p>The data go up through the trained layers once for each layer, not once for each update. Every epoch visits the
 * rows once in a new order; EPOCH schedules of DL4J see each epoch.
 *
 * <p>A new layer is initialized from the mean of its input. A layer counts as new if all its biases have the values of
 * its configuration, usually 0; all other layers keep their parameters. Weights do not count: a model with zero biases,
 * such as spins without a field, needs {@link Initialization#AS_IS} to keep its parameters.
 *
 * @param epochs number of epochs for each RBM layer, from the bottom
 * @param batch rows of an update; an epoch skips rows that do not fill a batch
 * @param input rule by which rows become states of the first layer's visible units, at every visit
 * @param hidden rule by which hidden means become states of the visible units above, at every visit;
 *     {@link Binarization#BERNOULLI} draws states of units of any kind; {@link Binarization#THRESHOLD}, like every rule
 *     of {@code input} but {@link Binarization#NONE}, needs units with the states 0 and 1
 * @param validation number of held-out rows at the end of the data; only objectives that compare with them see them
 * @param initialization initialization of each new layer
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
public record GreedyPretraining(
        List<Integer> epochs,
        int batch,
        Binarization input,
        Binarization hidden,
        int validation,
        Initialization initialization)
        implements Pretraining {

    public GreedyPretraining {
        epochs = List.copyOf(epochs);
        epochs.forEach(count -> Check.atLeast(0, count, "epochs"));
        Check.atLeast(1, batch, "batch");
        Check.atLeast(0, validation, "validation");
    }

    /** Makes a pretraining on all rows that starts from data means. */
    public GreedyPretraining(List<Integer> epochs, int batch, Binarization input, Binarization hidden) {
        this(epochs, batch, input, hidden, 0, Initialization.DATA_MEANS);
    }

    /** A receiver of the progress of pretraining, which must not change the model. */
    public interface Observer {

        /** Receives an initialized or restored layer; {@code input} holds all its rows, {@code [rows, visible]}. */
        default void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {}

        /** Receives the number of every update after the update is done. */
        default void updated(int layer, int epoch, int update, int updatesPerEpoch) {}

        /** Receives the layer after every epoch, counted from 1. */
        default void epochEnds(int layer, int epoch, RbmLayerRuntime rbm, INDArray input) {}

        /**
         * Receives, after the other calls, a state from which training can resume; an exception ends training.
         *
         * @param epochEnds whether an epoch has just ended
         * @param now supplies, during this call, a copy of the state, which later training does not change; for
         *     {@link GreedyPretraining#resume(MultiLayerNetwork, INDArray, Seed, Observer, Snapshot)}
         */
        default void resumable(boolean epochEnds, Supplier<Snapshot> now) {}
    }

    @Override
    public int updates(long rows) {
        return Math.toIntExact((rows - validation) / batch);
    }

    @Override
    public void train(MultiLayerNetwork network, INDArray visible, Seed seed, Observer observer) {
        train(Stage.of(network), visible, seed, observer, null);
    }

    @Override
    public void resume(MultiLayerNetwork network, INDArray visible, Seed seed, Observer observer, Snapshot from) {
        train(Stage.of(network), visible, seed, observer, from);
    }

    /**
     * Pretrains all RBM layers of a graph, in topological order, except frozen layers: each branch on its own input, a
     * layer above a merge on the joined outputs below.
     *
     * @param graph modified: its parameters are trained
     * @param inputs one array for each input of the graph, {@code [rows, columns]}; not modified
     * @throws IllegalArgumentException like {@link Pretraining#train(MultiLayerNetwork, INDArray, Seed, Observer)}, and
     *     if {@code inputs} does not have one array for each input of the graph
     */
    public void train(ComputationGraph graph, List<INDArray> inputs, Seed seed, Observer observer) {
        INDArray joined = joined(graph, inputs);
        train(stages(graph, inputs), joined, seed, observer, null);
    }

    /** Pretrains a graph with one input, {@code [rows, visible]}. */
    public void train(ComputationGraph graph, INDArray visible, Seed seed, Observer observer) {
        train(graph, List.of(visible), seed, observer);
    }

    /** Pretrains a graph with several inputs, unobserved. */
    public void train(ComputationGraph graph, List<INDArray> inputs, Seed seed) {
        train(graph, inputs, seed, new Observer() {});
    }

    /** Pretrains a graph with one input, unobserved. */
    public void train(ComputationGraph graph, INDArray visible, Seed seed) {
        train(graph, List.of(visible), seed);
    }

    /** Resumes the training of a graph at a snapshot of {@link Observer#resumable}. */
    public void resume(ComputationGraph graph, List<INDArray> inputs, Seed seed, Observer observer, Snapshot from) {
        INDArray joined = joined(graph, inputs);
        train(stages(graph, inputs), joined, seed, observer, from);
    }

    /** Resumes the training of a graph with one input. */
    public void resume(ComputationGraph graph, INDArray visible, Seed seed, Observer observer, Snapshot from) {
        resume(graph, List.of(visible), seed, observer, from);
    }

    private static List<Stage> stages(ComputationGraph graph, List<INDArray> inputs) {
        return Stage.of(
                graph,
                inputs.stream()
                        .mapToLong(rows -> rows.rank() > 1 ? rows.size(1) : 0)
                        .toArray());
    }

    /** Joins the rows of several inputs, so that they are visited together. */
    private static INDArray joined(ComputationGraph graph, List<INDArray> inputs) {
        List<String> names = graph.getConfiguration().getNetworkInputs();
        Check.require(
                inputs.size() == names.size(),
                "inputs must be %d arrays, one for each input of the graph %s, were %d",
                names.size(),
                names,
                inputs.size());
        INDArray first = inputs.get(0);
        if (inputs.size() == 1) {
            return first;
        }
        for (INDArray rows : inputs) {
            Check.require(
                    rows.rank() == 2 && rows.size(0) == first.size(0),
                    "inputs of a graph with several must be matrices of equally many rows, had shapes %s",
                    inputs.stream().map(array -> Arrays.toString(array.shape())).toList());
        }
        return Nd4j.hstack(
                inputs.stream().map(rows -> rows.castTo(first.dataType())).toList());
    }

    private void train(List<Stage> stages, INDArray visible, Seed seed, Observer observer, @Nullable Snapshot from) {
        require(stages, visible);
        PretrainingCourse course = new PretrainingCourse(this, stages, observer);
        int firstLayer = from == null ? 0 : PretrainingCourse.layer(from, stages.size());
        for (int layer = 0; layer < stages.size(); layer++) {
            Stage stage = stages.get(layer);
            course.enter(layer, stage.input(visible), seed);
            if (from == null || layer > firstLayer) {
                course.initialize(seed);
            } else {
                course.restoreLayer(stage, PretrainingState.prefix(layer), from);
            }
            if (from != null && layer == firstLayer) {
                course.restore(from);
            }
            observer.layerStarts(layer, stage.rbm(), course.rows());
            if (layer >= firstLayer) {
                course.trainLayer();
            }
        }
    }

    /**
     * Checks that the layers can be trained on the rows.
     *
     * @param visible rows, including validation rows; not modified
     */
    void require(List<Stage> stages, INDArray visible) {
        long rows = visible.size(0);
        Check.require(
                epochs.size() == stages.size(), "epochs must have %d entries, had %d", stages.size(), epochs.size());
        long trained = rows - validation;
        Check.require(trained > 0, "validation must be less than the %d rows, was %d", rows, validation);
        Check.require(trained >= batch, "batch must be at most the %d rows, was %d", trained, batch);
        stages.forEach(this::requireStates);
        stages.stream()
                .filter(Stage::isNew)
                .forEach(stage -> initialization.require(
                        stage.title(), stage.rbm().rbm(), stage.below().map(RbmLayerRuntime::rbm)));
        stages.stream().filter(Stage::isBottom).forEach(stage -> requireMeans(stage, stage.input(visible)));
    }

    /** Checks rows before a rule makes states of them: a draw would hide numbers that are no probabilities. */
    private static void requireMeans(Stage stage, INDArray input) {
        Rbm rbm = stage.rbm().rbm();
        String what = "input of layer \"" + stage.name() + "\"";
        States.requireMeans(rbm.visibleUnit(), Check.columns(rbm.visible(), input, what), what);
    }

    /** Returns the rule by which the input of a layer becomes states of its visible units. */
    Binarization binarization(Stage stage) {
        return stage.isBottom() ? input : hidden;
    }

    private void requireStates(Stage stage) {
        UnitType unit = stage.rbm().rbm().visibleUnit();
        Binarization rule = binarization(stage);
        boolean drawn = !stage.isBottom() && rule == Binarization.BERNOULLI;
        Check.require(
                rule == Binarization.NONE || drawn || unit.hasStates(0, 1),
                "%s, because the visible units of %s are not 0 or 1",
                stage.isBottom() ? "input must be none" : "hidden must be bernoulli or none",
                stage.title());
    }
}
