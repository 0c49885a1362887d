package io.dbn4j.spark.trial;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.spark.cluster.ClusterExperiments;
import io.dbn4j.sweep.LocalTrials;
import io.dbn4j.sweep.TrialRun;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/**
 * The form of a run that is sent to an executor: texts, numbers and bytes. It includes the seed, so a task that Spark
 * restarts returns the same result.
 *
 * @param name name of the request
 * @param experiment JSON of the experiment
 * @param seed seed of all random streams
 * @param overrides JSON of the overrides
 * @param shorter {@link FolderBytes} of the run from which this run continues; empty if there is none
 * @param keep whether the checkpoints are returned with the folder
 * @param limitMillis time after which the run is stopped, in milliseconds
 * @param threads JSON of the {@link NativeThreads} of the driver
 */
@SuppressWarnings("ArrayRecordComponent") // The record is sent and never compared.
record TrialTask(
        String name,
        String experiment,
        long seed,
        String overrides,
        byte[] shorter,
        boolean keep,
        long limitMillis,
        String threads)
        implements Serializable {

    /** The experiments that executors can run: they have the same program. */
    private static final ExperimentList EXPERIMENTS = ClusterExperiments.ALL;

    static TrialTask of(TrialRun run, Duration limit) {
        RunRequest request = run.request();
        return new TrialTask(
                request.name(),
                Json.line(request.experiment()),
                request.seed(),
                Json.line(request.overrides()),
                run.shorter().map(FolderBytes::of).orElse(new byte[0]),
                run.keep(),
                limit.toMillis(),
                Json.line(NativeThreads.current()));
    }

    private RunRequest request() {
        Map<String, String> texts = new LinkedHashMap<>();
        map(overrides).forEach((path, value) -> texts.put(path, String.valueOf(value)));
        return new RunRequest(name, EXPERIMENTS.read(map(experiment)), seed, texts);
    }

    private static Map<String, Object> map(String json) {
        Map<String, Object> map = new LinkedHashMap<>();
        Map<?, ?> read = Json.read(json, Map.class);
        read.forEach((key, value) -> map.put(String.valueOf(key), value));
        return map;
    }

    /** Executes the run in a temporary folder of the executor's machine. */
    TrialEnd execute() {
        Path place = temporary();
        try {
            Json.read(threads, NativeThreads.class).configure();
            Path folder = place.resolve("run");
            TrialRun run = new TrialRun(0, request(), folder, before(place.resolve("shorter")), keep);
            String failure = new LocalTrials().failure(run, EXPERIMENTS, Duration.ofMillis(limitMillis));
            return new TrialEnd(failure, FolderBytes.of(folder));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", e);
        } finally {
            FileUtils.deleteQuietly(place.toFile());
        }
    }

    private Optional<Path> before(Path folder) {
        if (shorter.length == 0) {
            return Optional.empty();
        }
        FolderBytes.write(shorter, folder);
        return Optional.of(folder);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("dbn-trial");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary folder for the run: " + e.getMessage(), e);
        }
    }
}
