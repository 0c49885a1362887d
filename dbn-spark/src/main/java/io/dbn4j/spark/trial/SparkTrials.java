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
 * Executes each run of a sweep as a Spark job of one task.
 *
 * <p>The driver owns the folder of the sweep. The folder of a run appears in it at once and whole when its task has ended,
 * so what is under way is lost with the driver. A run that fails is the failure of its trial, not of a task; an executor that
 * dies is Spark's business, which starts the task again elsewhere.
 *
 * @param context of the driver
 */
public record SparkTrials(JavaSparkContext context) implements TrialExecutor {

    /** If Java is exiting, Spark ends at the same time as the sweep saves itself, and the sweep has the last word. */
    private static final long EXIT_MILLIS = 10_000;

    /** Executes a run of which executors know the experiment: one of the presets' kinds. */
    @Override
    public String failure(TrialRun run, ExperimentList experiments, Duration limit) throws InterruptedException {
        Path folder = run.folder();
        if (run.isDone(experiments)) {
            return "";
        }
        delete(folder);
        // Of the calling thread: canceling the job interrupts its task.
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

    /** Why a job had no end: the task failed as often as Spark tries it, or there is no Spark any more. */
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

    /** What a run that was stopped has left, or one of another setting: none that failed may be taken for it. */
    private static void delete(Path folder) {
        try {
            FileUtils.deleteDirectory(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void put(byte[] zipped, Path folder) {
        if (zipped.length == 0) {
            return; // Refused before it had a folder.
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
