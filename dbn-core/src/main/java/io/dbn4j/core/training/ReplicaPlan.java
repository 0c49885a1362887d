package io.dbn4j.core.training;

import io.dbn4j.core.random.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The common plan of all replicas of a network, of numbers and texts that can be sent anywhere.
 *
 * @param network JSON of DL4J's configuration
 * @param settings settings of the training of each replica
 * @param seed seed from which the seeds of the replicas are derived
 */
public record ReplicaPlan(String network, GreedyPretraining settings, long seed) {

    /**
     * Returns the seed of a replica; the first replica keeps the seed of the whole training, like ordinary training.
     */
    static long seed(long whole, int partition) {
        return partition == 0
                ? whole
                : new Seed(whole).stream("partition-" + partition).bits();
    }

    /**
     * Makes a replica for a partition.
     *
     * @param rows rows of the partition, with the validation rows at the end; not modified
     */
    public Replica replica(int partition, INDArray rows) {
        return new Replica(this, partition, rows);
    }
}
