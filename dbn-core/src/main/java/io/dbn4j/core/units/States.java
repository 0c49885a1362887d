package io.dbn4j.core.units;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A check that numbers are states of units, or means of states; likelihoods and energies of anything else are
 * meaningless.
 *
 * <pre>
 *               states of rows            means
 *   bernoulli   [0, 1]: gray is allowed   [0, 1]
 *   spin        -1 or 1                   [-1, 1], but not 0 and 1 alone
 *   softmax     one 1 in each group       [0, 1], the sum of each group is 1
 *   rectified   not negative              not negative
 *   gaussian    finite                    finite
 *   mixed       as above, but no gray     as above
 * </pre>
 *
 * <p>Layers pass means up; files and callers give states.
 */
public final class States {

    /** Largest accepted distance from 1 of the sum of a group's means, for rounding in FLOAT. */
    private static final double ROUNDING = 1e-3;

    private static final int BATCH = 1000;

    private static final int MOST_SHOWN = 10;

    private final UnitType unit;
    private final String name;
    private final boolean exact;
    private final boolean gaps;
    private final int first;
    private final int block;

    /**
     * Makes the check of a whole side, or of one block.
     *
     * @param first column of the first unit, from 0
     * @param block number of the block of a mixed side, from 1; 0 for a side of one kind
     */
    private States(UnitType unit, String name, boolean exact, boolean gaps, int first, int block) {
        this.unit = unit;
        this.name = name;
        // Gray values are means of Bernoulli units; training draws states of them, but not in single blocks.
        this.exact = exact && unit.states() > 0 && (block > 0 || !unit.hasStates(0, 1));
        this.gaps = gaps;
        this.first = first;
        this.block = block;
    }

    private static INDArray checked(UnitType side, INDArray rows, String name, boolean exact, boolean gaps) {
        if (side.hasOneKind()) {
            return new States(side, name, exact, gaps, 0, 0).checked(rows);
        }
        int block = 0;
        // Each block is checked on a copy of its columns: views of views are slow, and fail for single columns.
        for (Span span : spans(side, rows, name)) {
            block++;
            new States(span.unit(), name, exact, gaps, span.from(), block)
                    .checked(span.columns(rows).dup('c'));
        }
        return rows;
    }

    private static List<Span> spans(UnitType side, INDArray rows, String name) {
        int columns = Math.toIntExact(rows.size(1));
        Check.require(
                columns > 0 && columns % side.width() == 0,
                "%s: must have %d columns for %s units, had %d",
                name,
                side.width(),
                side.name(),
                columns);
        return side.spans(columns);
    }

    /**
     * Requires that rows are states of the units.
     *
     * @param rows {@code [rows, units]}; not modified
     * @param name what the rows are, for the message
     * @return {@code rows}
     * @throws IllegalArgumentException with one line that names row and column (from 1), rule, value, and what to do
     */
    public static INDArray require(UnitType unit, INDArray rows, String name) {
        return checked(unit, rows, name, true, false);
    }

    /**
     * Requires that rows are states of the units or NaN, which marks missing values.
     *
     * @param rows {@code [rows, units]}; not modified
     * @param name what the rows are, for the message
     * @return {@code rows}
     * @throws IllegalArgumentException as {@link #require} does
     */
    public static INDArray requireWithGaps(UnitType unit, INDArray rows, String name) {
        return checked(unit, rows, name, true, true);
    }

    /**
     * Requires that rows are means of states; states count as means.
     *
     * @param rows {@code [rows, units]}; not modified
     * @param name what the rows are, for the message
     * @return {@code rows}
     * @throws IllegalArgumentException as {@link #require} does
     */
    public static INDArray requireMeans(UnitType unit, INDArray rows, String name) {
        return checked(unit, rows, name, false, false);
    }

