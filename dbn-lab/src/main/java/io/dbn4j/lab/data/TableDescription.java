package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Mixed;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The content of a data file: its columns, the kind of units that fits each, and what a user should look at before
 * training.
 *
 * @param file name of the file
 * @param rows number of rows
 * @param width number of columns
 * @param missing number of missing values
 * @param rowsWithGaps number of rows with a missing value
 * @param duplicateRows number of rows that equal an earlier row
 * @param units value of {@code --units} for {@code rbm train}, with the options that go with it
 * @param odd findings that may be mistakes, one line each
 * @param notes decisions of the reader, one line each
 * @param columns one entry for each column
 */
public record TableDescription(
        String file,
        int rows,
        int width,
        long missing,
        int rowsWithGaps,
        int duplicateRows,
        String units,
        List<String> odd,
        List<String> notes,
        List<Column> columns) {

    /** Largest number of whole values 0 ... k-1 of a column that count as categories. */
    private static final int MOST_CATEGORIES = 12;

    /** Largest number of distinct values of a column that may be a label. */
    private static final int MOST_LABELS = 50;

    /** Number of columns from which a list is cut for the terminal. */
    private static final int SHOWN = 24;

    /**
     * A column of the table, its values and the unit that fits it.
     *
     * @param type {@code text}, {@code flag} (0 or 1), {@code spin}, {@code category}, {@code part} (in [0, 1]),
     *     {@code whole}, {@code real}, {@code constant} or {@code empty}
     * @param distinct number of distinct values that are not missing
     * @param low smallest number, or the first text in alphabetical order
     * @param high largest number, or the last text
     * @param mean mean and standard deviation of numbers; empty for text
     * @param units kind of unit that fits
     */
    public record Column(
            String name, String type, int distinct, int missing, String low, String high, String mean, String units) {}

    /** Describes the columns of a table. */
    public static TableDescription of(TableFile table) {
        List<Column> columns = new ArrayList<>();
        List<UnitType> kinds = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            kinds.add(kind(column));
            columns.add(column(column, kinds.get(kinds.size() - 1)));
        }
        int[] gaps = gaps(table);
        return new TableDescription(
                table.name(),
                table.rows(),
                columns.size(),
                columns.stream().mapToLong(Column::missing).sum(),
                (int) Arrays.stream(gaps).filter(count -> count > 0).count(),
                duplicateRows(table),
                units(table, kinds),
                odd(table, columns),
                table.notes(),
                columns);
    }

    /** Returns this description with the first columns only, for one screen. */
    public TableDescription shortened() {
        if (columns.size() <= SHOWN) {
            return this;
        }
        List<String> more = new ArrayList<>(notes);
        more.add(String.format(Locale.ROOT, "columns: the first %d of %d are shown; --json has all", SHOWN, width));
        return new TableDescription(
                file, rows, width, missing, rowsWithGaps, duplicateRows, units, odd, more, columns.subList(0, SHOWN));
    }

    private static Column column(TableColumn column, UnitType kind) {
        if (column.isText()) {
            Map<String, Long> counts = ColumnEncoding.Category.counts(column.texts());
            List<String> values = List.copyOf(counts.keySet());
            return new Column(
                    Check.shown(column.name()),
                    values.size() == 1 ? "constant" : "text",
                    values.size(),
                    (int) column.texts().stream().filter(String::isEmpty).count(),
                    values.isEmpty() ? "" : Check.shown(values.get(0)),
                    values.isEmpty() ? "" : Check.shown(values.get(values.size() - 1)),
                    "",
                    kind.name());
        }
        double[] known = ColumnEncoding.known(column.numbers());
        double mean = Arrays.stream(known).average().orElse(Double.NaN);
        double deviation = Math.sqrt(
                Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(Double.NaN));
        int distinct = (int) Arrays.stream(known).distinct().count();
        return new Column(
                Check.shown(column.name()),
                type(known, distinct, kind),
                distinct,
                column.rows() - known.length,
                shown(Arrays.stream(known).min().orElse(Double.NaN)),
                shown(Arrays.stream(known).max().orElse(Double.NaN)),
                known.length == 0 ? "" : shown(mean) + " ± " + shown(deviation),
                kind.name());
    }

    private static String type(double[] known, int distinct, UnitType kind) {
        if (distinct < 2) {
            return distinct == 0 ? "empty" : "constant";
        }
        boolean whole = Arrays.stream(known).allMatch(x -> x == Math.rint(x));
        if (kind.hasStates(0, 1)) {
            return whole ? "flag" : "part";
        }
        if (kind.hasStates(-1, 1)) {
            return "spin";
        }
        return kind.width() > 1 ? "category" : whole ? "whole" : "real";
    }

    /** Returns the kind of unit for one column on its own. */
    private static UnitType kind(TableColumn column) {
        if (column.isText()) {
            int values = ColumnEncoding.Category.counts(column.texts()).size();
            return values < 2 ? new Bernoulli() : new Softmax(values);
        }
        double[] known = ColumnEncoding.known(column.numbers());
        Set<Double> distinct = new HashSet<>();
        Arrays.stream(known).forEach(distinct::add);
        if (distinct.stream().allMatch(x -> x >= 0 && x <= 1)) {
            return new Bernoulli();
        }
        if (distinct.stream().allMatch(x -> Math.abs(x) == 1)) {
            return new Spin();
        }
        boolean categories = distinct.size() <= MOST_CATEGORIES
                && IntStream.range(0, distinct.size()).allMatch(value -> distinct.contains((double) value));
        return categories ? new Softmax(distinct.size()) : real();
    }

    /** Returns the kind of unit of measurements, with learned variance. */
    private static UnitType real() {
        return new Gaussian().withVariances().orElseThrow();
    }

    /** Returns the options of {@code rbm train}; texts need {@code ./dbn train}, which encodes them. */
    private static String units(TableFile table, List<UnitType> kinds) {
        if (table.columns().stream().anyMatch(TableColumn::isText)) {
            return "texts become groups in ./dbn train; rbm train takes numbers alone";
        }
        if (kinds.size() > 1 && table.columns().stream().anyMatch(TableDescription::isLeftOut)) {
            return withoutSome(table, kinds);
        }
        boolean gaussian = kinds.stream().anyMatch(kind -> kind.withVariances().isPresent());
        boolean parts = kinds.stream().allMatch(kind -> kind.hasStates(0, 1));
        // A side of several kinds takes no gray values, so a column of them is a measurement there.
        List<UnitType> fitting = IntStream.range(0, kinds.size())
                .mapToObj(i -> !parts && isGray(table.columns().get(i)) ? real() : kinds.get(i))
                .toList();
        UnitType all = Mixed.of(fitting);
        boolean twoStates = all.hasStates(0, 1) || all.hasStates(-1, 1);
        boolean standardized = gaussian || (!parts && !fitting.equals(kinds));
        return "--units " + all.name() + (twoStates ? "" : ",bernoulli") + (standardized ? " --standardize" : "");
    }

    /** Returns the options for the columns that are neither labels nor indices. */
    private static String withoutSome(TableFile table, List<UnitType> kinds) {
        TableFile rest = table;
        List<String> options = new ArrayList<>();
        List<UnitType> others = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            TableColumn column = table.columns().get(i);
            if (isLeftOut(column) && rest.columns().size() > 1) {
                rest = rest.without(column.name());
                options.add((isLabel(column) ? "label=" : "drop=") + column.name());
            } else {
                others.add(kinds.get(i));
            }
        }
        String source = "--data FILE:" + String.join(",", options) + " ";
        return source + units(rest, others);
    }

    private static boolean isLeftOut(TableColumn column) {
        return isLabel(column) || isIndex(column);
    }

    private static boolean isLabel(TableColumn column) {
        return ColumnChoice.LABELS.contains(column.name().toLowerCase(Locale.ROOT));
    }

    private static boolean isGray(TableColumn column) {
        return Arrays.stream(column.numbers()).anyMatch(x -> x > 0 && x < 1);
    }

    private static List<String> odd(TableFile table, List<Column> columns) {
        List<String> odd = new ArrayList<>();
        named(odd, "one value in all rows", columns, "constant");
        named(odd, "no value at all", columns, "empty");
        for (TableColumn column : table.columns()) {
            String name = "column " + Check.shown(column.name());
            if (isLabel(column)) {
                odd.add(name + ": looks like a label; leave it out of the rows with FILE:label=" + column.name());
            }
            if (isIndex(column)) {
                odd.add(name + ": counts the rows; leave it out with FILE:drop=" + column.name());
            }
            if (isSorted(column)) {
                odd.add(name + ": rows are sorted by it; a part of the file is no fair sample");
            }
        }
        double[] numbers = table.columns().stream()
                .filter(column -> !column.isText())
                .flatMapToDouble(column -> Arrays.stream(column.numbers()))
                .filter(x -> !Double.isNaN(x))
                .toArray();
        double high = Arrays.stream(numbers).max().orElse(0);
        if (high > 100 && high <= 255 && Arrays.stream(numbers).allMatch(x -> x >= 0 && x == Math.rint(x))) {
            odd.add("values are whole numbers up to " + shown(high)
                    + " like bytes; FILE:scale=255 makes gray values of them");
        }
        odd.addAll(duplicateColumns(table));
        return odd;
    }

    private static void named(List<String> odd, String what, List<Column> columns, String type) {
        List<String> names = columns.stream()
                .filter(column -> column.type().equals(type))
                .map(Column::name)
                .toList();
        if (!names.isEmpty()) {
            odd.add(what + ": " + counted(names));
        }
    }

    private static String counted(List<String> names) {
        String some = String.join(", ", names.subList(0, Math.min(8, names.size())));
        return names.size() > 8 ? some + String.format(Locale.ROOT, " and %d more", names.size() - 8) : some;
    }

    private static boolean isIndex(TableColumn column) {
        double[] x = column.numbers();
        return x.length > 2
                && (x[0] == 0 || x[0] == 1)
                && IntStream.range(1, x.length).allMatch(row -> x[row] == x[row - 1] + 1);
    }

    /** Tells whether equal values are neighbors, and each of the few values has at least four rows on average. */
    private static boolean isSorted(TableColumn column) {
        List<String> names = column.names();
        long changes = IntStream.range(1, names.size())
                .filter(row -> !names.get(row).equals(names.get(row - 1)))
                .count();
        long distinct = names.stream().distinct().limit(MOST_LABELS + 1).count();
        return distinct >= 2 && distinct <= MOST_LABELS && changes == distinct - 1 && names.size() >= 4 * distinct;
    }

    private static List<String> duplicateColumns(TableFile table) {
        Map<List<String>, String> first = new HashMap<>();
        List<String> odd = new ArrayList<>();
        Map<String, List<String>> copies = new TreeMap<>();
        for (TableColumn column : table.columns()) {
            List<String> values = column.names();
            if (values.stream().distinct().limit(2).count() == 2) {
                String other = first.putIfAbsent(values, column.name());
                if (other != null) {
                    copies.computeIfAbsent(other, name -> new ArrayList<>()).add(Check.shown(column.name()));
                }
            }
        }
        copies.forEach((name, others) -> odd.add("equal to column " + Check.shown(name) + ": " + counted(others)));
        return odd.size() > 8 ? odd.subList(0, 8) : odd;
    }

    private static int[] gaps(TableFile table) {
        int[] gaps = new int[table.rows()];
        for (TableColumn column : table.columns()) {
            for (int row = 0; row < gaps.length; row++) {
                boolean missing =
                        column.isText() ? column.texts().get(row).isEmpty() : Double.isNaN(column.numbers()[row]);
                gaps[row] += missing ? 1 : 0;
            }
        }
        return gaps;
    }

    private static int duplicateRows(TableFile table) {
        long[] first = new long[table.rows()];
        long[] second = new long[table.rows()];
        for (TableColumn column : table.columns()) {
            for (int row = 0; row < first.length; row++) {
                long bits = column.isText()
                        ? column.texts().get(row).hashCode()
                        : Double.doubleToLongBits(column.numbers()[row] + 0.0);
                first[row] = mixed(first[row] * 31 + bits);
                second[row] = mixed(second[row] ^ (bits + 0x9E3779B97F4A7C15L));
            }
        }
        Set<List<Long>> seen = new HashSet<>();
        return (int) IntStream.range(0, first.length)
                .filter(row -> !seen.add(List.of(first[row], second[row])))
                .count();
    }

    /** Scatters the bits of a number, so that equal pairs of hashes mean equal rows in practice. */
    private static long mixed(long bits) {
        long scattered = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        scattered = (scattered ^ (scattered >>> 27)) * 0x94D049BB133111EBL;
        return scattered ^ (scattered >>> 31);
    }

    private static String shown(double number) {
        if (Double.isNaN(number)) {
            return "";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? String.valueOf((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }
}
