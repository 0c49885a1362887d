package io.dbn4j.core.training;

import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.dl4j.Stage;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.DivergedTraining;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Initialization;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A pretraining in progress: its layer, epoch and update, and their random numbers. */
final class PretrainingCourse {

    /** Name in snapshots of four numbers: layer, epoch, updates done in the epoch, rows. */
    static final String POSITION = "position";

    /** Largest number of rows at which persistent chains of a tied layer start. */
    private static final int CHAIN_STARTS = 1000;

    private final GreedyPretraining settings;
    private final List<Stage> stages;
    private final GreedyPretraining.Observer observer;
    private int layer;
    private @Nullable Passes passes;
    private @Nullable Nd4jRandomSource random;
    private @Nullable INDArray rows;
    private @Nullable BatchStates training;
    private @Nullable BatchStates watched;

    PretrainingCourse(GreedyPretraining settings, List<Stage> stages, GreedyPretraining.Observer observer) {
        this.settings = settings;
        this.stages = stages;
        this.observer = observer;
    }

    /**
     * Goes to the start of a layer.
     *
     * @param input input of the layer for all rows; the last rows are for validation
     */
    void enter(int next, INDArray input, Seed seed) {
        Stage stage = stages.get(next);
        stage.below().ifPresent(stage.rbm()::standOn);
        long all = input.size(0);
        long trained = all - settings.validation();
        layer = next;
        random = seed.stream("pretraining-" + stage.name());
        rows = trained == all ? input : part(input, 0, trained);
        passes = Passes.over(trained, settings.batch(), settings.epochs().get(next), random);
        training = visited(rows, settings.batch(), stage);
        watched = trained == all
                ? null
                : visited(part(input, trained, all).dup(), Math.min(settings.batch(), settings.validation()), stage);
    }

    private BatchStates visited(INDArray visible, int count, Stage stage) {
        DataType type = stage.rbm().rbm().weights().dataType();
        return new BatchStates(visible, rule(stage), count, type);
    }

    /** Returns the rule that makes states of a layer's input; draws have the parameters of the units below. */
    private BatchStates.Rule rule(Stage stage) {
        Binarization rule = settings.binarization(stage);
        if (stage.isBottom() || rule != Binarization.BERNOULLI) {
            return rule::apply;
        }
        Rbm rbm = stage.rbm().rbm();
        INDArray parameters =
                stage.below().map(below -> below.rbm().hiddenParameters()).orElse(rbm.visibleParameters());
        return (means, states, source) -> rbm.visibleUnit().draw(parameters, means, states, source);
    }

    /** Initializes the parameters of a new layer, and starts the persistent chains of a tied layer at the data. */
    void initialize(Seed seed) {
        Stage stage = stages.get(layer);
        if (stage.isNew()) {
            stage.initialize(settings.initialization(), ColumnSums.means(rows()));
        }
        startChains(seed);
    }

    /** Starts the persistent chains of a tied layer at states drawn from its data, unless its training has begun. */
    void startChains(Seed seed) {
        Stage stage = stages.get(layer);
        RbmLayerRuntime rbm = stage.rbm();
        if (stage.start(settings.initialization()) == Initialization.TIED && !rbm.started()) {
            INDArray some = Rows.first((int) Math.min(CHAIN_STARTS, rows().size(0)), rows());
            INDArray states = some.ulike();
            rbm.rbm()
                    .visibleUnit()
                    .draw(rbm.rbm().visibleParameters(), some, states, seed.stream("chains-layer" + (layer + 1)));
            rbm.startChainsAt(states);
        }
    }

