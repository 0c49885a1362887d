package io.dbn4j.core.sweep;

import io.dbn4j.core.run.ExperimentList;
import io.dbn4j.core.run.NativeThreads;
import io.dbn4j.core.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads of this process that execute runs.
 *
 * @param count runs at the same time
 * @param limit after which a run is stopped
 */
record Workers(int count, Duration limit) {

    /** Between two looks at whether the sweep is to stop. */
    private static final long LOOK_MILLIS = 100;

    /** For a run to notice that it was stopped. After that its thread is left alone; no thread can be forced to end. */
    private static final long GRACE_SECONDS = 10;

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

    /** Executes runs in this order, as many at a time as there are workers. */
    void run(List<TrialRun> runs, ExperimentList experiments, Observer observer) {
        Session session = new Session(experiments);
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        try {
            for (TrialRun run : runs) {
                session.waiting.execute(() -> ended.add(
                        new Ended(run, observer.mayStart(run) ? Optional.of(session.failure(run)) : Optional.empty())));
            }
            int left = runs.size();
            while (left > 0) {
                Ended next = ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    observer.ended(next.run, next.failure);
                    left--;
                }
                observer.look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            session.stop();
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The threads for some runs: one that waits and one that computes for each worker. */
    private final class Session {

        private final ExperimentList experiments;
        private final ExecutorService waiting = Executors.newFixedThreadPool(count, daemons("sweep-worker"));
        private final ExecutorService computing = Executors.newCachedThreadPool(daemons("sweep-run"));
        private final Set<Run> running = ConcurrentHashMap.newKeySet();
        private final NativeThreads threads = NativeThreads.current();

        Session(ExperimentList experiments) {
            this.experiments = experiments;
        }

        /** Executes a run; gives why it failed, or an empty text. */
        String failure(TrialRun trialRun) {
            try {
                Optional<Run> run = trialRun.open(experiments);
                if (run.isPresent()) {
                    execute(run.get());
                }
                return "";
            } catch (ExecutionException e) {
                return message(e.getCause() == null ? e : e.getCause());
            } catch (RuntimeException | InterruptedException | TimeoutException e) {
                return message(e);
            }
        }

        private void execute(Run run) throws ExecutionException, InterruptedException, TimeoutException {
            running.add(run);
            Future<?> result = computing.submit(() -> {
                // The number of threads of the native libraries is one of the calling thread.
                threads.configure();
                run.execute();
            });
            try {
                result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                String reason = "took longer than %s minutes".formatted(limit.toMillis() / 60_000.0);
                run.giveUp(reason);
                awaitEnd(result);
                throw new TimeoutException(reason);
            } finally {
                running.remove(run);
            }
        }

        private void awaitEnd(Future<?> result) throws InterruptedException {
            try {
                result.get(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException stoppedOrDeaf) {
                // Either way the run is recorded as failed already.
            }
        }

        /** Ends all: what runs saves a checkpoint. */
        void stop() {
            boolean idle = running.isEmpty();
            // First, because a worker that is woken up forgets its run; and again for one that was just starting.
            running.forEach(Run::cancel);
            waiting.shutdownNow();
            running.forEach(Run::cancel);
            computing.shutdown();
            try {
                computing.awaitTermination(idle ? 0 : GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String message(Throwable e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }
}
