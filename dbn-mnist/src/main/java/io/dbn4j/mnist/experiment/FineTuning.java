package io.dbn4j.mnist.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.LinearDecay;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.Snapshot;
import io.dbn4j.core.training.TrainingListeners;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Supervised training of the whole network by backpropagation with Adam; the learning rate falls linearly to zero.
 *
 * @param epochs passes through the data
 * @param batch rows of an update
 * @param learningRate at the first update
 * @param inputDropout probability of dropping an input of the first layer
 * @param hiddenDropout probability of dropping an input of a layer above
 */
public record FineTuning(int epochs, int batch, double learningRate, double inputDropout, double hiddenDropout) {

    public FineTuning {
        Check.atLeast(0, epochs, "epochs");
        Check.atLeast(1, batch, "batch");
        Check.positive(learningRate, "learningRate");
        Check.inRange(0, 0.99, inputDropout, "inputDropout");
        Check.inRange(0, 0.99, hiddenDropout, "hiddenDropout");
    }

    /** The updater of all layers, for this many training images. */
    IUpdater updater(int images) {
        return new Adam(new LinearDecay(learningRate, Math.max(1, Math.multiplyExact(epochs, images / batch))));
    }

    /**
     * Trains a network, from the run's last checkpoint of it if there is one.
     *
     * @param name of the task, of the metric series and of the checkpoints
     * @param network modified
     * @return seconds it took
     * @throws ArithmeticException if training diverges
     */
    double train(Run run, String name, MultiLayerNetwork network, ImageSet train, Nd4jRandomSource random) {
        int updates = train.size() / batch;
        run.progress().begin(name, Math.max(1L, (long) epochs * updates * batch), "images");
        Course course = new Course(run, name, network, train, random);
        run.checkpoints().last(name).ifPresent(course::restore);
        run.attached(TrainingListeners.class).ifPresent(all -> network.setListeners(all.listener(name)));
        double seconds = course.train(updates);
        run.progress().end();
        return seconds;
    }

    /** A training on its way. */
    private final class Course {

        private final Run run;
        private final String name;
        private final MultiLayerNetwork network;
        private final ImageSet train;
        private final INDArray labels;
        private final Nd4jRandomSource random;
        private long start = System.nanoTime();
        private int epoch = 1;
        private int update;
        private int[] order = {};
        private double loss;

        Course(Run run, String name, MultiLayerNetwork network, ImageSet train, Nd4jRandomSource random) {
            this.run = run;
            this.name = name;
            this.network = network;
            this.train = train;
            this.labels = train.oneHot();
            this.random = random;
        }

        /** All that training goes on from; dropout draws from ND4J's own generator. */
        private Snapshot snapshot() {
            return Snapshot.of(Map.of(
                            "parameters",
                            network.params(),
                            "updater",
                            network.getUpdater().getStateViewArray(),
                            "order",
                            Nd4j.createFromArray(order)))
                    .and("position", epoch, update, order.length, network.getIterationCount())
                    .and("random", random.state())
                    .and("dropout", Nd4jRandomSource.ofThread().state())
                    .and("loss", Double.doubleToRawLongBits(loss))
                    .and("nanoseconds", System.nanoTime() - start);
        }

        void restore(Snapshot from) {
            long[] position = from.get("position", 4);
            int updates = train.size() / batch;
            epoch = Snapshot.within(1, epochs, position[0], "epoch");
            update = Snapshot.within(0, updates, position[1], "update");
            Snapshot.require(position[2] == train.size(), "rows of a checkpoint must be %d", train.size());
            order = from.permutation("order", position[2]);
            from.restoreFinite("parameters", network.params());
            from.restore("updater", network.getUpdater().getStateViewArray());
            ((BaseMultiLayerUpdater<?>) network.getUpdater())
                    .getUpdaterBlocks()
                    .forEach(block -> block.setUpdaterViewRequiresInitialization(false));
            network.getLayerWiseConfigurations()
                    .setIterationCount(Snapshot.within(0, Integer.MAX_VALUE, position[3], "updates"));
            random.restore(from.get("random", 2));
            Nd4jRandomSource.ofThread().restore(from.get("dropout", 2));
            loss = Double.longBitsToDouble(from.get("loss", 1)[0]);
            start -= from.get("nanoseconds", 1)[0];
        }

        double train(int updates) {
            for (; epoch <= epochs; epoch++) {
                if (update < updates) {
                    trainEpoch(updates);
                    run.metrics().add(name + ".loss", (long) epoch * updates, epoch, loss / updates);
                    run.checkpoints().offer(name, true, this::snapshot);
                }
                update = 0;
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            epoch = epochs;
            update = updates;
            if (order.length > 0) {
                run.checkpoints().done(name, snapshot());
            }
            return seconds;
        }

        private void trainEpoch(int updates) {
            if (update == 0) {
                order = random.permutation(train.size());
                loss = 0;
            }
            while (update < updates) {
                int[] some = Arrays.copyOfRange(order, update * batch, (update + 1) * batch);
                network.fit(Rows.pick(train.images(), some), Rows.pick(labels, some));
                loss += network.score();
                update++;
                if (!Double.isFinite(loss)) {
                    throw new ArithmeticException(String.format(
                            Locale.ROOT,
                            "%s diverged in epoch %d, update %d: the loss is %s; lower fineTuning.learningRate (%s)",
                            name,
                            epoch,
                            update,
                            loss,
                            learningRate));
                }
                run.progress().at(((long) (epoch - 1) * updates + update) * batch);
                if (update < updates) {
                    run.checkpoints().offer(name, false, this::snapshot);
                }
            }
        }
    }
}
