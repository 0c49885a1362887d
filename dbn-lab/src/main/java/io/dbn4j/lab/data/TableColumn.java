package io.dbn4j.lab.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A column of a table: numbers, or texts if one of its fields is not a number.
 *
 * @param name name in the first line of the file, or the number of the column, from 0
 * @param numbers one for each row, NaN where the value is missing; empty for a column of texts; not copied
 * @param texts one for each row, empty where the value is missing; empty for a column of numbers; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TableColumn(String name, double[] numbers, List<String> texts) {

    /** Returns a column of numbers. */
    static TableColumn of(String name, double[] numbers) {
        return new TableColumn(name, numbers, List.of());
    }

    /** Tells whether the column holds texts. */
    public boolean isText() {
        return !texts.isEmpty();
    }

    /** Returns the number of rows. */
    public int rows() {
        return isText() ? texts.size() : numbers.length;
    }

    /** Returns the same column with some of the rows. */
    TableColumn pick(int[] rows) {
        return isText()
                ? new TableColumn(
                        name, numbers, Arrays.stream(rows).mapToObj(texts::get).toList())
                : of(name, Arrays.stream(rows).mapToDouble(row -> numbers[row]).toArray());
    }

    /**
     * Returns the values as names: a text as it is, a whole number without its point, a missing value as an empty text.
     */
    List<String> names() {
        return isText()
                ? texts
                : Arrays.stream(numbers).mapToObj(TableColumn::name).toList();
    }

    private static String name(double number) {
        if (Double.isNaN(number)) {
            return "";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.format(Locale.ROOT, "%.0f", number + 0.0)
                : String.valueOf(number);
    }
}
