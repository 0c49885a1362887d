package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.dl4j.LinearDecay;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.training.Passes;
import io.dbn4j.lab.run.NativeMemory;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.Stopwatch;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The settings of supervised training of the whole network by backpropagation with Adam; the learning rate falls
 * linearly to zero.
 *
 * @param epochs passes through the data
 * @param batch rows of an update
 * @param learningRate learning rate at the first update
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

    /** Returns the same settings with another number of epochs. */
    public FineTuning ofEpochs(int passes) {
        return new FineTuning(passes, batch, learningRate, inputDropout, hiddenDropout);
    }

    /** Returns the same settings with another number of rows in an update. */
    FineTuning ofBatch(int rows) {
        return new FineTuning(epochs, rows, learningRate, inputDropout, hiddenDropout);
    }

    /** Returns the updater of all layers for a number of training rows. */
    IUpdater updater(int rows) {
        return new Adam(new LinearDecay(learningRate, Math.max(1, Math.multiplyExact(epochs, rows / batch))));
    }

    /**
     * Trains a network for all epochs, continuing from the run's last checkpoint if there is one.
     *
     * @param name name of the task, of the metric series and of the checkpoints
     * @param network modified
     * @return seconds of training
     * @throws ArithmeticException if training diverges
     */
    public double train(Run run, String name, MultiLayerNetwork network, LabeledRows train, Nd4jRandomSource random) {
        return train(run, name, network, train, EarlyStopping.after(epochs), random);
    }

    /**
     * Trains a network until a stopping rule ends the training, continuing from the run's last checkpoint if there is
     * one.
     *
     * @param stopping modified: knows the best epoch afterward
     */
    double train(
            Run run,
            String name,
            MultiLayerNetwork network,
            LabeledRows train,
            EarlyStopping stopping,
            Nd4jRandomSource random) {
        Course course = new Course(run, name, network, train, stopping, random);
        run.progress().begin(name, course.passes.rowsInAll(), "rows");
        run.checkpoints().last(name).ifPresent(course::restore);
        run.attached(TrainingListeners.class).ifPresent(all -> network.setListeners(all.listener(name)));
        double seconds = course.train();
        run.progress().end();
        return seconds;
    }

    /** A training that is under way. */
    private final class Course {

        private final Run run;
        private final String name;
        private final MultiLayerNetwork network;
        private final LabeledRows train;
        private final INDArray labels;
        private final INDArray weights;
        private final Passes passes;
        private final EarlyStopping stopping;
        private final Stopwatch time = new Stopwatch();
        private double loss;

        Course(
                Run run,
                String name,
                MultiLayerNetwork network,
                LabeledRows train,
                EarlyStopping stopping,
                Nd4jRandomSource random) {
            this.run = run;
            this.name = name;
            this.network = network;
            this.train = train;
            this.labels = train.oneHot();
            this.weights = train.rowWeights();
            this.stopping = stopping;
            this.passes = Passes.over(train.size(), batch, stopping.epochs(), random);
        }

        double train() {
            while (passes.hasNext() && !stopping.isOver()) {
                fit(passes.next());
                loss = passes.update() == 1 ? network.score() : loss + network.score();
                requireFinite("the loss", loss);
                run.progress().at(passes.rowsDone());
                if (passes.epochEnds()) {
                    run.metrics().add(name + ".loss", passes.done(), passes.epoch(), loss / passes.updates());
                    stopping.look(network, passes.epoch())
                            .ifPresent(held ->
                                    run.metrics().add(name + ".validationLoss", passes.done(), passes.epoch(), held));
                    NativeMemory.collect();
                }
                run.checkpoints().offer(name, passes.epochEnds(), this::snapshot);
            }
            double seconds = time.seconds();
            if (passes.done() > 0) {
                run.checkpoints().done(name, snapshot());
            }
            return seconds;
        }

        private void fit(int[] some) {
            INDArray rows = Rows.pick(train.rows(), some);
            if (train.weights().isEmpty()) {
                network.fit(rows, Rows.pick(labels, some));
            } else {
                // Masks of the labels need not be 0 or 1: DL4J multiplies the gradient of each row by its mask.
                network.fit(rows, Rows.pick(labels, some), null, Rows.pick(weights, some));
            }
        }

        private void requireFinite(String what, double value) {
            if (!Double.isFinite(value)) {
                throw passes.diverged(
                        name, what + " is " + value, "lower fineTuning.learningRate (" + learningRate + ")");
            }
        }

        /** Returns the complete state of the training, including ND4J's own generator, from which dropout draws. */
        private Snapshot snapshot() {
            // The loss belongs to the parameters before the last update, so check the parameters themselves.
            for (double parameter : Elements.of(network.params())) {
                requireFinite("a parameter", parameter);
            }
            Snapshot now = Snapshot.of(Map.of(
                            "parameters",
                            network.params(),
                            "updater",
                            network.getUpdater().getStateViewArray()))
                    .and(passes.snapshot())
                    .and("position", passes.epoch(), passes.update(), train.size(), network.getIterationCount())
                    .and("dropout", Nd4jRandomSource.ofThread().state())
                    .and("loss", Double.doubleToRawLongBits(loss))
                    .and(time.snapshot());
            return stopping.watches() ? now.and("stopping", stopping.state()) : now;
        }

        void restore(Snapshot from) {
            long[] position = from.get("position", 4);
            passes.restore(from, position[0], position[1], position[2]);
            from.restoreFinite("parameters", network.params());
            from.restore("updater", network.getUpdater().getStateViewArray());
            ((BaseMultiLayerUpdater<?>) network.getUpdater())
                    .getUpdaterBlocks()
                    .forEach(block -> block.setUpdaterViewRequiresInitialization(false));
            network.getLayerWiseConfigurations()
                    .setIterationCount(Snapshot.within(0, Integer.MAX_VALUE, position[3], "updates"));
            Nd4jRandomSource.ofThread().restore(from.get("dropout", 2));
            loss = Double.longBitsToDouble(from.get("loss", 1)[0]);
            if (stopping.watches()) {
                stopping.restore(from.get("stopping", 3));
            }
            time.restore(from);
        }
    }
}
