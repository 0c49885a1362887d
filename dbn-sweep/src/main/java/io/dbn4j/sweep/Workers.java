package io.dbn4j.sweep;

import io.dbn4j.lab.run.ExperimentList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A pool of threads that have runs executed.
 *
 * @param executor executes the runs
 * @param count number of runs at the same time
 * @param limit time after which a run is stopped
 */
record Workers(TrialExecutor executor, int count, Duration limit) {

    /** Time between two checks whether the sweep is to stop. */
    private static final long LOOK_MILLIS = 100;

    /** An observer of the runs, called in the thread that called {@link #run}, except for {@code mayStart}. */
    interface Observer {

        /** Tells whether the next run may start; called in the thread of a worker. */
        boolean mayStart(TrialRun run);

        /**
         * Receives the end of a run, or the fact that the run was not started.
         *
         * @param failure reason of the failure, an empty text if the run is done; {@code Optional.empty()} if it was
         *     not started
         */
        void ended(TrialRun run, Optional<String> failure);

        /** Checks from time to time whether the sweep is to stop; an exception stops all runs. */
        void look();
    }

    private record Ended(TrialRun run, Optional<String> failure) {}

    /** Executes runs in this order, one at a time on each worker. */
    void run(List<TrialRun> runs, ExperimentList experiments, Observer observer) {
        ExecutorService threads = Executors.newFixedThreadPool(count, LocalTrials.daemons("sweep-worker"));
        try {
            CompletionService<Ended> ended = new ExecutorCompletionService<>(threads);
            for (TrialRun run : runs) {
                ended.submit(() -> new Ended(
                        run,
                        observer.mayStart(run)
                                ? Optional.of(executor.failure(run, experiments, limit))
                                : Optional.empty()));
            }
            int left = runs.size();
            while (left > 0) {
                Future<Ended> next = ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    Ended one = next.get();
                    observer.ended(one.run, one.failure);
                    left--;
                }
                observer.look();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            stop(threads);
        }
    }

    /** Stops all runs; a stopped run saves a checkpoint. */
    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(LocalTrials.GRACE_SECONDS + 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
