package io.dbn4j.core.dl4j;

import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Snapshot;
import io.dbn4j.core.stack.Initialization;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A pretraining on its way: which layer, epoch and update is next, and the random numbers for it. */
final class PretrainingCourse {

    /** In snapshots: layer, epoch, updates done in the epoch, rows. */
    static final String POSITION = "position";

    private static final String ORDER = "order";
    private static final String RANDOM = "random";

    /** No unit's input is worth more than a few hundred nats; parameters beyond this only grow. */
    private static final double DIVERGED = 1e4;

    /** Rows among which persistent chains of a tied layer start, at most. */
    private static final int CHAIN_STARTS = 1000;

    private final GreedyPretraining settings;
    private final List<Stage> stages;
    private final GreedyPretraining.Observer observer;
    private int layer;
    private int epoch;
    private int update;
    private int[] order = {};
    private @Nullable Nd4jRandomSource random;
    private @Nullable INDArray rows;
    private @Nullable INDArray heldOut;

    PretrainingCourse(GreedyPretraining settings, List<Stage> stages, GreedyPretraining.Observer observer) {
        this.settings = settings;
        this.stages = stages;
        this.observer = observer;
    }

    /**
     * Goes to the start of a layer.
     *
     * @param input of the layer, for all rows; the last ones are for validation
     */
    void enter(int next, INDArray input, Seed seed) {
        Stage stage = stages.get(next);
        stage.below().ifPresent(stage.rbm()::standOn);
        long all = input.size(0);
        long trained = all - settings.validation();
        layer = next;
        epoch = 1;
        update = 0;
        random = seed.stream("pretraining-" + stage.name());
        rows = trained == all ? input : part(input, 0, trained);
        heldOut = trained == all ? null : part(input, trained, all).dup();
    }

    /** Gives a new layer its first parameters; chains that a tied layer keeps start at the data. */
    void initialize(Seed seed) {
        Stage stage = stages.get(layer);
        if (stage.isNew()) {
            Rbm rbm = stage.rbm().rbm();
            INDArray mean = Nd4j.createFromArray(ColumnSums.means(rows()))
                    .castTo(rbm.weights().dataType());
            initialization(stage).apply(rbm, stage.below().map(RbmLayerRuntime::rbm), mean);
        }
        startChains(seed);
    }

    /** Starts the chains that persist, unless they run already. */
    void startChains(Seed seed) {
        Stage stage = stages.get(layer);
        RbmLayerRuntime rbm = stage.rbm();
        if (initialization(stage) == Initialization.TIED && !rbm.started()) {
            INDArray some = Rows.first((int) Math.min(CHAIN_STARTS, rows().size(0)), rows());
            INDArray states = some.ulike();
            rbm.rbm()
                    .visibleUnit()
                    .draw(rbm.rbm().visibleParameters(), some, states, seed.stream("chains-layer" + (layer + 1)));
            rbm.startChainsAt(states);
        }
    }

    private Initialization initialization(Stage stage) {
        RbmLayer conf = (RbmLayer) stage.rbm().conf().getLayer();
        return settings.initialization().of(conf.objective(), stage.below().map(RbmLayerRuntime::rbm));
    }

