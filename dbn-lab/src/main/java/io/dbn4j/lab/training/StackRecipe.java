package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.IndependentUnits;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.training.Pretraining;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.run.NativeMemory;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.Stopwatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The settings of greedy pretraining of a stack of RBMs on rows of data.
 *
 * @param layers layers from the bottom up
 * @param batch rows of an update
 * @param input rule that makes visible states from gray values, at every visit
 * @param hidden rule that makes visible states of the layer above from hidden means, at every visit
 * @param units kind of the visible units, then of the hidden units of each layer; the last holds for all further layers
 * @param validation number of rows at the end that are not trained on; only objectives that compare with held-out rows
 *     see them
 * @param initialization initialization of each layer
 */
public record StackRecipe(
        List<LayerRecipe> layers,
        int batch,
        Binarization input,
        Binarization hidden,
        List<UnitType> units,
        int validation,
        Initialization initialization) {

    private static final String PART = "pretraining";
    private static final String SECONDS = "seconds";

    public StackRecipe {
        layers = List.copyOf(layers);
        units = List.copyOf(units);
        Check.require(
                !units.isEmpty() && units.size() <= layers.size() + 1,
                "units must be 1 to %d, one for the visible units and one for each layer, was %d",
                layers.size() + 1,
                units.size());
        UnitType top = units.get(units.size() - 1);
        Check.require(
                units.stream().skip(1).allMatch(UnitType::hasOneKind) && (units.size() > 1 || top.hasOneKind()),
                "hidden units must be of one kind, were %1$s; give for example --units %1$s,bernoulli",
                top.name());
        for (int i = 0; i < layers.size(); i++) {
            UnitType kind = units.get(Math.min(i + 1, units.size() - 1));
            Check.require(
                    layers.get(i).hidden() % kind.width() == 0,
                    "number of hidden units of layer %d must be a multiple of %d, the size of a %s group, was %d",
                    i + 1,
                    kind.width(),
                    kind.name(),
                    layers.get(i).hidden());
        }
    }

    /** Describes a stack of Bernoulli units. */
    public StackRecipe(List<LayerRecipe> layers, int batch, Binarization input, Binarization hidden) {
        this(layers, batch, input, hidden, List.of(new Bernoulli()), 0, Initialization.DATA_MEANS);
    }

    /** Describes a stack of Bernoulli units whose hidden means are the data of the layer above. */
    public StackRecipe(List<LayerRecipe> layers, int batch, Binarization input) {
        this(layers, batch, input, Binarization.NONE);
    }

    /**
     * A trained stack of RBMs.
     *
     * @param baseRates base rates of the layers
     * @param independent units without weights, fitted to the training rows of the first RBM, for comparison
     * @param seconds seconds of training of each layer
     */
    public record Trained(
            DeepBeliefNetwork network, List<BaseRate> baseRates, IndependentUnits independent, List<Double> seconds) {

        /**
         * Returns the same stack for rows that are not standardized, in DOUBLE.
         *
         * @param rows training rows before standardization; not modified
         */
        public Trained unscaled(Standardization scale, INDArray rows) {
            DeepBeliefNetwork unscaled = network.unscaled(scale);
            Rbm bottom = ((RbmLayerRuntime) unscaled.getLayer(0)).rbm();
            List<BaseRate> rates = new ArrayList<>(baseRates);
            rates.set(0, BaseRate.ofRows(bottom, rows));
            return new Trained(unscaled, rates, IndependentUnits.fitted(bottom, rows), seconds);
        }

        public Rbm rbm(int layer) {
            return ((RbmLayerRuntime) network.getLayer(layer)).rbm();
        }

        /** Returns the whole stack as a generative model; it changes if the network is trained further. */
        public Dbn dbn() {
            return network.dbn();
        }
    }

    /** Trains the stack of RBMs. */
    public Trained train(Run run, INDArray images, Seed seed) {
        return train(run, images, Optional.empty(), seed);
    }

    /**
     * Trains the stack and measures held-out rows during training.
     *
     * @param heldOut at least 2 rows that are not trained on, if there are any
     */
    public Trained train(Run run, INDArray images, Optional<INDArray> heldOut, Seed seed) {
        return train(run, images, heldOut, seed, settings -> settings);
    }

    /**
     * Trains the stack by another method, such as several replicas.
     *
     * @param heldOut at least 2 rows that are not trained on, if there are any
     * @param by makes the method of training from the settings of one machine
     */
    public Trained train(
            Run run,
            INDArray images,
            Optional<INDArray> heldOut,
            Seed seed,
            Function<GreedyPretraining, Pretraining> by) {
        return train(run, images, heldOut, seed, by, Optional.empty());
    }

    /**
     * Trains the stack by another method, from parameters of a file if there is one.
     *
     * @param start file with the layers of this stack
     */
    public Trained train(
            Run run,
            INDArray images,
            Optional<INDArray> heldOut,
            Seed seed,
            Function<GreedyPretraining, Pretraining> by,
            Optional<WarmStart> start) {
        return train(run, PART, "", images, heldOut, seed, by, start);
    }

    /**
     * Trains one of several stacks of a run.
     *
     * @param part name of the stack among the checkpoints: letters, digits, hyphens
     */
    public Trained train(Run run, String part, INDArray images, Seed seed) {
        return train(run, part, part + ".", images, Optional.empty(), seed, settings -> settings, Optional.empty());
    }

    private Trained train(
            Run run,
            String part,
            String series,
            INDArray images,
            Optional<INDArray> heldOut,
            Seed seed,
            Function<GreedyPretraining, Pretraining> by,
            Optional<WarmStart> start) {
        List<Integer> epochs = layers.stream().map(LayerRecipe::epochs).toList();
        Pretraining pretraining =
                by.apply(new GreedyPretraining(epochs, batch, input, hidden, validation, initialization));
        int updates = pretraining.updates(images.size(0));
        var builder = new NeuralNetConfiguration.Builder()
                .seed(seed.forConfiguration())
                .list();
        int visible = (int) images.size(1);
        for (int i = 0; i < layers.size(); i++) {
            builder.layer(layers.get(i)
                    .layer(visible, updates)
                    .visibleUnit(unit(i))
                    .hiddenUnit(unit(i + 1))
                    .build());
            visible = layers.get(i).hidden();
        }
        DeepBeliefNetwork network = new DeepBeliefNetwork(builder.build());
        network.init();
        start.ifPresent(saved -> saved.into(network, run.progress()));
        cautions().forEach(run.progress()::note);
        Optional<Snapshot> from = run.checkpoints().last(part);
        Watch watch = new Watch(run, part, series, heldOut.orElse(null), from);
        if (from.isPresent()) {
            pretraining.resume(network, images, seed, watch, from.get());
        } else {
            pretraining.train(network, images, seed, watch);
        }
        watch.done();
        Rbm bottom = ((RbmLayerRuntime) network.getLayer(0)).rbm();
        return new Trained(network, watch.baseRates(), independentUnits(bottom, images), watch.seconds);
    }

    private List<String> cautions() {
        return layers.stream()
                .map(layer -> layer.objective().caution())
                .filter(caution -> !caution.isEmpty())
                .distinct()
                .toList();
    }

    /** Fits independent units to the training rows of the first RBM, binarized if {@code input} thresholds them. */
    private IndependentUnits independentUnits(Rbm first, INDArray images) {
        INDArray trained = Rows.first((int) images.size(0) - validation, images);
        if (input != Binarization.THRESHOLD) {
            return IndependentUnits.fitted(first, trained);
        }
        return IndependentUnits.fitted(first, trained.gt(0.5).castTo(trained.dataType()));
    }

    /** Returns the kind of the units of a side; side 0 is the visible side of the first layer. */
    public UnitType unit(int side) {
        return units.get(Math.min(side, units.size() - 1));
    }

    /** An observer that shows progress and logs measurements every epoch. */
    private final class Watch implements GreedyPretraining.Observer {

        private final Run run;
        private final String part;
        private final String series;
        private final List<Rbm> rbms = new ArrayList<>();
        private final List<INDArray> means = new ArrayList<>();
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> before;
        private Stopwatch time = new Stopwatch();
        private StuckChains stuck = new StuckChains();
        private @Nullable INDArray heldOut;
        private @Nullable Supplier<Snapshot> last;

        Watch(Run run, String part, String series, @Nullable INDArray heldOut, Optional<Snapshot> from) {
            this.run = run;
            this.part = part;
            this.series = series;
            this.heldOut = heldOut;
            this.before = from.stream()
                    .flatMapToLong(snapshot -> Arrays.stream(snapshot.get(SECONDS)))
                    .mapToObj(Double::longBitsToDouble)
                    .toList();
        }

        @Override
        public void layerStarts(int layer, RbmLayerRuntime runtime, INDArray rows) {
            Rbm rbm = runtime.rbm();
            if (heldOut != null && layer > 0) {
                heldOut = rbms.get(layer - 1).hiddenGivenVisible(heldOut);
            }
            rbms.add(rbm);
            means.add(Rows.mean(rows, rows.dataType()));
            seconds.add(layer < before.size() ? before.get(layer) : 0.0);
            time = new Stopwatch(seconds.get(layer));
            stuck = new StuckChains();
            long visits = (long) Math.max(1, layers.get(layer).epochs()) * (rows.size(0) / batch) * batch;
            String name = String.format(
                    Locale.ROOT, "layer %d of %d, RBM %d-%d", layer + 1, layers.size(), rbm.visible(), rbm.hidden());
            run.progress().begin(name, visits, "rows");
            run.attached(TrainingListeners.class)
                    .ifPresent(all -> runtime.setListeners(all.listener(series + "layer" + (layer + 1))));
        }

        /** Returns base rates whose visible means are those of the data, with the current learned variances. */
        List<BaseRate> baseRates() {
            return IntStream.range(0, rbms.size())
                    .mapToObj(layer -> BaseRate.ofMeans(
                            rbms.get(layer).visibleUnit(), rbms.get(layer).visibleParameters(), means.get(layer)))
                    .toList();
        }

        @Override
        public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
            run.progress().at(((long) (epoch - 1) * updatesPerEpoch + update) * batch);
        }

        @Override
        public void epochEnds(int layer, int epoch, RbmLayerRuntime runtime, INDArray rows) {
            if (EpochLook.isDue(epoch, layers.get(layer).epochs())) {
                long step = (long) epoch * (rows.size(0) / batch);
                runtime.state()
                        .persistentChains()
                        .flatMap(chains -> stuck.look(chains, rows))
                        .ifPresent(warning -> run.progress().warn("layer " + (layer + 1) + ": " + warning));
                new EpochLook(run, series + "layer" + (layer + 1), layer).at(runtime, rows, heldOut, epoch, step);
                NativeMemory.collect();
            }
            seconds.set(layer, time.seconds());
        }

        @Override
        public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
            last = now;
            run.checkpoints().offer(part, epochEnds, () -> {
                List<Double> all = new ArrayList<>(seconds);
                all.set(all.size() - 1, time.seconds());
                return with(now, all);
            });
        }

        /** Saves the final state, unless no update was left to do. */
        void done() {
            if (last != null) {
                run.checkpoints().done(part, with(last, seconds));
            }
        }

        private static Snapshot with(Supplier<Snapshot> state, List<Double> seconds) {
            long[] bits =
                    seconds.stream().mapToLong(Double::doubleToRawLongBits).toArray();
            return state.get().and(SECONDS, bits);
        }
    }
}
