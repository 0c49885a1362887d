package io.dbn4j.core.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The place of replicas in threads of this process.
 *
 * @param count number of replicas that are trained at the same time
 */
public record ReplicaThreads(int count) implements Replicas.Place {

    public ReplicaThreads {
        Check.atLeast(1, count, "count");
    }

    /** Returns the number of threads that the processors allow, given the number of threads of each matrix product. */
    public static ReplicaThreads ofMachine() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new ReplicaThreads(
                Math.max(1, processors / NativeThreads.current().blas()));
    }

    @Override
    public Replicas open(ReplicaPlan plan, List<INDArray> rows) {
        List<Replica> replicas = IntStream.range(0, rows.size())
                .mapToObj(partition -> plan.replica(partition, rows.get(partition)))
                .toList();
        return new Session(replicas, Math.min(count, replicas.size()));
    }

    private static final class Session implements Replicas {

        private final List<Replica> replicas;
        private final ExecutorService threads;
        private final NativeThreads nativeThreads = NativeThreads.current();

        Session(List<Replica> replicas, int count) {
            this.replicas = replicas;
            this.threads = Executors.newFixedThreadPool(count, task -> {
                Thread thread = new Thread(task, "replica");
                thread.setDaemon(true);
                return thread;
            });
        }

        @Override
        public List<Snapshot> train(Replica.Round round, List<Snapshot> from) {
            List<Future<Snapshot>> results = new ArrayList<>();
            for (int partition = 0; partition < replicas.size(); partition++) {
                Replica replica = replicas.get(partition);
                Snapshot state = from.get(partition);
                results.add(threads.submit(() -> {
                    // The native libraries set their number of threads for each calling thread.
                    nativeThreads.configure();
                    return replica.train(round, state);
                }));
            }
            List<Snapshot> after = new ArrayList<>();
            results.forEach(result -> after.add(await(result)));
            return after;
        }

        private static Snapshot await(Future<Snapshot> result) {
            try {
                return result.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException reason) {
                    throw reason;
                }
                throw new IllegalStateException("a replica failed: " + e.getCause(), e);
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
