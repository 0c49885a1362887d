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
 * @param sites how its units were read: {@code in place} on their own sites, or {@code as units} in the order of the units,
 *     as a reader does who does not know that they were shuffled
 * @param start {@code T = 0} or {@code T = infinity}
 * @param readings by step
 */
record FlowCourse(TrainingSet set, String sites, String start, SortedMap<Integer, FlowReading> readings) {

    static final String COLD = "T = 0";
    static final String HOT = "T = infinity";
    static final String IN_PLACE = "in place";
    static final String AS_UNITS = "as units";

    /** Lower case, for tables. */
    String name() {
        return read() + ", from " + start;
    }

    /** What was read, without the start. */
    String read() {
        return set.name().toLowerCase(Locale.ROOT) + (sites.equals(IN_PLACE) ? "" : ", read " + sites);
    }

    /** The reading after the last step. */
    FlowReading last() {
        return Objects.requireNonNull(readings.get(readings.lastKey()));
    }

    /** The reading after a step that was looked at. */
    FlowReading at(int step) {
        return Objects.requireNonNull(readings.get(step));
    }

    /** The lowest T_E minus a temperature, in standard errors: below -3 the flow was below that temperature. */
    double lowest(double temperature) {
        return readings.values().stream()
                .map(FlowReading::energy)
                .mapToDouble(energy -> (energy.value() - temperature) / energy.standardError())
                .min()
                .orElseThrow();
    }

    /** The steps between which the energy temperature first passes through this one; empty if it never does. */
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