    private INDArray checked(INDArray rows) {
        // Fast path for the batch of an update: without a copy as doubles 100 x 784 numbers take 0.09 ms instead of
        // 0.15.
        if (!exact
                && unit.width() == 1
                && !unit.hasStates(-1, 1)
                && Elements.areWithin(unit.low(), unit.high(), rows)) {
            return rows;
        }
        boolean noSpins = !exact && unit.hasStates(-1, 1);
        long from = 0;
        // A batch is read whole: a view of it would be copied first.
        for (INDArray block : rows.size(0) <= BATCH ? List.of(rows) : Rows.blocks(rows)) {
            double[] values = Elements.of(block);
            int wrong = unit.width() > 1 ? wrongGroup(values) : wrongValue(values);
            if (wrong >= 0) {
                throw refused(rows, from, wrong, values);
            }
            noSpins &= zerosAndOnes(values);
            from += block.size(0);
        }
        if (noSpins) {
            throw new IllegalArgumentException(
                    name + ": must hold states of spin units, -1 or 1, or their means, had only 0 and 1;"
                            + " replace x by 2x - 1, or use bernoulli units");
        }
        return rows;
    }

    /** Returns the index of the first refused value, or -1. */
    private int wrongValue(double[] values) {
        double low = unit.low();
        double high = unit.high();
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            boolean allowed = exact
                    ? value == low || value == high
                    : value >= low && value <= high && Math.abs(value) <= Double.MAX_VALUE;
            if (!allowed && !(gaps && Double.isNaN(value))) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the index of the first value of the first refused group, or -1. */
    private int wrongGroup(double[] values) {
        int width = unit.width();
        for (int first = 0; first + width <= values.length; first += width) {
            double sum = 0;
            boolean allowed = true;
            for (int i = first; i < first + width; i++) {
                sum += values[i];
                allowed &= exact ? values[i] == 0 || values[i] == 1 : values[i] >= 0 && values[i] <= 1;
            }
            boolean missing = gaps && Double.isNaN(sum);
            if (!missing && !(allowed && Math.abs(sum - 1) <= ROUNDING)) {
                return first;
            }
        }
        return -1;
    }

    /** Tells whether all numbers are 0 or 1, and at least one is 0. */
    private static boolean zerosAndOnes(double[] values) {
        boolean zero = false;
        for (double value : values) {
            if (value != 0 && value != 1) {
                return false;
            }
            zero |= value == 0;
        }
        return zero;
    }

    private IllegalArgumentException refused(INDArray rows, long from, int at, double[] values) {
        int columns = (int) rows.size(1);
        int width = unit.width();
        int column = at % columns;
        String found = width > 1
                ? Arrays.toString(Arrays.copyOfRange(values, at, at + Math.min(width, MOST_SHOWN)))
                : String.valueOf(values[at]);
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "%s: row %d, %s: must be %s for %s units, was %s%s",
                name,
                from + at / columns + 1,
                place(column),
                rule(),
                unit.name(),
                found,
                block == 0 || (!gaps && Double.isNaN(values[at]))
                        ? ValueRange.of(rows).advice(unit, gaps)
                        : "; correct the column, or give it a block of another kind"));
    }

    private String place(int column) {
        int width = unit.width();
        int shown = first + column + 1;
        String inside = block == 0 ? "" : String.format(Locale.ROOT, " (block %d)", block);
        return width > 1
                ? String.format(
                        Locale.ROOT, "group %d (columns %d-%d)%s", column / width + 1, shown, shown + width - 1, inside)
                : "column " + shown + inside;
    }

    private String rule() {
        if (unit.width() > 1) {
            return exact ? "one 1 and otherwise 0" : "numbers of sum 1";
        }
        if (unit.high() == Double.POSITIVE_INFINITY) {
            return "a finite number" + (unit.low() == 0 ? " not below 0" : "");
        }
        return String.format(Locale.ROOT, exact ? "%s or %s" : "a number in [%s, %s]", unit.low(), unit.high());
    }
}
