package io.dbn4j.core.objective;

import io.dbn4j.core.Check;

/**
 * A number that goes linearly from one value to another and stays there.
 *
 * @param from value at the first update
 * @param to value from update {@code updates} on
 * @param updates length of the way; 0 to be at the end at once
 */
public record Ramp(double from, double to, int updates) {

    public Ramp {
        Check.inRange(0, Double.MAX_VALUE, from, "from");
        Check.inRange(0, Double.MAX_VALUE, to, "to");
        Check.atLeast(0, updates, "updates");
    }

    /** The same number always. */
    public static Ramp constant(double value) {
        return new Ramp(value, value, 0);
    }

    /** The number at an update, counted from 0. */
    public double at(double update) {
        return update >= updates ? to : from + (to - from) * update / updates;
    }
}
