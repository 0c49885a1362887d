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
 * A {@link ReplicaPlan} on its way to executors.
 *
 * @param id of the job, different from all others
 * @param network JSON of DL4J's configuration
 * @param settings JSON of the training of each replica
 * @param seed from which their seeds are drawn
 * @param threads JSON of the {@link NativeThreads} of the driver
 * @param rows of each partition, as {@code .npy}: an executor fetches those of its own partitions, once
 */
record ReplicaJob(String id, String network, String settings, long seed, String threads, List<Broadcast<byte[]>> rows)
        implements Serializable {

    /** The replicas of this process that no task is busy with. They only save time: each can be made again. */
    private static final Map<Integer, Replica> IDLE = new HashMap<>();

    private static String idleOf = "";

    /** A replica that no other task of this process has; to be given {@link #back}. */
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

    /** Keeps a replica for the next round; those of other jobs are let go. */
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
