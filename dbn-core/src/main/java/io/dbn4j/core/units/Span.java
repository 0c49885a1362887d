package io.dbn4j.core.units;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Neighboring units of one kind on one side of an RBM.
 *
 * @param unit kind of these units, never {@link Mixed}
 * @param from first unit, counted from 0
 * @param to last unit, exclusive
 */
public record Span(UnitType unit, int from, int to) {

    /** Returns the groups of units that have their states together: single units, or whole Softmax groups. */
    public List<Span> groups() {
        int width = unit.width();
        return IntStream.range(0, units() / width)
                .mapToObj(group -> new Span(unit, from + group * width, from + (group + 1) * width))
                .toList();
    }

    /** Returns the groups of all units of a side, in order. */
    public static List<Span> groups(UnitType unit, int units) {
        return unit.spans(units).stream()
                .flatMap(span -> span.groups().stream())
                .toList();
    }

    /** Returns the number of units. */
    public int units() {
        return to - from;
    }

    /**
     * Returns the parameters of these units.
     *
     * @param all parameters of the whole side, {@code [parameters, units]}
     * @return a view, or {@link UnitParameters#NONE} if this kind has no parameters
     */
    public INDArray parameters(INDArray all) {
        return unit.parameters() == 0 ? UnitParameters.NONE : columns(all);
    }

    /** Returns the columns of these units as a view of rows of the whole side, {@code [rows, units]}. */
    public INDArray columns(INDArray rows) {
        boolean whole = from == 0 && to == rows.size(1);
        return whole ? rows : rows.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }
}
