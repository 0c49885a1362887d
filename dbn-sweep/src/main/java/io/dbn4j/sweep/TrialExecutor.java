package io.dbn4j.sweep;

import io.dbn4j.lab.run.ExperimentList;
import java.time.Duration;

/** An executor of the runs of a sweep. The results do not depend on it. */
public interface TrialExecutor {

    /**
     * Executes a run until it is done or has failed, and leaves its folder; does nothing if the run is done already.
     * Each worker calls this in its own thread.
     *
     * @param limit time after which the run is stopped and has failed
     * @return reason of the failure; empty if the run is done
     * @throws InterruptedException if the calling thread is interrupted, after the run was stopped
     * @throws IllegalStateException if no further run can be executed: the sweep stops and can be resumed
     */
    String failure(TrialRun run, ExperimentList experiments, Duration limit) throws InterruptedException;
}