    private static INDArray part(INDArray rows, long from, long to) {
        return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    /** The rows that the layer is trained on, {@code [rows, visible]}. */
    INDArray rows() {
        return Objects.requireNonNull(rows);
    }

    /** Goes to where {@link #snapshot} or {@link #layerSnapshot} was called in this layer, but for the layer itself. */
    void restore(Snapshot from) {
        long[] position = from.get(POSITION, 4);
        epoch = Snapshot.within(1, settings.epochs().get(layer) + 1, position[1], "epoch");
        update = Snapshot.within(0, updates(), position[2], "update");
        Snapshot.require(
                position[3] == rows().size(0), "rows of a checkpoint must be %d, were %d", rows().size(0), position[3]);
        order = from.permutation(ORDER, position[3]);
        random().restore(from.get(RANDOM, 2));
    }

    /** Takes the parameters and the state of a layer from a snapshot: none is saved of one that has diverged. */
    void restoreLayer(Stage stage, String prefix, Snapshot from) {
        PretrainingState.restore(stage.rbm(), prefix, from);
        double largest = largest(stage.rbm().rbm());
        Snapshot.require(largest < DIVERGED, "parameters of a checkpoint must be below %s, had %s", DIVERGED, largest);
    }

    /** The layer of a snapshot, among so many. */
    static int layer(Snapshot from, int layers) {
        long[] position = from.get(POSITION);
        Snapshot.require(position.length > 0, "position of a checkpoint must have numbers, had none");
        return Snapshot.within(0, layers - 1, position[0], "layer");
    }

    private Nd4jRandomSource random() {
        return Objects.requireNonNull(random);
    }

    /** All that is needed to go on from here. */
    Snapshot snapshot() {
        Snapshot all = position();
        for (int i = 0; i <= layer; i++) {
            all = all.and(state(i));
        }
        return all;
    }

    /** The same without the layers below. */
    Snapshot layerSnapshot() {
        return position().and(state(layer));
    }

    private Snapshot position() {
        return Snapshot.of(Map.of(ORDER, Nd4j.createFromArray(order)))
                .and(POSITION, layer, epoch, update, order.length)
                .and(RANDOM, random().state());
    }

    private Snapshot state(int of) {
        requireFinite(stages.get(of));
        return PretrainingState.snapshot(stages.get(of).rbm(), PretrainingState.prefix(of));
    }

    /** Trains the layer from here to its end. */
    void trainLayer() {
        RbmLayerRuntime rbm = stages.get(layer).rbm();
        int epochs = settings.epochs().get(layer);
        int before = rbm.conf().getEpochCount() - (epoch - 1);
        for (int next = update < updates() ? epoch : epoch + 1; next <= epochs; next++) {
            trainTo(next, updates());
            observer.epochEnds(layer, epoch, rbm, rows());
            observer.resumable(true, this::snapshot);
        }
        // Where a longer training goes on: before the first update of the next epoch.
        rbm.conf().setEpochCount(before + epochs);
        epoch = epochs + 1;
        update = 0;
        rbm.holdOut(null);
    }

    private int updates() {
        return Math.toIntExact(rows().size(0) / settings.batch());
    }

    /**
     * Trains the layer from here until so many updates of an epoch are done, or all that it has.
     *
     * @param inEpoch this epoch, or the next if this one is at its end
     */
    void trainTo(int inEpoch, int until) {
        RbmLayerRuntime rbm = stages.get(layer).rbm();
        if (inEpoch > epoch) {
            rbm.conf().setEpochCount(rbm.conf().getEpochCount() + 1);
            epoch = inEpoch;
            update = 0;
        }
        if (update == 0) {
            order = random().permutation(Math.toIntExact(rows().size(0)));
        }
        trainUpdates(Math.min(until, updates()));
    }

    private void trainUpdates(int until) {
        Stage stage = stages.get(layer);
        RbmLayerRuntime rbm = stage.rbm();
        RandomSource source = random();
        int batch = settings.batch();
        int validation = settings.validation();
        Visit training = new Visit(rows(), batch, stage);
        Optional<Visit> watched =
                Optional.ofNullable(heldOut).map(others -> new Visit(others, Math.min(batch, validation), stage));
        while (update < until) {
            INDArray states = training.states(Arrays.copyOfRange(order, update * batch, (update + 1) * batch), source);
            int first = update * batch;
            watched.ifPresent(visit -> rbm.holdOut(visit.states(
                    IntStream.range(first, first + visit.count)
                            .map(i -> i % validation)
                            .toArray(),
                    source)));
            rbm.withInputFromBelow(() -> rbm.fit(states, LayerWorkspaceMgr.noWorkspaces()));
            update++;
            observer.updated(layer, epoch, update, updates());
            if (update < updates()) {
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
            settings.binarisation(stage).apply(visited.castTo(states.dataType()), states, source);
            return states;
        }
    }

    /** Divergence shows in the parameters first; means and free energies would hide it for long. */
    private void requireFinite(Stage stage) {
        Rbm rbm = stage.rbm().rbm();
        double largest = largest(rbm);
        // Visible biases are as large as the data.
        if (!(largest < DIVERGED && Double.isFinite(largest(rbm.visibleBias())))) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "layer \"%s\" diverged in epoch %d, update %d: a parameter is %s; %s",
                    stage.name(),
                    epoch,
                    update,
                    largest,
                    DivergenceAdvice.of(rbm.visibleUnit(), rows())));
        }
    }

    private static double largest(Rbm rbm) {
        return Math.max(largest(rbm.weights()), largest(rbm.hiddenBias()));
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
