package io.dbn4j.core.dl4j;

import io.dbn4j.core.random.Seed;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What all replicas of a network have in common: numbers and texts, so that it can be sent anywhere.
 *
 * @param network JSON of DL4J's configuration
 * @param settings of the training of each replica
 * @param averaging how the rows are dealt
 * @param seed from which the rows are dealt, and the seeds of the replicas drawn
 */
public record ReplicaPlan(String network, GreedyPretraining settings, ParameterAveraging averaging, long seed) {

    /**
     * The rows of a partition; those for validation are the last of each.
     *
     * @param all number of rows with those for validation
     */
    int[] rows(int partition, int all) {
        int trained = all - settings.validation();
        List<int[]> hands = averaging.deal(trained, settings.batch(), new Seed(seed).stream("partitions"));
        return IntStream.concat(IntStream.of(hands.get(partition)), IntStream.range(trained, all))
                .toArray();
    }

    /** The seed of a replica in place of one of the whole, which the first keeps: so one replica is ordinary training. */
    static long seed(long whole, int partition) {
        return partition == 0
                ? whole
                : new Seed(whole).stream("partition-" + partition).bits();
    }

    /**
     * Makes a replica.
     *
     * @param visible all rows; not modified
     */
    public Replica replica(int partition, INDArray visible) {
        return new Replica(this, partition, visible);
    }
}
