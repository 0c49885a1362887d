package io.dbn4j.spark.pretrain;

import io.dbn4j.core.data.Npy;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.training.Replica;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A round of training that is sent to executors. A task that Spark restarts gets the same round and returns the same
 * bits.
 *
 * @param job the part that is the same for all rounds
 * @param layer index of the trained layer among the RBM layers
 * @param epoch number of the epoch, from 1
 * @param until number of updates of the epoch that are done after the round
 * @param below parameters of the layers below, as {@link #array}
 * @param shared arrays that the states of all replicas have in common, as {@link SnapshotBytes}
 * @param own the rest of the state of each replica
 */
record ReplicaRound(
        ReplicaJob job,
        int layer,
        int epoch,
        int until,
        Broadcast<byte[]> below,
        Broadcast<byte[]> shared,
        List<Broadcast<byte[]>> own)
        implements Serializable {

    /**
     * The end of a round of one replica.
     *
     * @param state state of the replica, as {@link SnapshotBytes}
     * @param failure reason if there is no state: training diverged, and would diverge again
     */
    @SuppressWarnings("ArrayRecordComponent") // The record is sent and never compared.
    record End(byte[] state, String failure) implements Serializable {}

    /** Writes an array as {@code .npy}; no bytes if it is empty. */
    static byte[] array(INDArray array) {
        if (array.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Npy.write(array, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads an array that {@link #array} wrote. */
    static INDArray array(String name, byte[] bytes) {
        try {
            return bytes.length == 0 ? Nd4j.empty() : Npy.read(name, new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trains one replica, in an executor. */
    End train(int partition) {
        INDArray lower = array("parameters below", below.value());
        Snapshot from = SnapshotBytes.read(shared.value())
                .and(SnapshotBytes.read(own.get(partition).value()));
        Replica replica = job.take(partition);
        try {
            Snapshot after = replica.train(new Replica.Round(layer, lower, epoch, until), from);
            job.back(partition, replica);
            return new End(SnapshotBytes.of(after), "");
        } catch (ArithmeticException e) {
            return new End(new byte[0], String.valueOf(e.getMessage()));
        }
    }
}
