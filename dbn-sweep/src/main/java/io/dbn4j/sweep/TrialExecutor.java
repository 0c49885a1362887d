package io.dbn4j.sweep;

import io.dbn4j.lab.run.ExperimentList;
import java.time.Duration;

/** Where the runs of a sweep are executed. What they find does not depend on it. */
public interface TrialExecutor {

    /**
     * Executes a run to its end, whatever that is, and leaves its folder; does nothing if it is done already. Called by as
     * many threads as there are workers.
     *
     * @param limit after which the run is stopped and has failed
     * @return why it failed, or an empty text
     * @throws InterruptedException if the calling thread is interrupted, after the run was stopped
     * @throws IllegalStateException if nothing can be executed any more: the sweep stops and can be resumed
     */
    String failure(TrialRun run, ExperimentList experiments, Duration limit) throws InterruptedException;
}
