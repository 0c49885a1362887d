package io.dbn4j.core.units;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers that occur in rows: a single one does not tell spins from gray values, or bytes from categories.
 *
 * @param lowest of the numbers that are not missing; positive infinity if there is none
 * @param highest of the numbers that are not missing; negative infinity if there is none
 * @param whole whether all of them are whole
 * @param zero whether one of them is 0
 * @param missing how many are NaN
 * @param rowsWithGaps in how many rows those are
 * @param rows number of rows
 * @param columns number of columns
 */
record ValueRange(
        double lowest,
        double highest,
        boolean whole,
        boolean zero,
        long missing,
        long rowsWithGaps,
        long rows,
        long columns) {

    static ValueRange of(INDArray rows) {
        int columns = (int) rows.size(1);
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        boolean zero = false;
        long missing = 0;
        long rowsWithGaps = 0;
        for (INDArray block : Rows.blocks(rows)) {
            double[] values = Elements.of(block);
            long before = -1;
            for (int i = 0; i < values.length; i++) {
                if (Double.isNaN(values[i])) {
                    missing++;
                    rowsWithGaps += i / columns > before ? 1 : 0;
                    before = i / columns;
                } else {
                    lowest = Math.min(lowest, values[i]);
                    highest = Math.max(highest, values[i]);
                    whole &= values[i] == Math.rint(values[i]);
                    zero |= values[i] == 0;
                }
            }
        }
        return new ValueRange(lowest, highest, whole, zero, missing, rowsWithGaps, rows.size(0), columns);
    }

    /** What to do if such rows are no states of the units, as the end of a message; may be empty. */
    String advice(UnitType unit, boolean gaps) {
        if (missing > 0 && !gaps) {
            return gaps();
        }
        if (unit.width() > 1) {
            return whole && highest > 1 ? categories(unit.width()) : "";
        }
        if (unit.hasStates(-1, 1)) {
            return whole && lowest == 0 && highest == 1 ? "; make 2x - 1 of 0 and 1, or use bernoulli units" : "";
        }
        if (!(unit.hasStates(0, 1) && Double.isFinite(lowest) && Double.isFinite(highest))) {
            return "";
        }
        return whole && lowest == -1 && highest == 1 ? signs() : scale();
    }

    private String gaps() {
        return String.format(
                Locale.ROOT,
                "; %d of %d values are missing (NaN), in %d of %d rows: leave those rows out, or fill them in"
                        + " (rbm inpaint)",
                missing,
                rows * columns,
                rowsWithGaps,
                rows);
    }

    private String signs() {
        return zero
                ? "; if -1 marks a missing value, write NaN or an empty field"
                : "; rows of -1 and 1 are states of spin units: use spin units (--units spin), or make (x + 1) / 2 of them";
    }

    private String categories(int states) {
        return String.format(
                Locale.ROOT,
                "; categories must be one-hot, or whole numbers from 0 to %d, one for each group; these run from %s to %s",
                states - 1,
                plain(lowest),
                plain(highest));
    }

    private String scale() {
        String divide = lowest >= 0
                ? String.format(Locale.ROOT, ": divide by %1$s (FILE:scale=%1$s on the command line)", plain(highest))
                : "";
        return String.format(
                Locale.ROOT,
                "; scale the data, which run from %s to %s%s, or use gaussian units",
                plain(lowest),
                plain(highest),
                divide);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
