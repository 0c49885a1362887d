package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.UpDown;
import io.dbn4j.core.training.Passes;
import io.dbn4j.lab.run.NativeMemory;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.Stopwatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Training by {@link UpDown} over epochs inside a run, with progress and checkpoints.
 *
 * @param epochs passes through the data
 * @param learningRate learning rate of the first epoch; it falls linearly over the epochs, toward zero
 * @param top negative phase of the top RBM, which draws the states of the sleep phase
 */
public record UpDownTraining(int epochs, double learningRate, NegativePhase top) {

    private static final String PART = "up-down";
    private static final String EPOCH = "epoch";
    private static final String UPDATE = "update";

    public UpDownTraining {
        Check.atLeast(0, epochs, "epochs");
        Check.positive(learningRate, "learningRate");
    }

    /**
     * Trains a network, continuing from the run's last checkpoint if there is one.
     *
     * @param dbn modified; its recognition must share no arrays with its layers
     * @param images {@code [rows, visible]}; not modified
     * @param labels {@code [rows, labels]}; not modified
     * @param input rule that makes visible states from gray values, at every visit
     * @param epochEnds receives the number of each finished epoch, from 1
     * @return seconds of training
     * @throws ArithmeticException if training diverges
     */
    public double train(
            Run run, Dbn dbn, INDArray images, INDArray labels, int batch, Binarization input, IntConsumer epochEnds) {
        if (epochs == 0) {
            return 0;
        }
        Course course = new Course(run, dbn, images, labels, batch, input);
        run.progress().begin(PART, course.passes.rowsInAll(), "rows");
        run.checkpoints().last(PART).ifPresent(course::restore);
        double seconds = course.train(epochEnds);
        run.progress().end();
        return seconds;
    }

    private UpDown step(int epoch) {
        return new UpDown(learningRate * (epochs - epoch + 1) / epochs, top);
    }

    /** A training that is under way. */
    private final class Course {

        private final Run run;
        private final Dbn dbn;
        private final INDArray images;
        private final INDArray labels;
        private final Binarization input;
        private final Nd4jRandomSource random;
        private final Passes passes;
        private final Stopwatch time = new Stopwatch();
        private TrainingState state;

        Course(Run run, Dbn dbn, INDArray images, INDArray labels, int batch, Binarization input) {
            this.run = run;
            this.dbn = dbn;
            this.images = images;
            this.labels = labels;
            this.input = input;
            this.random = run.random(PART);
            this.passes = Passes.over(images.size(0), batch, epochs, random);
            this.state = step(1).start(dbn, random);
        }

        double train(IntConsumer epochEnds) {
            while (passes.hasNext()) {
                int[] some = passes.next();
                INDArray states = Rows.pick(images, some);
                input.apply(states, states, random);
                state = step(passes.epoch()).step(dbn, states, Rows.pick(labels, some), state, random);
                run.progress().at(passes.rowsDone());
                if (passes.epochEnds()) {
                    requireFinite();
                    epochEnds.accept(passes.epoch());
                    NativeMemory.collect();
                }
                if (passes.hasNext()) {
                    run.checkpoints().offer(PART, passes.epochEnds(), this::snapshot);
                } else {
                    run.checkpoints().done(PART, snapshot());
                }
            }
            return time.seconds();
        }

        private Snapshot snapshot() {
            requireFinite();
            return Snapshot.of(arrays(dbn, state))
                    .and(passes.snapshot())
                    .and(time.snapshot())
                    .and(EPOCH, passes.epoch())
                    .and(UPDATE, passes.update(), images.size(0));
        }

        void restore(Snapshot from) {
            long epoch = from.get(EPOCH, 1)[0];
            long[] update = from.get(UPDATE, 2);
            passes.restore(from, epoch, update[0], update[1]);
            arrays(dbn, state).forEach(from::restoreFinite);
            time.restore(from);
        }

        private void requireFinite() {
            arrays(dbn, state).forEach((name, array) -> {
                for (double parameter : Elements.of(array)) {
                    if (!Double.isFinite(parameter)) {
                        throw passes.diverged(
                                "up-down training", name + " holds " + parameter, "lower its learning rate");
                    }
                }
            });
        }
    }

    /** Returns all parameters and the state of the negative phase, by name. */
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
