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
 * Threads that have runs executed.
 *
 * @param executor where
 * @param count runs at the same time
 * @param limit after which a run is stopped
 */
record Workers(TrialExecutor executor, int count, Duration limit) {

    /** Between two looks at whether the sweep is to stop. */
    private static final long LOOK_MILLIS = 100;

    /** Told what happens, in the thread that called {@link #run}, except for {@code mayStart}. */
    interface Observer {

        /** Whether a run that is next may start; asked in the thread of a worker. */
        boolean mayStart(TrialRun run);

        /**
         * A run has ended, or was not started.
         *
         * @param failure an empty text if the run is done; nothing if it was not started
         */
        void ended(TrialRun run, Optional<String> failure);

        /** From time to time; throwing stops all. */
        void look();
    }

    private record Ended(TrialRun run, Optional<String> failure) {}

    /** Has runs executed in this order, as many at a time as there are workers. */
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

    /** Ends all: a run that is stopped saves a checkpoint. */
    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(LocalTrials.GRACE_SECONDS + 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
