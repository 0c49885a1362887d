package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import java.util.List;

/**
 * A plot of many settings and their results in parallel coordinates: a vertical axis for each number, a line for each
 * setting. {@code dbnPlots.parallel} draws its JSON.
 *
 * @param title one line
 * @param axes from left to right
 * @param lines lines in any order; a line with a value that is not finite is not drawn
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
     * An axis for one number of each setting.
     *
     * @param label name of the quantity
     * @param logarithmic whether the scale is logarithmic; then lines with a value that is not positive are not drawn
     * @param names names of the values 0, 1, 2...; empty for numbers
     */
    public record Axis(String label, @JsonProperty("log") boolean logarithmic, List<String> names) {

        public Axis {
            names = List.copyOf(names);
        }
    }

    /**
     * A line for one setting.
     *
     * @param name shown under the pointer
     * @param values values, one for each axis
     * @param strength opacity from 0, hardly visible, to 1 for the best setting
     */
    public record Line(String name, List<Double> values, double strength) {

        public Line {
            values = List.copyOf(values);
            Check.inRange(0, 1, strength, "strength");
        }
    }
}
