package io.dbn4j.core.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.units.UnitType;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Advice after training has diverged, from a look at the data. */
final class DivergenceAdvice {

    private DivergenceAdvice() {}

    /**
     * Names the fault of the data or, if the data have none, the learning rate.
     *
     * @param unit kind of the visible units
     * @param rows input of the layer, {@code [rows, visible]}; not modified
     */
    static String of(UnitType unit, INDArray rows) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (INDArray block : Rows.blocks(rows)) {
            for (double value : Elements.of(block)) {
                if (!Double.isFinite(value)) {
                    return "the data hold " + value + "; fill in or leave out missing values";
                }
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (least < unit.low() || most > unit.high()) {
            return String.format(
                    Locale.ROOT,
                    "scale the data: values are in [%.6g, %.6g], units take [%s, %s]",
                    least,
                    most,
                    unit.low(),
                    unit.high());
        }
        Standardization seen = Standardization.of(rows);
        return unit.low() == Double.NEGATIVE_INFINITY && seen.isFar()
                ? "scale the data (--standardize): columns have " + seen.seen() + ", units expect 0 and 1"
                : "lower its learning rate or momentum";
    }
}