    private static INDArray part(INDArray rows, long from, long to) {
        return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    /** Returns the rows on which the layer is trained, {@code [rows, visible]}. */
    INDArray rows() {
        return Objects.requireNonNull(rows);
    }

    /**
     * Restores the position of a {@link #snapshot} or {@link #layerSnapshot} of this layer, but not the layer itself.
     */
    void restore(Snapshot from) {
        long[] position = from.get(POSITION, 4);
        passes().restore(from, position[1], position[2], position[3]);
    }

    /** Restores the parameters and the state of a layer; refuses diverged ones, which are never saved. */
    void restoreLayer(Stage stage, String prefix, Snapshot from) {
        PretrainingState.restore(stage.rbm(), prefix, from);
        double largest = DivergedTraining.largest(stage.rbm().rbm());
        double limit = DivergedTraining.LIMIT;
        Snapshot.require(largest < limit, "parameters of a checkpoint must be below %s, had %s", limit, largest);
    }

    /** Returns the layer of a snapshot, among {@code layers} layers. */
    static int layer(Snapshot from, int layers) {
        long[] position = from.get(POSITION);
        Snapshot.require(position.length > 0, "position of a checkpoint must have numbers, had none");
        return Snapshot.within(0, layers - 1, position[0], "layer");
    }

    private Passes passes() {
        return Objects.requireNonNull(passes);
    }

    /** Returns the state from which this pretraining can resume. */
    Snapshot snapshot() {
        Snapshot all = position();
        for (int i = 0; i <= layer; i++) {
            all = all.and(state(i));
        }
        return all;
    }

    /** Returns the state from which the present layer can resume, without the layers below. */
    Snapshot layerSnapshot() {
        return position().and(state(layer));
    }

    private Snapshot position() {
        return passes().snapshot().and(POSITION, layer, passes().epoch(), passes().update(), rows().size(0));
    }

    private Snapshot state(int of) {
        requireFinite(stages.get(of));
        return PretrainingState.snapshot(stages.get(of).rbm(), PretrainingState.prefix(of));
    }

    /** Trains the layer from here to its end. */
    void trainLayer() {
        trainLayer(passes(), this::trainBatch, this::snapshot);
    }

    /**
     * Trains the layer from a position to its end.
     *
     * @param position modified
     * @param step trains one batch or one round of replicas, and moves the position on
     * @param now supplies the state from which training can resume
     */
    void trainLayer(Position position, Runnable step, Supplier<Snapshot> now) {
        RbmLayerRuntime rbm = stages.get(layer).rbm();
        int before = rbm.conf().getEpochCount() - (position.epoch() - 1);
        try {
            while (position.hasNext()) {
                Stage.requireNoInterrupt(rbm);
                step.run();
                observer.updated(layer, position.epoch(), position.update(), position.updates());
                if (position.epochEnds()) {
                    observer.epochEnds(layer, position.epoch(), rbm, rows());
                }
                observer.resumable(position.epochEnds(), () -> now.get().copy());
            }
        } finally {
            rbm.holdOut(null);
        }
        rbm.conf().setEpochCount(before + settings.epochs().get(layer));
        position.leave();
    }

    private void trainBatch() {
        RbmLayerRuntime rbm = stages.get(layer).rbm();
        RandomSource source = Objects.requireNonNull(random);
        int before = passes().epoch();
        int[] numbers = passes().next();
        // DL4J's EPOCH schedules look at the epoch count of the layer.
        rbm.conf().setEpochCount(rbm.conf().getEpochCount() + passes().epoch() - before);
        INDArray states = Objects.requireNonNull(training).states(numbers, source);
        if (watched != null) {
            rbm.holdOut(watched.inTurn((long) (passes().update() - 1) * settings.batch(), source));
        }
        rbm.withInputFromBelow(() -> rbm.fit(states, LayerWorkspaceMgr.noWorkspaces()));
        if (passes().epochEnds()) {
            requireFinite(stages.get(layer));
        }
    }

    /** Trains the layer until {@code update} updates of an epoch are done, or all if the epoch has fewer. */
    void trainTo(int epoch, int update) {
        Passes all = passes();
        int until = Math.min(update, all.updates());
        while (all.epoch() < epoch || all.update() < until) {
            trainBatch();
        }
    }

    /** Checks that a layer has not diverged. */
    private void requireFinite(Stage stage) {
        Rbm rbm = stage.rbm().rbm();
        DivergedTraining.sign(rbm).ifPresent(sign -> {
            throw passes().diverged(stage.title(), sign, DivergedTraining.advice(rbm.visibleUnit(), rows()));
        });
    }
}
