package io.dbn4j.lab.training;

import io.dbn4j.core.training.ReplicaThreads;
import io.dbn4j.core.training.Replicas;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;

/** An experiment that trains replicas of a network, which can be anywhere. */
public interface TrainsReplicas extends Experiment {

    /** Computes, with the replicas in threads of this process. */
    @Override
    default Result run(Run run) {
        return run(run, ReplicaThreads.ofMachine());
    }

    /**
     * Computes, with the replicas at some place, which changes no result.
     *
     * @param run where to write; modified
     */
    Result run(Run run, Replicas.Place place);
}
