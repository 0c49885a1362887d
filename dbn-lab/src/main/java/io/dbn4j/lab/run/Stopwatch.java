package io.dbn4j.lab.run;

import io.dbn4j.core.json.Snapshot;

/** A clock of the time that a computation takes, without the time between a stop and its resumption. */
public final class Stopwatch {

    private static final String NANOSECONDS = "nanoseconds";

    private final long started = System.nanoTime();
    private long before;

    /** Starts a stopwatch at zero. */
    public Stopwatch() {}

    /** Starts a stopwatch at the seconds that were spent before a stop. */
    public Stopwatch(double secondsBefore) {
        before = (long) (secondsBefore * 1e9);
    }

    /** Returns the seconds measured so far. */
    public double seconds() {
        return nanoseconds() * 1e-9;
    }

    private long nanoseconds() {
        return before + System.nanoTime() - started;
    }

    /** Returns the time so far, for {@link #restore}. */
    public Snapshot snapshot() {
        return Snapshot.NONE.and(NANOSECONDS, nanoseconds());
    }

    /** Restores, from a snapshot, the time that was spent before this stopwatch started. */
    public void restore(Snapshot from) {
        before = from.get(NANOSECONDS, 1)[0];
    }
}
