package io.dbn4j.spark.trial;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.sweep.TrialExecutor;
import io.dbn4j.sweep.TrialRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.commons.io.FileUtils;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An executor that runs each trial of a sweep as a Spark job of one task.
 *
 * <p>The driver owns the folder of the sweep. The folder of a run appears in it as a whole when its task has ended, so
 * unfinished runs are lost with the driver. A failed run is a failure of its trial, not of the task. If an executor
 * dies, Spark restarts the task elsewhere.
 *
 * @param context context of the driver
 */
public record SparkTrials(JavaSparkContext context) implements TrialExecutor {

    /** Time for a sweep to save itself: when the JVM exits, Spark stops while the sweep is still saving. */
    private static final long EXIT_MILLIS = 10_000;

    /** Executes a run; its type of experiment must be that of a preset, because executors know only those. */
    @Override
    public String failure(TrialRun run, ExperimentList experiments, Duration limit) throws InterruptedException {
        Path folder = run.folder();
        if (run.isDone(experiments)) {
            return "";
        }
        delete(folder);
        // The group belongs to the calling thread; canceling the job interrupts its task.
        context.setJobGroup("sweep", String.valueOf(folder.getFileName()), true);
        JavaFutureAction<List<TrialEnd>> job = context.parallelize(List.of(TrialTask.of(run, limit)), 1)
                .map(TrialTask::execute)
                .collectAsync();
        try {
            TrialEnd end = job.get().get(0);
            put(end.folder(), folder);
            return end.failure();
        } catch (ExecutionException e) {
            return failure(e);
        } catch (InterruptedException e) {
            job.cancel(true);
            throw e;
        }
    }

    /** Returns why a job did not end: the task failed in all of Spark's attempts, or Spark has stopped. */
    private String failure(ExecutionException e) throws InterruptedException {
        String reason = String.valueOf(
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
                .lines()
                .findFirst()
                .orElse("");
        if (context.sc().isStopped()) {
            Thread.sleep(EXIT_MILLIS);
            throw new IllegalStateException("Spark has stopped: " + reason, e);
        }
        return reason;
    }

    /** Deletes the remains of a stopped run or of another setting, which must not be taken for this run if it fails. */
    private static void delete(Path folder) {
        try {
            FileUtils.deleteDirectory(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void put(byte[] zipped, Path folder) {
        if (zipped.length == 0) {
            return; // The run was refused before it had a folder.
        }
        Path whole = folder.resolveSibling("." + folder.getFileName());
        try {
            FileUtils.deleteDirectory(whole.toFile());
            FolderBytes.write(zipped, whole);
            Files.move(whole, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }
}
