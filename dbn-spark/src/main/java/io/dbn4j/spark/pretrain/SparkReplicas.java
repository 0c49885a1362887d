package io.dbn4j.spark.pretrain;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.training.Replica;
import io.dbn4j.core.training.ReplicaPlan;
import io.dbn4j.core.training.Replicas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A place for replicas in the executors of a Spark cluster: each round is a job with one task for each partition.
 *
 * <p>Between rounds the driver has all states, so a lost executor costs only time. The rows of a partition are fetched
 * once by each executor that trains it. The arrays that all states have in common, the parameters, are sent as one
 * broadcast, the rest of each state only to its replica.
 *
 * @param context context of the driver
 */
public record SparkReplicas(JavaSparkContext context) implements Replicas.Place {

    /** Time for a run to save itself: when the JVM exits, Spark stops while the run is still saving. */
    private static final long EXIT_MILLIS = 10_000;

    @Override
    public Replicas open(ReplicaPlan plan, List<INDArray> rows) {
        return new Session(context, plan, rows);
    }

    private static final class Session implements Replicas {

        private final JavaSparkContext context;
        private final ReplicaJob job;

        /** The numbers of the partitions; cached, so that Spark sends a task to the executor that has its replica. */
        private final JavaRDD<Integer> partitions;

        private @Nullable INDArray below;
        private @Nullable Broadcast<byte[]> belowSent;

        Session(JavaSparkContext context, ReplicaPlan plan, List<INDArray> rows) {
            this.context = context;
            List<Broadcast<byte[]>> sent = new ArrayList<>();
            rows.forEach(part -> sent.add(context.broadcast(ReplicaRound.array(part))));
            this.job = new ReplicaJob(
                    UUID.randomUUID().toString(),
                    plan.network(),
                    Json.line(plan.settings()),
                    plan.seed(),
                    Json.line(NativeThreads.current()),
                    sent);
            List<Integer> numbers = IntStream.range(0, rows.size()).boxed().toList();
            this.partitions = context.parallelize(numbers, rows.size()).cache();
        }

        @Override
        public List<Snapshot> train(Replica.Round round, List<Snapshot> from) {
            Snapshot common = common(from);
            Broadcast<byte[]> shared = context.broadcast(SnapshotBytes.of(common));
            List<Broadcast<byte[]>> own = new ArrayList<>();
            from.forEach(state -> own.add(context.broadcast(SnapshotBytes.of(without(common, state)))));
            try {
                return states(new ReplicaRound(
                        job, round.layer(), round.epoch(), round.until(), sent(round.below()), shared, own));
            } finally {
                if (!context.sc().isStopped()) {
                    shared.destroy();
                    own.forEach(Broadcast::destroy);
                }
            }
        }

        /** Returns the states in the order of partitions, independent of the order in which tasks end. */
        private List<Snapshot> states(ReplicaRound round) {
            List<Snapshot> states = new ArrayList<>();
            for (ReplicaRound.End end : collected(round)) {
                if (!end.failure().isEmpty()) {
                    throw new ArithmeticException(end.failure());
                }
                states.add(SnapshotBytes.read(end.state()));
            }
            return states;
        }

        private List<ReplicaRound.End> collected(ReplicaRound round) {
            try {
                return partitions.map(round::train).collect();
            } catch (RuntimeException e) {
                if (context.sc().isStopped()) {
                    awaitExit();
                    throw new IllegalStateException("Spark has stopped", e);
                }
                throw e;
            }
        }

        private static void awaitExit() {
            try {
                Thread.sleep(EXIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Sends the parameters of the layers below, once for each layer. */
        @SuppressWarnings("ReferenceEquality")
        private Broadcast<byte[]> sent(INDArray parameters) {
            if (belowSent == null || below != parameters) {
                below = parameters;
                belowSent = context.broadcast(ReplicaRound.array(parameters));
            }
            return belowSent;
        }

        /** Returns the arrays that are the same object in all states. */
        @SuppressWarnings("ReferenceEquality")
        private static Snapshot common(List<Snapshot> states) {
            Map<String, INDArray> common = new LinkedHashMap<>();
            states.get(0).arrays().forEach((name, array) -> {
                if (states.stream().allMatch(state -> state.arrays().get(name) == array)) {
                    common.put(name, array);
                }
            });
            return Snapshot.of(common);
        }

        private static Snapshot without(Snapshot common, Snapshot state) {
            Map<String, INDArray> rest = new LinkedHashMap<>(state.arrays());
            rest.keySet().removeAll(common.arrays().keySet());
            return new Snapshot(rest, state.numbers());
        }

        @Override
        public void close() {
            if (!context.sc().isStopped()) {
                partitions.unpersist();
                job.rows().forEach(Broadcast::destroy);
            }
        }
    }
}
