package io.dbn4j.core.objective;

import io.dbn4j.core.Check;

/**
 * A number that goes linearly from one value to another and stays there.
 *
 * @param from value at the first update
 * @param to value from update {@code updates} on
 * @param updates number of updates from one value to the other; 0 to start at {@code to}
 */
public record Ramp(double from, double to, int updates) {

    public Ramp {
        Check.inRange(0, Double.MAX_VALUE, from, "from");
        Check.inRange(0, Double.MAX_VALUE, to, "to");
        Check.atLeast(0, updates, "updates");
    }

    /** Returns a ramp that keeps one value. */
    public static Ramp constant(double value) {
        return new Ramp(value, value, 0);
    }

    /** Returns the number at an update, counted from 0. */
    public double at(double update) {
        return update >= updates ? to : from + (to - from) * update / updates;
    }
}
