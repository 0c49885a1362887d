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
 * One of several networks that are trained side by side, with the rows of its partition.
 *
 * <p>What {@link #train} gives depends on its arguments alone: a replica that was lost is made again elsewhere and gives the
 * same bits. What it keeps, its network and the input of the present layer, only saves time. Not for several threads at
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
     * What all replicas do until the next mean.
     *
     * @param layer that is trained, among the RBM layers
     * @param below parameters of all that lies below it, one after another
     * @param epoch counted from 1
     * @param until updates of the epoch that are done then, or all that the partition has
     */
    public record Round(int layer, INDArray below, int epoch, int until) {}

    /** The state of a layer that is to begin: its parameters. */
    static Snapshot beginning(int layer, INDArray parameters) {
        return Snapshot.of(Map.of(PretrainingState.prefix(layer) + PretrainingState.PARAMETERS, parameters));
    }

    /**
     * Trains the replica.
     *
     * @param from its state: what the last round gave, with parameters of all replicas; not modified
     * @return its state afterward
     */
    public Snapshot train(Round round, Snapshot from) {
        boolean begins = from.numbers().isEmpty();
        if (begins) {
            network = start(); // No chains, updaters or random states of an earlier try.
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

    /** Bit by bit: {@code INDArray.equals} has a tolerance. */
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

    /** The first parameters of a network, a view. */
    static INDArray below(MultiLayerNetwork network, long count) {
        return network.params().reshape(network.numParams()).get(NDArrayIndex.interval(0, count));
    }
}
