package io.dbn4j.core.training;

import io.dbn4j.core.json.Snapshot;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A place of replicas that measures the rounds at another place. */
public final class RoundMeter implements Replicas.Place {

    private final Replicas.Place place;
    private long rounds;
    private long bytes;
    private double seconds;

    /** Makes a meter of the rounds at a place. */
    public RoundMeter(Replicas.Place place) {
        this.place = place;
    }

    @Override
    public Replicas open(ReplicaPlan plan, List<INDArray> rows) {
        Replicas replicas = place.open(plan, rows);
        return new Replicas() {
            @Override
            public List<Snapshot> train(Replica.Round round, List<Snapshot> from) {
                long start = System.nanoTime();
                List<Snapshot> after = replicas.train(round, from);
                seconds += (System.nanoTime() - start) * 1e-9;
                rounds++;
                bytes = bytes(from) + bytes(after);
                return after;
            }

            @Override
            public void close() {
                replicas.close();
            }
        };
    }

    private static long bytes(List<Snapshot> states) {
        return states.stream()
                .flatMap(state -> state.arrays().values().stream())
                .mapToLong(array -> array.length() * array.dataType().width())
                .sum();
    }

    /** Returns the number of rounds so far. */
    public long rounds() {
        return rounds;
    }

    /** Returns the bytes of the arrays sent to the replicas and back in the last round. */
    public long bytesPerRound() {
        return bytes;
    }

    /** Returns the time of all rounds so far, in seconds. */
    public double seconds() {
        return seconds;
    }
}
