package io.dbn4j.core.units;

import io.dbn4j.core.Check;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of the parameters that the units of one side have besides their biases, {@code [parameters, units]}. */
public final class UnitParameters {

    /** The empty array of units without parameters; shared, so that no update allocates it. */
    public static final INDArray NONE = Nd4j.empty(DataType.FLOAT);

    private UnitParameters() {}

    /** Returns parameters at their starting value 0. */
    public static INDArray zero(UnitType unit, int units, DataType type) {
        return unit.parameters() == 0 ? NONE : Nd4j.zeros(type, unit.parameters(), units);
    }

    /**
     * Requires whole groups of units and an array of shape {@code [parameters, units]}, which is empty for a kind
     * without parameters.
     *
     * @param side side of the RBM, for the message
     */
    public static void require(UnitType unit, INDArray parameters, long units, String side) {
        Check.require(
                units % unit.width() == 0,
                "number of %s units must be a multiple of %d, the size of a group, was %d",
                side,
                unit.width(),
                units);
        boolean fits = unit.parameters() == 0
                ? parameters.isEmpty()
                : parameters.rank() == 2 && parameters.size(0) == unit.parameters() && parameters.size(1) == units;
        Check.require(
                fits,
                "parameters of the %s units must have shape [parameters, units] = [%d, %d], was %s",
                side,
                unit.parameters(),
                units,
                Arrays.toString(parameters.shape()));
    }
}
