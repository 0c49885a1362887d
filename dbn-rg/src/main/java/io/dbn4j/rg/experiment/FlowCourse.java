package io.dbn4j.rg.experiment;

import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The readings along one flow.
 *
 * @param set what the RBM was trained on
 * @param sites how its units were read: {@code in place} on their own sites, or {@code as units} in the order of the
 *     units, as if the sites had not been shuffled
 * @param start {@code T = 0} or {@code T = infinity}
 * @param readings by step
 */
record FlowCourse(TrainingSet set, String sites, String start, SortedMap<Integer, FlowReading> readings) {

    static final String COLD = "T = 0";
    static final String HOT = "T = infinity";
    static final String IN_PLACE = "in place";
    static final String AS_UNITS = "as units";

    /** Returns a name in lower case, for tables. */
    String name() {
        return read() + ", from " + start;
    }

    /** Returns the name without the start. */
    String read() {
        return set.name().toLowerCase(Locale.ROOT) + (sites.equals(IN_PLACE) ? "" : ", read " + sites);
    }

    /** Returns the reading after the last step. */
    FlowReading last() {
        return Objects.requireNonNull(readings.get(readings.lastKey()));
    }

    /** Returns the reading after a step at which the flow was read. */
    FlowReading at(int step) {
        return Objects.requireNonNull(readings.get(step));
    }

    /**
     * Returns the lowest T_E minus a temperature, in standard errors: a value below -3 shows that the flow was below
     * that temperature.
     */
    double lowest(double temperature) {
        return readings.values().stream()
                .map(FlowReading::energy)
                .mapToDouble(energy -> energy.errorsAbove(temperature))
                .min()
                .orElseThrow();
    }

    /** Returns the steps between which T_E first passes a temperature; empty if it never does. */
    Optional<String> passes(double temperature) {
        int before = 0;
        double last = start.equals(COLD) ? 0 : Double.POSITIVE_INFINITY;
        for (var entry : readings.entrySet()) {
            double now = entry.getValue().energy().value();
            if ((now - temperature) * (last - temperature) < 0) {
                return Optional.of(String.format(Locale.ROOT, "between steps %d and %d", before, entry.getKey()));
            }
            before = entry.getKey();
            last = now;
        }
        return Optional.empty();
    }
}
