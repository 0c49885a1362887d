package io.dbn4j.ui.command;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.mnist.experiment.MnistExperiment;
import io.dbn4j.sweep.ExperimentSweep;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An experiment that takes no time; its result holds its own settings.
 *
 * @param trouble way in which it fails; empty to succeed
 */
@JsonTypeName("tiny")
record TinyExperiment(int epochs, String images, boolean transpose, boolean randomStart, String trouble)
        implements MnistExperiment {

    static final ExperimentList LIST = ExperimentList.of(
            new Preset("tiny", "takes no time", TinyExperiment.class),
            new Preset("other", "is no image experiment", Other.class),
            new Preset("lab", "finds a number", TinyRgExperiment.class),
            new Preset("hunt", "searches", ExperimentSweep.class));

    TinyExperiment {
        Check.atLeast(1, epochs, "epochs");
    }

    /** An experiment without images. */
    @JsonTypeName("other")
    record Other() implements Experiment {

        @Override
        public Result run(Run run) {
            throw new IllegalStateException("is not run");
        }
    }

    /** A row of the result. */
    record Layer(int hidden, Estimate gap) {}

    /** The result of the experiment. */
    record Outcome(
            Estimate testError, Estimate random, TinyExperiment asked, List<Layer> layers, double trainingSeconds)
            implements Result {

        @Override
        public String headline() {
            return "test error 1.50 %";
        }
    }

    @Override
    public Outcome run(Run run) {
        fail(run);
        INDArray number = Nd4j.create(DataType.DOUBLE, 1);
        run.random("number").gaussian(number);
        run.metrics().add("number", 1, 1, number.getDouble(0));
        List<Layer> layers =
                List.of(new Layer(500, Estimate.exact(0.25, "nats")), new Layer(2000, Estimate.exact(-3, "nats")));
        return new Outcome(
                Estimate.proportion(150, 10_000),
                Estimate.exact(number.getDouble(0), "nats"),
                this,
                layers,
                System.nanoTime() * 1e-9);
    }

    private void fail(Run run) {
        switch (trouble) {
            case "heap" -> throw new OutOfMemoryError("Java heap space");
            case "arrays" -> throw new OutOfMemoryError("Physical memory usage is too high");
            case "natives" -> throw new ExceptionInInitializerError(new RuntimeException("no jnind4jcpu\nin path"));
            case "file" -> {
                var cause = new AccessDeniedException("runs/x");
                throw new UncheckedIOException("cannot write runs/x: " + cause.getMessage(), cause);
            }
            case "bug" -> throw new NullPointerException("that is null");
            case "endless" -> endless(run);
            case "first" -> {
                boolean resumed = run.checkpoints().last("trouble").isPresent();
                run.checkpoints().done("trouble", Snapshot.of(Map.of()));
                Check.require(resumed, "the first time always fails");
            }
            default -> Check.require(trouble.isEmpty(), "trouble was %s", trouble);
        }
    }

    private static void endless(Run run) {
        run.progress().note("running");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, String> epochs(int epochs) {
        return Map.of("epochs", String.valueOf(epochs));
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("epochs", "1");
    }

    @Override
    public Map<String, String> data(String folder, boolean transpose) {
        return Map.of("images", folder, "transpose", String.valueOf(transpose));
    }

    @Override
    public Map<String, String> withRandomStart() {
        return Map.of("randomStart", "true");
    }
}
