package io.dbn4j.core.dl4j;

import io.dbn4j.core.Check;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A rate that falls linearly with the number of updates, and would be zero at the update after the last.
 *
 * <pre>
 *   value(i) = initialValue (1 - i / updates),   i = 0 ... updates - 1;   value(i) = 0 afterward
 * </pre>
 *
 * <p>It replaces {@code PolySchedule}, which has the wrong sign in DL4J 1.0.0-M2.1 and doubles the rate.
 *
 * @param initialValue value at the first update
 * @param updates number of updates
 */
public record LinearDecay(
        @JsonProperty("initialValue") double initialValue,
        @JsonProperty("updates") int updates) implements ISchedule {

    public LinearDecay {
        Check.positive(initialValue, "initialValue");
        Check.atLeast(1, updates, "updates");
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return initialValue * Math.max(0, 1 - (double) iteration / updates);
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
