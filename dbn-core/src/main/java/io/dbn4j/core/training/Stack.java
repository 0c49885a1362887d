package io.dbn4j.core.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.dl4j.DeepBeliefNetwork;
import io.dbn4j.core.dl4j.GreedyPretraining;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.objective.Centred;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.Snapshot;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Greedy pretraining of a stack of RBMs on rows of data.
 *
 * @param layers from the bottom
 * @param batch rows of an update
 * @param input how gray values become visible states, at every visit
 * @param units kind of the visible units and then of the hidden units of each layer; the last counts for all further ones
 */
public record Stack(List<LayerRecipe> layers, int batch, Binarisation input, List<UnitType> units) {

    private static final String PART = "pretraining";
    private static final String SECONDS = "seconds";

    public Stack {
        layers = List.copyOf(layers);
        units = List.copyOf(units);
        Check.require(
                !units.isEmpty() && units.size() <= layers.size() + 1,
                "units must be 1 to %d, one for the visible units and one for each layer, was %d",
                layers.size() + 1,
                units.size());
    }

    /** A stack of Bernoulli units. */
    public Stack(List<LayerRecipe> layers, int batch, Binarisation input) {
        this(layers, batch, input, List.of(new Bernoulli()));
    }

    /** A trained stack, the base rates of its layers and the seconds that each layer took. */
    public record Trained(DeepBeliefNetwork network, List<BaseRate> baseRates, List<Double> seconds) {

        public Rbm rbm(int layer) {
            return ((RbmLayerRuntime) network.getLayer(layer)).rbm();
        }

        /** The whole stack as a generative model; follows the network if it is trained on. */
        public Dbn dbn() {
            return new Dbn(
                    IntStream.range(0, seconds.size()).mapToObj(this::rbm).toList());
        }
    }

    /** Trains the stack; visible biases start at the means of each layer's input. */
    public Trained train(Run run, INDArray images, Seed seed) {
        int updates = (int) (images.size(0) / batch);
        var builder = new NeuralNetConfiguration.Builder().seed(seed.value()).list();
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
        List<Integer> epochs = layers.stream().map(LayerRecipe::epochs).toList();
        GreedyPretraining pretraining = new GreedyPretraining(epochs, batch, input, Binarisation.NONE);
        Optional<Snapshot> from = run.checkpoints().last(PART);
        Watch watch = new Watch(run, from);
        if (from.isPresent()) {
            pretraining.resume(network, images, seed, watch, from.get());
        } else {
            pretraining.train(network, images, seed, watch);
        }
        watch.done();
        return new Trained(network, watch.baseRates, watch.seconds);
    }

    /** Kind of the units of a side, from 0 for the visible units of the first layer. */
    UnitType unit(int side) {
        return units.get(Math.min(side, units.size() - 1));
    }

    /** Sets the visible biases, shows progress and logs a free energy and a reconstruction error every epoch. */
    private final class Watch implements GreedyPretraining.Observer {

        private final Run run;
        private final List<BaseRate> baseRates = new ArrayList<>();
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> before;
        private long start;
        private @Nullable Supplier<Snapshot> last;

        Watch(Run run, Optional<Snapshot> from) {
            this.run = run;
            this.before = from.stream()
                    .flatMapToLong(snapshot -> Arrays.stream(snapshot.get(SECONDS)))
                    .mapToObj(Double::longBitsToDouble)
                    .toList();
        }

        @Override
        public void layerStarts(int layer, RbmLayerRuntime runtime, INDArray rows) {
            Rbm rbm = runtime.rbm();
            INDArray mean = Nd4j.createFromArray(ColumnSums.means(rows)).castTo(rows.dataType());
            BaseRate base = BaseRate.ofMeans(rbm.visibleUnit(), mean);
            rbm.visibleBias().assign(base.input());
            if (layers.get(layer).objective() instanceof Centred) {
                startCentred(rbm, mean);
            }
            baseRates.add(base);
            seconds.add(layer < before.size() ? before.get(layer) : 0.0);
            start = System.nanoTime();
            long images = (long) Math.max(1, layers.get(layer).epochs()) * (rows.size(0) / batch) * batch;
            String name = "layer %d of %d, RBM %d-%d".formatted(layer + 1, layers.size(), rbm.visible(), rbm.hidden());
            run.progress().begin(name, images, "images");
        }

        /** The mean row leaves hidden units undecided, so that the start too does not know which state is called 0. */
        private static void startCentred(Rbm rbm, INDArray mean) {
            INDArray input = Nd4j.createUninitialized(rbm.weights().dataType(), 1, rbm.hidden());
            Nd4j.gemm(mean.reshape(1, rbm.visible()), rbm.weights(), input, false, false, -1, 0);
            rbm.hiddenBias().assign(input.reshape(rbm.hidden()));
        }

        @Override
        public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
            run.progress().at(((long) (epoch - 1) * updatesPerEpoch + update) * batch);
        }

        @Override
        public void epochEnds(int layer, int epoch, RbmLayerRuntime runtime, INDArray rows) {
            Rbm rbm = runtime.rbm();
            INDArray some = Rows.first(1000, rows);
            INDArray again = rbm.visibleGivenHidden(rbm.hiddenGivenVisible(some));
            long step = (long) epoch * (rows.size(0) / batch);
            String name = "layer" + (layer + 1);
            run.metrics().add(name + ".freeEnergy", step, epoch, Annealing.meanFreeEnergy(rbm, some));
            run.metrics().add(name + ".reconstructionError", step, epoch, squaredDistance(again, some) / some.size(0));
            seconds.set(layer, soFar(layer));
        }

        private double soFar(int layer) {
            return (layer < before.size() ? before.get(layer) : 0) + (System.nanoTime() - start) * 1e-9;
        }

        @Override
        public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
            last = now;
            run.checkpoints().offer(PART, epochEnds, () -> {
                List<Double> all = new ArrayList<>(seconds);
                all.set(all.size() - 1, soFar(all.size() - 1));
                return with(now, all);
            });
        }

        /** Saves the end, unless nothing was left to do. */
        void done() {
            if (last != null) {
                run.checkpoints().done(PART, with(last, seconds));
            }
        }

        private static Snapshot with(Supplier<Snapshot> state, List<Double> seconds) {
            long[] bits =
                    seconds.stream().mapToLong(Double::doubleToRawLongBits).toArray();
            return state.get().and(SECONDS, bits);
        }
    }

    /** Summed in Java: ND4J's full reductions depend on the number of threads at the start of the process. */
    private static double squaredDistance(INDArray a, INDArray b) {
        double sum = 0;
        for (double difference : Elements.of(a.sub(b))) {
            sum += difference * difference;
        }
        return sum;
    }
}
