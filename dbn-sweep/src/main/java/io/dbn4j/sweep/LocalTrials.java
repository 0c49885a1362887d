package io.dbn4j.sweep;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.lab.run.Checkpoints;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An executor that runs trials in threads of this process. */
public final class LocalTrials implements TrialExecutor {

    /**
     * Time for a run to notice that it was stopped. Its thread is then abandoned, because no thread can be forced to
     * end.
     */
    static final long GRACE_SECONDS = 10;

    private final ExecutorService computing = Executors.newCachedThreadPool(daemons("sweep-run"));
    private final NativeThreads threads = NativeThreads.current();
    private final Duration interval;

    /** Creates an executor whose runs save checkpoints as usual. */
    public LocalTrials() {
        this(Checkpoints.INTERVAL);
    }

    /**
     * Creates an executor whose runs save checkpoints at another interval.
     *
     * @param interval time between two checkpoints inside an epoch
     */
    public LocalTrials(Duration interval) {
        this.interval = interval;
    }

    static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public String failure(TrialRun trialRun, ExperimentList experiments, Duration limit) throws InterruptedException {
        try {
            Optional<Run> run = trialRun.open(experiments);
            return run.isPresent() ? failure(run.get(), limit) : "";
        } catch (RuntimeException e) {
            return message(e);
        }
    }

    private String failure(Run run, Duration limit) throws InterruptedException {
        run.checkpoints().every(interval);
        Future<?> result = computing.submit(() -> {
            // The native libraries keep the number of threads for each calling thread.
            threads.configure();
            run.execute();
        });
        try {
            result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return "";
        } catch (ExecutionException e) {
            return message(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            String reason = "took longer than %s minutes".formatted(limit.toMillis() / 60_000.0);
            run.giveUp(reason);
            awaitEnd(result);
            return reason;
        } catch (InterruptedException e) {
            run.cancel();
            awaitEnd(result);
            throw e;
        }
    }

    private static void awaitEnd(Future<?> result) throws InterruptedException {
        try {
            result.get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException stoppedOrDeaf) {
            // The run has ended or does not react to the stop; both are left as they are.
        }
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
