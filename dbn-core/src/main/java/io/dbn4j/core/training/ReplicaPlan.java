package io.dbn4j.core.training;

import io.dbn4j.core.random.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What all replicas of a network have in common: numbers and texts, so that it can be sent anywhere.
 *
 * @param network JSON of DL4J's configuration
 * @param settings of the training of each replica
 * @param seed from which their seeds are drawn
 */
public record ReplicaPlan(String network, GreedyPretraining settings, long seed) {

    /** The seed of a replica in place of one of the whole, which the first keeps: so one replica is ordinary training. */
    static long seed(long whole, int partition) {
        return partition == 0
                ? whole
                : new Seed(whole).stream("partition-" + partition).bits();
    }

    /**
     * Makes a replica.
     *
     * @param rows of its partition, with those for validation at the end; not modified
     */
    public Replica replica(int partition, INDArray rows) {
        return new Replica(this, partition, rows);
    }
}
