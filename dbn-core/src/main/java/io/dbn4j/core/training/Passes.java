package io.dbn4j.core.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.DamagedCheckpointException;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.random.Nd4jRandomSource;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An iterator over rows, batch by batch, that can stop between any two batches and resume with the same bits.
 *
 * <p>Every epoch visits the rows in a new random order, drawn at its first batch. An epoch skips the rows at the end of
 * its order that do not fill a batch.
 */
public final class Passes extends Position {

    private static final String ORDER = "order";
    private static final String RANDOM = "random";

    private final int rows;
    private final int batch;
    private final Nd4jRandomSource random;
    private int[] order = {};

    private Passes(int rows, int batch, int epochs, Nd4jRandomSource random) {
        super(rows / batch, epochs);
        this.rows = rows;
        this.batch = batch;
        this.random = random;
    }

    /**
     * Makes passes over rows in orders drawn from {@code random}. The caller may draw from {@code random} between
     * batches.
     *
     * @param rows number of rows
     * @param batch rows of an update
     */
    public static Passes over(long rows, int batch, int epochs, Nd4jRandomSource random) {
        Check.atLeast(1, batch, "batch");
        return new Passes(Math.toIntExact(rows), batch, epochs, random);
    }

    /** Moves on by one batch and returns the numbers of its rows. */
    public int[] next() {
        boolean begins = update() == 0 || epochEnds();
        advance(1);
        if (begins) {
            order = random.permutation(rows);
        }
        return Arrays.copyOfRange(order, (update() - 1) * batch, update() * batch);
    }

    /** Returns the rows that were visited, for progress. */
    public long rowsDone() {
        return done() * batch;
    }

    /** Returns the rows that all epochs visit, at least 1, for progress. */
    public long rowsInAll() {
        return Math.max(1L, (long) epochs() * updates() * batch);
    }

    /** Returns the order of the rows and the random state; the caller saves the position itself. */
    public Snapshot snapshot() {
        return Snapshot.of(Map.of(ORDER, Nd4j.createFromArray(order))).and(RANDOM, random.state());
    }

    /**
     * Restores the passes to a snapshot.
     *
     * @param ofRows number of rows of the passes that made the snapshot
     * @throws DamagedCheckpointException if the snapshot does not fit these passes
     */
    public void restore(Snapshot from, long atEpoch, long atUpdate, long ofRows) {
        restore(atEpoch, atUpdate);
        Snapshot.require(ofRows == rows, "number of rows of a checkpoint must be %d, was %d", rows, ofRows);
        order = update() == 0 ? new int[0] : from.permutation(ORDER, rows);
        random.restore(from.get(RANDOM, 2));
    }
}
