package io.dbn4j.spark.pretrain;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.training.Replica;
import io.dbn4j.core.training.ReplicaPlan;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;

/**
 * The form of a {@link ReplicaPlan} that is sent to executors.
 *
 * @param id unique identifier of the job
 * @param network JSON of DL4J's configuration
 * @param settings JSON of the training of each replica
 * @param seed seed from which the seeds of the replicas are drawn
 * @param threads JSON of the {@link NativeThreads} of the driver
 * @param rows rows of each partition, as {@code .npy}: an executor fetches the rows of its own partitions once
 */
record ReplicaJob(String id, String network, String settings, long seed, String threads, List<Broadcast<byte[]>> rows)
        implements Serializable {

    /** The replicas of this process that no task uses. They are a cache: each can be made again. */
    private static final Map<Integer, Replica> IDLE = new HashMap<>();

    private static String idleOf = "";

    /** Returns a replica that no other task of this process uses; the task must give it {@link #back}. */
    Replica take(int partition) {
        Json.read(threads, NativeThreads.class).configure();
        synchronized (IDLE) {
            Replica idle = idleOf.equals(id) ? IDLE.remove(partition) : null;
            if (idle != null) {
                return idle;
            }
        }
        ReplicaPlan plan = new ReplicaPlan(network, Json.read(settings, GreedyPretraining.class), seed);
        return plan.replica(
                partition, ReplicaRound.array("rows", rows.get(partition).value()));
    }

    /** Keeps a replica for the next round; replicas of other jobs are dropped. */
    void back(int partition, Replica replica) {
        synchronized (IDLE) {
            if (!idleOf.equals(id)) {
                IDLE.clear();
                idleOf = id;
            }
            IDLE.put(partition, replica);
        }
    }
}
