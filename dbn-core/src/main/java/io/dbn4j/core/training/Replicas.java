package io.dbn4j.core.training;

import io.dbn4j.core.json.Snapshot;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The replicas of a network, in threads or on other machines. */
public interface Replicas extends AutoCloseable {

    /**
     * Trains all replicas until their next mean.
     *
     * @param from states of the replicas, in the order of partitions; not modified
     * @return states afterward, in the same order
     * @throws ArithmeticException if training diverges
     */
    List<Snapshot> train(Replica.Round round, List<Snapshot> from);

    @Override
    void close();

    /** A place for replicas, which does not change results. */
    interface Place {

        /**
         * Makes the replicas of a plan.
         *
         * @param rows rows of each partition, with the validation rows at the end; not modified
         */
        Replicas open(ReplicaPlan plan, List<INDArray> rows);
    }
}
