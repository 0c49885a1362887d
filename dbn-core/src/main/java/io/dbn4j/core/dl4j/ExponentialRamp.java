package io.dbn4j.core.dl4j;

import io.dbn4j.core.Check;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A rate that grows by the same factor at every update.
 *
 * <pre>
 *   value(i) = from (to / from)^(i / (updates - 1)),   i = 0 ... updates - 1;   value(i) = to afterward
 * </pre>
 *
 * @param from value at the first update
 * @param to value at the last update
 * @param updates number of updates, at least 2
 */
public record ExponentialRamp(
        @JsonProperty("from") double from,
        @JsonProperty("to") double to,
        @JsonProperty("updates") int updates) implements ISchedule {

    public ExponentialRamp {
        Check.positive(from, "from");
        Check.positive(to, "to");
        Check.atLeast(2, updates, "updates");
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return from * Math.pow(to / from, Math.min(1, (double) iteration / (updates - 1)));
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
