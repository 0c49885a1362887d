package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A function with a known minimum, at x = 0.01 and y = 0.3, and noise that shrinks with the number of epochs.
 *
 * @param shape any shape but {@code round} adds 1 to the function
 */
@JsonTypeName("bowl")
record Bowl(double x, double y, String shape, int epochs, double noise, Trouble trouble) implements Experiment {

    static final ExperimentList LIST = ExperimentList.of(
            new Preset("bowl", "has a minimum", Bowl.class), new Preset("drift", "is no function", Drift.class));

    /** The seeds and settings that were run, in this order. */
    static final ConcurrentLinkedQueue<String> VISITS = new ConcurrentLinkedQueue<>();

    /** Times between two checkpoints of the runs. */
    static final ConcurrentLinkedQueue<Duration> INTERVALS = new ConcurrentLinkedQueue<>();

    /** The number of runs that may still start; further runs wait until they are canceled. */
    static final Semaphore STARTS = new Semaphore(0);

    /** Clears the list of runs and lets a number of further runs start. */
    static void allow(int starts) {
        VISITS.clear();
        INTERVALS.clear();
        STARTS.drainPermits();
        STARTS.release(starts);
    }

    /** Values of y above which the experiment fails, results in NaN, or hangs. */
    record Trouble(double failAbove, double nanAbove, double hangAbove) {}

    Bowl {
        Check.positive(x, "x");
        Check.atLeast(1, epochs, "epochs");
    }

    /** The result of the experiment. */
    record Outcome(Estimate divergence, double size) implements Result {

        @Override
        public String headline() {
            return "divergence " + divergence.value();
        }
    }

    @Override
    public Outcome run(Run run) {
        while (!STARTS.tryAcquire()) {
            waitFor(run);
        }
        INTERVALS.add(run.checkpoints().interval());
        VISITS.add(
                String.format(Locale.ROOT, "%s %s s%d e%d", x, y, run.record().seed(), epochs));
        Check.require(y <= trouble.failAbove, "y must be small, was %s", y);
        while (y > trouble.hangAbove) {
            waitFor(run);
        }
        run.metrics().add("layer1.freeEnergyGap", 1, epochs, 10 * y);
        run.save("model.zip", file -> Files.write(file, new byte[22]));
        double deviation = noise * gaussian(run.random("noise")) / epochs;
        double depth = Math.pow(Math.log10(x) + 2, 2) + Math.pow(y - 0.3, 2) + (shape.equals("round") ? 0 : 1);
        double value = y > trouble.nanAbove ? Double.NaN : depth + deviation;
        return new Outcome(Estimate.exact(value, "nats"), x);
    }

    private static void waitFor(Run run) {
        run.checkpoints().offer("hang", false, () -> Snapshot.of(Map.of()));
        Thread.onSpinWait();
    }

    private static double gaussian(RandomSource random) {
        INDArray draw = Nd4j.create(DataType.DOUBLE, 1);
        random.gaussian(draw);
        return draw.getDouble(0);
    }

    /** A broken experiment: its score is the number of runs before it. */
    @JsonTypeName("drift")
    record Drift(double x) implements Experiment {

        private static final AtomicInteger RUNS = new AtomicInteger();

        @Override
        public Outcome run(Run run) {
            return new Outcome(Estimate.exact(RUNS.incrementAndGet(), ""), x);
        }
    }
}
