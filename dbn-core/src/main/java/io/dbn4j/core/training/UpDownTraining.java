package io.dbn4j.core.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.Snapshot;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.UpDown;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link UpDown} over epochs, inside a run: with progress, and checkpoints at the ends of epochs.
 *
 * @param epochs passes through the data
 * @param learningRate of the first epoch; it falls linearly over the epochs, towards zero
 * @param top moves the top RBM; what it draws is what the network dreams
 */
public record UpDownTraining(int epochs, double learningRate, NegativePhase top) {

    private static final String PART = "up-down";

    public UpDownTraining {
        Check.atLeast(0, epochs, "epochs");
        Check.positive(learningRate, "learningRate");
    }

    /**
     * Trains a network, from the run's last checkpoint of it if there is one.
     *
     * @param dbn modified; its recognition must share no arrays with its layers
     * @param images {@code [rows, visible]}; not modified
     * @param labels {@code [rows, labels]}; not modified
     * @param input how gray values become visible states, at every visit
     * @param epochEnds told the number of each epoch that has ended, from 1
     * @return seconds it took
     * @throws ArithmeticException if training diverges
     */
    public double train(
            Run run, Dbn dbn, INDArray images, INDArray labels, int batch, Binarisation input, IntConsumer epochEnds) {
        if (epochs == 0) {
            return 0;
        }
        Check.atLeast(1, batch, "batch");
        Course course = new Course(run, dbn, images, labels, batch, input);
        run.progress().begin(PART, Math.max(1L, (long) epochs * course.updates * batch), "images");
        run.checkpoints().last(PART).ifPresent(course::restore);
        double seconds = course.train(epochEnds);
        run.progress().end();
        return seconds;
    }

    private UpDown step(int epoch) {
        return new UpDown(learningRate * (epochs - epoch + 1) / epochs, top);
    }

    /** A training on its way. */
    private final class Course {

        private final Run run;
        private final Dbn dbn;
        private final INDArray images;
        private final INDArray labels;
        private final int batch;
        private final Binarisation input;
        private final Nd4jRandomSource random;
        private final int updates;
        private long start = System.nanoTime();
        private int epoch = 1;
        private TrainingState state;

        Course(Run run, Dbn dbn, INDArray images, INDArray labels, int batch, Binarisation input) {
            this.run = run;
            this.dbn = dbn;
            this.images = images;
            this.labels = labels;
            this.batch = batch;
            this.input = input;
            this.random = run.random(PART);
            this.updates = Math.toIntExact(images.size(0) / batch);
            this.state = step(epoch).start(dbn, random);
        }

        void restore(Snapshot from) {
            epoch = Snapshot.within(0, epochs, from.get("epoch", 1)[0], "epoch") + 1;
            arrays(dbn, state).forEach(from::restoreFinite);
            random.restore(from.get("random", 2));
            start -= from.get("nanoseconds", 1)[0];
        }

        private Snapshot snapshot() {
            return Snapshot.of(arrays(dbn, state))
                    .and("epoch", epoch)
                    .and("random", random.state())
                    .and("nanoseconds", System.nanoTime() - start);
        }

        double train(IntConsumer epochEnds) {
            for (; epoch <= epochs; epoch++) {
                trainEpoch();
                epochEnds.accept(epoch);
                if (epoch < epochs) {
                    run.checkpoints().offer(PART, true, this::snapshot);
                } else {
                    run.checkpoints().done(PART, snapshot());
                }
            }
            return (System.nanoTime() - start) * 1e-9;
        }

        private void trainEpoch() {
            UpDown step = step(epoch);
            int[] order = random.permutation(Math.toIntExact(images.size(0)));
            for (int update = 0; update < updates; update++) {
                int[] some = Arrays.copyOfRange(order, update * batch, (update + 1) * batch);
                INDArray states = Rows.pick(images, some);
                input.apply(states, states, random);
                state = step.step(dbn, states, Rows.pick(labels, some), state, random);
                run.progress().at(((long) (epoch - 1) * updates + update + 1) * batch);
            }
            requireFinite(arrays(dbn, state), epoch);
        }
    }

    private static void requireFinite(Map<String, INDArray> arrays, int epoch) {
        arrays.forEach((name, array) -> {
            for (double parameter : Elements.of(array)) {
                if (!Double.isFinite(parameter)) {
                    throw new ArithmeticException(String.format(
                            Locale.ROOT,
                            "up-down training diverged in epoch %d: %s holds %s; lower its learning rate",
                            epoch,
                            name,
                            parameter));
                }
            }
        });
    }

    /** All parameters and what the negative phase carries, by name. */
    private static Map<String, INDArray> arrays(Dbn dbn, TrainingState state) {
        Map<String, INDArray> arrays = new HashMap<>();
        List<Rbm> all =
                Stream.concat(dbn.layers().stream(), dbn.recognition().stream()).toList();
        for (int i = 0; i < all.size(); i++) {
            arrays.put("weights-" + i, all.get(i).weights());
            arrays.put("visible-bias-" + i, all.get(i).visibleBias());
            arrays.put("hidden-bias-" + i, all.get(i).hiddenBias());
        }
        state.arrays().forEach((name, array) -> arrays.put("top-" + name, array));
        return arrays;
    }
}
