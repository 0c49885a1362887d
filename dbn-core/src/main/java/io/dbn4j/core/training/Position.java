package io.dbn4j.core.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.DamagedCheckpointException;
import io.dbn4j.core.json.Snapshot;
import java.util.Locale;
import java.util.NoSuchElementException;

/** A position in epochs of equally many updates: the epoch, counted from 1, and its updates done. */
public sealed class Position permits Passes {

    private final int updates;
    private final int epochs;
    private int epoch = 1;
    private int update;

    /**
     * Starts before the first update.
     *
     * @param updates updates of an epoch
     */
    public Position(int updates, int epochs) {
        Check.atLeast(0, epochs, "epochs");
        Check.atLeast(0, updates, "updates");
        this.updates = updates;
        this.epochs = epochs;
    }

    /** Tells whether there is another update. */
    public boolean hasNext() {
        return updates > 0 && (epoch < epochs || (epoch == epochs && update < updates));
    }

    /**
     * Moves on by at most {@code most} updates within an epoch: the next epoch if this epoch is at its end.
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

    /** Returns the number of updates of the epoch that are done. */
    public int update() {
        return update;
    }

    /** Returns the updates of an epoch. */
    public int updates() {
        return updates;
    }

    /** Returns the number of epochs. */
    int epochs() {
        return epochs;
    }

    /** Tells whether the last update was the last of its epoch. */
    public boolean epochEnds() {
        return updates > 0 && update == updates;
    }

    /** Returns the updates that are done, of all epochs. */
    public long done() {
        return (long) (epoch - 1) * updates + update;
    }

    /** Moves to the end of the last epoch, from where a longer training continues. */
    public void leave() {
        epoch = epochs + 1;
        update = 0;
    }

    /**
     * Goes to the position of a snapshot.
     *
     * @throws DamagedCheckpointException if there is no such position
     */
    public void restore(long atEpoch, long atUpdate) {
        epoch = Snapshot.within(1, epochs + 1, atEpoch, "epoch");
        update = Snapshot.within(0, epoch <= epochs ? updates : 0, atUpdate, "update");
    }

    /** Returns an exception that names the diverged training, the position, the symptom and the advice. */
    public ArithmeticException diverged(String what, String shows, String advice) {
        return new ArithmeticException(String.format(
                Locale.ROOT, "%s diverged in epoch %d, update %d: %s; %s", what, epoch, update, shows, advice));
    }
}
