package io.dbn4j.core.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.dl4j.Stage;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A replica of a network, trained side by side with others on the rows of its partition.
 *
 * <p>The result of {@link #train} depends on its arguments alone: if a replica is lost, a new one elsewhere gives the
 * same bits. The network and the input of the present layer are kept only to save time. Not safe for several threads at
 * once.
 */
public final class Replica {

    private final ReplicaPlan plan;
    private final int partition;
    private final INDArray visible;
    private DeepBeliefNetwork network;
    private int layer = -1;
    private @Nullable INDArray below;
    private @Nullable INDArray input;

    Replica(ReplicaPlan plan, int partition, INDArray visible) {
        this.plan = plan;
        this.partition = partition;
        this.visible = visible;
        this.network = start();
    }

    private DeepBeliefNetwork start() {
        MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(plan.network());
        configuration.getConfs().forEach(conf -> conf.setSeed(ReplicaPlan.seed(conf.getSeed(), partition)));
        DeepBeliefNetwork fresh = new DeepBeliefNetwork(configuration);
        fresh.init();
        return fresh;
    }

    /**
     * The work of all replicas until the next mean.
     *
     * @param layer index of the trained layer among the RBM layers
     * @param below parameters of all layers below, in one vector
     * @param epoch epoch, counted from 1
     * @param until updates of the epoch that are done after the round, or all if the partition has fewer
     */
    public record Round(int layer, INDArray below, int epoch, int until) {}

    /** Returns the state of a layer before its training: its parameters. */
    static Snapshot beginning(int layer, INDArray parameters) {
        return Snapshot.of(Map.of(PretrainingState.prefix(layer) + PretrainingState.PARAMETERS, parameters));
    }

    /**
     * Trains the replica for one round.
     *
     * @param from its state after the last round, with the averaged parameters; not modified
     * @return its state afterward
     */
    public Snapshot train(Round round, Snapshot from) {
        boolean begins = from.numbers().isEmpty();
        if (begins) {
            network = start(); // Forget chains, updaters and random states of an earlier attempt.
        }
        boolean known = round.layer() == layer && isBelow(round.below());
        if (begins || !known) {
            putBelow(round.below());
        }
        List<Stage> stages = Stage.of(network);
        Stage stage = stages.get(round.layer());
        if (!known) {
            input = stage.input(visible);
            layer = round.layer();
            below = round.below();
        }
        var course = new PretrainingCourse(plan.settings(), stages, new GreedyPretraining.Observer() {});
        Seed seed = new Seed(ReplicaPlan.seed(plan.seed(), partition));
        course.enter(layer, Objects.requireNonNull(input), seed);
        String prefix = PretrainingState.prefix(layer);
        if (begins) {
            from.restore(prefix + PretrainingState.PARAMETERS, stage.rbm().params());
            course.startChains(seed);
        } else {
            PretrainingState.restore(stage.rbm(), prefix, from);
            course.restore(from);
        }
        course.trainTo(round.epoch(), round.until());
        return course.layerSnapshot().copy();
    }

    /** Tells whether parameters have equal bits; {@code INDArray.equals} has a tolerance. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isBelow(INDArray parameters) {
        if (parameters == below || below == null || parameters.isEmpty()) {
            return parameters == below;
        }
        return Arrays.equals(Elements.of(parameters), Elements.of(below));
    }

    private void putBelow(INDArray parameters) {
        if (!parameters.isEmpty()) {
            below(network, parameters.length()).assign(parameters);
        }
    }

    /** Returns the first parameters of a network, as a view. */
    static INDArray below(MultiLayerNetwork network, long count) {
        return network.params().reshape(network.numParams()).get(NDArrayIndex.interval(0, count));
    }
}
