package io.dbn4j.lab.training;

import io.dbn4j.core.training.ReplicaThreads;
import io.dbn4j.core.training.Replicas;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;

/** An experiment that trains replicas of a network, in threads or on other machines. */
public interface TrainsReplicas extends Experiment {

    /** Computes the result, with the replicas in threads of this process. */
    @Override
    default Result run(Run run) {
        return run(run, ReplicaThreads.ofMachine());
    }

    /**
     * Computes the result, with the replicas at a place. The place does not change the result.
     *
     * @param run receives measurements and files; modified
     */
    Result run(Run run, Replicas.Place place);
}
