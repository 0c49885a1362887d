package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import java.util.List;

/**
 * Many settings and what came of each: an upright axis for each number, a line for each setting. Its JSON is what {@code
 * dbnPlots.parallel} draws.
 *
 * @param title one line
 * @param axes from left to right
 * @param lines in any order; one with a value that is not finite is not drawn
 */
public record ParallelCoordinates(String title, List<Axis> axes, List<Line> lines) {

    public ParallelCoordinates {
        axes = List.copyOf(axes);
        lines = List.copyOf(lines);
        for (Line line : lines) {
            Check.require(
                    line.values.size() == axes.size(),
                    "lines must have %d values, one had %d",
                    axes.size(),
                    line.values.size());
        }
    }

    /**
     * An axis.
     *
     * @param label what is shown
     * @param logarithmic leaves out lines with values that are not positive
     * @param names of the values 0, 1, 2...; empty for numbers
     */
    public record Axis(String label, @JsonProperty("log") boolean logarithmic, List<String> names) {

        public Axis {
            names = List.copyOf(names);
        }
    }

    /**
     * A setting.
     *
     * @param name shown under the pointer
     * @param values one for each axis
     * @param strength from 0, hardly seen, to 1, which is for the best
     */
    public record Line(String name, List<Double> values, double strength) {

        public Line {
            values = List.copyOf(values);
            Check.inRange(0, 1, strength, "strength");
        }
    }
}
