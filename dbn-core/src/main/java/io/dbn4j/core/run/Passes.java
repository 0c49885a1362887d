package io.dbn4j.core.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.Nd4jRandomSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Passes over rows, batch by batch, that can stop between any two batches and go on to the same bits.
 *
 * <p>Every epoch visits the rows in a new random order, drawn at its first batch. An epoch skips
 * the rows at the end of its order that do not fill a batch. The position is the epoch, counted from 1, and its updates that are done.
 */
public final class Passes {

    private static final String ORDER = "order";
    private static final String RANDOM = "random";

    private final int rows;
    private final int batch;
    private final int updates;
    private final int epochs;
    private final @Nullable Nd4jRandomSource random;
    private int epoch = 1;
    private int update;
    private int[] order = {};

    private Passes(int rows, int batch, int epochs, @Nullable Nd4jRandomSource random) {
        Check.atLeast(0, epochs, "epochs");
        Check.atLeast(1, batch, "batch");
        this.rows = rows;
        this.batch = batch;
        this.updates = rows / batch;
        this.epochs = epochs;
        this.random = random;
    }

    /**
     * Passes over rows in orders drawn from {@code random}. The caller may draw from {@code random} between batches.
     *
     * @param rows number of rows
     * @param batch rows of an update
     */
    public static Passes over(long rows, int batch, int epochs, Nd4jRandomSource random) {
        return new Passes(Math.toIntExact(rows), batch, epochs, random);
    }

    /** Epochs of so many updates whose rows are chosen elsewhere: {@link #advance} moves on. */
    public static Passes counting(int updates, int epochs) {
        return new Passes(updates, 1, epochs, null);
    }

    /** Tells whether there is a further batch. */
    public boolean hasNext() {
        return updates > 0 && (epoch < epochs || (epoch == epochs && update < updates));
    }

    /** Moves on by one batch and returns the numbers of its rows. */
    public int[] next() {
        Nd4jRandomSource source = Objects.requireNonNull(random);
        boolean begins = update == 0 || epochEnds();
        advance(1);
        if (begins) {
            order = source.permutation(rows);
        }
        return Arrays.copyOfRange(order, (update - 1) * batch, update * batch);
    }

    /**
     * Moves on by up to {@code most} updates of an epoch: of the next one if this one is at its end.
     *
     * @return the number of updates
     */
    public int advance(int most) {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + epochs + " epochs are over");
        }
        if (epochEnds()) {
            epoch++;
            update = 0;
        }
        int moved = Math.min(most, updates - update);
        update += moved;
        return moved;
    }

    /** Returns the current epoch, counted from 1; one more than the number of epochs after {@link #leave}. */
    public int epoch() {
        return epoch;
    }

    /** Returns the updates of the epoch that are done. */
    public int update() {
        return update;
    }

    /** Returns the updates of an epoch. */
    public int updates() {
        return updates;
    }

    /** Tells whether the last batch was the last of its epoch. */
    public boolean epochEnds() {
        return updates > 0 && update == updates;
    }

    /** Returns the updates that are done, of all epochs. */
    public long done() {
        return (long) (epoch - 1) * updates + update;
    }

    /** Returns the rows that were visited, for progress. */
    public long rowsDone() {
        return done() * batch;
    }

    /** Returns the rows that all epochs visit, at least 1, for progress. */
    public long rowsInAll() {
        return Math.max(1L, (long) epochs * updates * batch);
    }

    /** Moves to the end of the last epoch, from where a longer training continues. */
    public void leave() {
        epoch = epochs + 1;
        update = 0;
    }

    /** Returns the order of the rows and the random state; the position is kept by the caller, under a name of its own. */
    public Snapshot snapshot() {
        return Snapshot.of(Map.of(ORDER, Nd4j.createFromArray(order)))
                .and(RANDOM, Objects.requireNonNull(random).state());
    }

    /**
     * Goes to a position that a snapshot was taken at.
     *
     * @throws DamagedCheckpointException if there is no such position
     */
    public void restore(long atEpoch, long atUpdate) {
        epoch = Snapshot.within(1, epochs + 1, atEpoch, "epoch");
        update = Snapshot.within(0, epoch <= epochs ? updates : 0, atUpdate, "update");
    }

    /**
     * Goes to where {@link #snapshot} was called.
     *
     * @param ofRows number of rows then
     * @throws DamagedCheckpointException if the snapshot is not one of such passes
     */
    public void restore(Snapshot from, long atEpoch, long atUpdate, long ofRows) {
        restore(atEpoch, atUpdate);
        Snapshot.require(ofRows == rows, "rows of a checkpoint must be %d, were %d", rows, ofRows);
        order = update == 0 ? new int[0] : from.permutation(ORDER, rows);
        Objects.requireNonNull(random).restore(from.get(RANDOM, 2));
    }

    /** Returns the exception that says which training diverged, where, how it shows, and what to do. */
    public ArithmeticException diverged(String what, String shows, String advice) {
        return new ArithmeticException(String.format(
                Locale.ROOT, "%s diverged in epoch %d, update %d: %s; %s", what, epoch, update, shows, advice));
    }
}
