package io.dbn4j.core.training;

import io.dbn4j.core.json.Snapshot;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The replicas of a network, wherever they are. */
public interface Replicas extends AutoCloseable {

    /**
     * Trains all replicas until their next mean.
     *
     * @param from their states, in the order of partitions; not modified
     * @return their states afterward, in the same order
     * @throws ArithmeticException if training diverges
     */
    List<Snapshot> train(Replica.Round round, List<Snapshot> from);

    @Override
    void close();

    /** Where replicas can be: changes no result. */
    interface Place {

        /**
         * Makes the replicas.
         *
         * @param rows of each partition, with those for validation at the end; not modified
         */
        Replicas open(ReplicaPlan plan, List<INDArray> rows);
    }
}
