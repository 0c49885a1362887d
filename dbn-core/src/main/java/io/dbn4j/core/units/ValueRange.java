package io.dbn4j.core.units;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A summary of all numbers in rows; a single number does not tell spins from gray values, or bytes from categories.
 *
 * @param lowest smallest number that is not missing; positive infinity if there is none
 * @param highest largest number that is not missing; negative infinity if there is none
 * @param whole whether all numbers that are not missing are integers
 * @param zero whether 0 occurs
 * @param missing number of NaNs
 * @param rowsWithGaps number of rows that hold a NaN
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

    /** Returns the advice that ends a message about rows that are not states of the units; may be empty. */
    String advice(UnitType unit, boolean gaps) {
        if (missing > 0 && !gaps) {
            return gaps();
        }
        if (unit.width() > 1) {
            return whole && highest > 1 ? categories(unit.width()) : "";
        }
        if (unit.hasStates(-1, 1)) {
            return whole && lowest == 0 && highest == 1 ? "; replace x by 2x - 1, or use bernoulli units" : "";
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
                : "; rows of -1 and 1 are states of spin units: use spin units (--units spin), or replace x by (x + 1) / 2";
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
