package io.dbn4j.lab.report;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Run;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a result table, each declared once for the CSV file, the page and the estimates of the result.
 *
 * <pre>
 *   Table&lt;Bracket&gt; brackets = Table.&lt;Bracket&gt;of("brackets")
 *           .whole("side", "L", Bracket::side)
 *           .number("exact", "exact", "%.3f", Bracket::exact)
 *           .estimate("ais", "AIS", Bracket::forward);
 *   page.table("log Z", brackets, rows);       // a table of the page, and brackets.csv in the run folder
 * </pre>
 *
 * <p>A column has a machine name in the file and a heading on pages. A column without a heading appears only in the
 * file, a {@link #label} only on pages. Files hold all digits unless {@link #digits} says otherwise; pages are rounded.
 * An estimate takes two columns of the file, {@code name} and {@code nameError}. The heading of an {@link #estimate} or
 * {@link #exact} column is also its name in {@code result.json}, which is a file format: another heading renames the
 * result. Tables are values: each method that adds a column returns another table.
 *
 * @param <R> type of a row
 */
public final class Table<R> {

    private static final String ALL_DIGITS = "%s";
    private static final String LABEL = "";

    /** A group of columns of the file: a value, or value and error of an estimate. */
    private record FileColumn<R>(List<String> names, Function<R, List<String>> cells) {}

    /** A column of pages; the name is empty for a label. */
    private record PageColumn<R>(String name, String heading, Function<R, String> cell) {}

    private record EstimateColumn<R>(String heading, Function<R, Estimate> value) {}

    private final String name;
    private final String digits;
    private final List<FileColumn<R>> file;
    private final List<PageColumn<R>> page;
    private final List<EstimateColumn<R>> estimates;

    private Table(
            String name,
            String digits,
            List<FileColumn<R>> file,
            List<PageColumn<R>> page,
            List<EstimateColumn<R>> estimates) {
        this.name = name;
        this.digits = digits;
        this.file = file;
        this.page = page;
        this.estimates = estimates;
    }

    /**
     * Returns a table without columns.
     *
     * @param name name of its file, without {@code .csv}
     */
    public static <R> Table<R> of(String name) {
        Check.require(
                name.matches("[A-Za-z0-9][A-Za-z0-9-]*"), "table must be named by letters and digits, was %s", name);
        return new Table<>(name, ALL_DIGITS, List.of(), List.of(), List.of());
    }

    /**
     * Sets how the file writes the numbers of the columns that are declared after it.
     *
     * @param format a format such as {@code %.12g}
     */
    public Table<R> digits(String format) {
        return new Table<>(name, format, file, page, estimates);
    }

    /** Adds a text to the file and to pages. */
    public Table<R> text(String column, String heading, Function<R, String> text) {
        return text(column, text).shown(column, heading, text);
    }

    /** Adds a column of text that only the file shows. */
    public Table<R> text(String column, Function<R, String> text) {
        return filed(List.of(column), row -> List.of(text.apply(row)));
    }

    /** Adds a text to pages alone, for data that the file holds in other columns. */
    public Table<R> label(String heading, Function<R, String> text) {
        return shown(LABEL, heading, text);
    }

    /** Adds an integer to the file and to pages. */
    public Table<R> whole(String column, String heading, ToLongFunction<R> number) {
        return whole(column, number).shown(column, heading, row -> String.valueOf(number.applyAsLong(row)));
    }

    /** Adds an integer to the file alone. */
    public Table<R> whole(String column, ToLongFunction<R> number) {
        return filed(List.of(column), row -> List.of(String.valueOf(number.applyAsLong(row))));
    }

    /**
     * Adds a number to the file and to pages.
     *
     * @param format format on pages, such as {@code %.3f}
     */
    public Table<R> number(String column, String heading, String format, ToDoubleFunction<R> number) {
        return number(column, heading, value -> written(format, value), number);
    }

    /**
     * Adds a number to the file and to pages.
     *
     * @param text writes the number on pages
     */
    public Table<R> number(String column, String heading, DoubleFunction<String> text, ToDoubleFunction<R> number) {
        return number(column, number).shown(column, heading, row -> text.apply(number.applyAsDouble(row)));
    }

    /** Adds a number to the file alone. */
    public Table<R> number(String column, ToDoubleFunction<R> number) {
        return optional(column, row -> OptionalDouble.of(number.applyAsDouble(row)));
    }

    /**
     * Adds a column of exact numbers: plain on pages and in the file, exact estimates in results.
     *
     * @param format format on pages, such as {@code %.3f}
     */
    public Table<R> exact(String column, String heading, String format, String unit, ToDoubleFunction<R> number) {
        return number(column, heading, format, number)
                .estimated(heading, row -> Estimate.exact(number.applyAsDouble(row), unit));
    }

    /** Adds an optional number to the file and to pages; the cells of rows without it stay empty. */
    public Table<R> optional(String column, String heading, String format, Function<R, OptionalDouble> number) {
        return optional(column, number).shown(column, heading, row -> cell(format, number.apply(row)));
    }

    /** Adds an optional number to the file alone. */
    public Table<R> optional(String column, Function<R, OptionalDouble> number) {
        String format = digits;
        return filed(List.of(column), row -> List.of(cell(format, number.apply(row))));
    }

    /** Adds an estimate: value and error in the file, rounded to its error on pages. */
    public Table<R> estimate(String column, String heading, Function<R, Estimate> estimate) {
        return estimate(column, heading, EstimateText::number, estimate);
    }

    /**
     * Adds an estimate with its own form on pages.
     *
     * @param text writes the estimate on pages, such as {@link EstimateText#withError}
     */
    public Table<R> estimate(
            String column, String heading, Function<Estimate, String> text, Function<R, Estimate> estimate) {
        return estimate(column, estimate)
                .shown(column, heading, row -> text.apply(estimate.apply(row)))
                .estimated(heading, estimate);
    }

    /** Adds value and error of an estimate to the file alone. */
    public Table<R> estimate(String column, Function<R, Estimate> estimate) {
        String format = digits;
        return filed(List.of(column, column + "Error"), row -> {
            Estimate value = estimate.apply(row);
            return List.of(written(format, value.value()), written(format, value.standardError()));
        });
    }

    /**
     * Returns a view of some of the columns, which writes no file.
     *
     * @param columns machine names of the columns that stay, besides the labels
     * @throws IllegalArgumentException if pages do not show a column
     */
    public Table<R> only(String... columns) {
        Set<String> kept = new LinkedHashSet<>(List.of(columns));
        kept.forEach(column -> Check.require(
                page.stream().anyMatch(shown -> shown.name.equals(column)),
                "table %s shows no column %s",
                name,
                column));
        kept.add(LABEL);
        return look(page.stream().filter(column -> kept.contains(column.name)).toList());
    }

    /** Returns a view for some of the rows, which writes no file. */
    public Table<R> look() {
        return look(page);
    }

    private Table<R> look(List<PageColumn<R>> shown) {
        return new Table<>(name, digits, List.of(), shown, estimates);
    }

    /** Returns the name of the file, without {@code .csv}. */
    public String name() {
        return name;
    }

    /** Returns the machine names of the columns of the file. */
    public List<String> columns() {
        return file.stream().flatMap(column -> column.names.stream()).toList();
    }

    /**
     * Returns the estimates of all rows by the name of the row and the heading of the column.
     *
     * @param prefix text before the heading, such as {@code L = 4: }
     * @throws IllegalArgumentException if two estimates have the same name
     */
    public Map<String, Estimate> estimates(List<R> rows, Function<R, String> prefix) {
        Map<String, Estimate> named = new LinkedHashMap<>();
        rows.forEach(row -> estimates.forEach(column -> {
            String estimate = prefix.apply(row) + column.heading;
            Estimate before = named.put(estimate, column.value.apply(row));
            Check.require(before == null, "table %s has two estimates with the name %s", name, estimate);
        }));
        return named;
    }

    /** Writes the file alone, for tables that no page shows or that must not wait for the page. */
    public void save(Run run, List<R> rows) {
        String csv = csv(rows);
        run.save(name + ".csv", target -> Files.writeString(target, csv));
    }

    /** Tells whether this is a view, which writes no file. */
    boolean isLook() {
        return file.isEmpty();
    }

    /** Returns the text of the CSV file: machine names, and a line for each row. */
    public String csv(List<R> rows) {
        Stream<List<String>> cells = rows.stream()
                .map(row -> file.stream()
                        .flatMap(column -> column.cells.apply(row).stream())
                        .toList());
        return Stream.concat(Stream.of(columns()), cells)
                .map(line -> line.stream().map(Table::quoted).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    /** Returns the headings of pages. */
    List<String> headings() {
        return page.stream().map(PageColumn::heading).toList();
    }

    /** Returns the cells of pages. */
    List<List<String>> cells(List<R> rows) {
        return rows.stream()
                .map(row -> page.stream().map(column -> column.cell.apply(row)).toList())
                .toList();
    }

    private Table<R> estimated(String heading, Function<R, Estimate> value) {
        return new Table<>(name, digits, file, page, appended(estimates, new EstimateColumn<>(heading, value)));
    }

    private Table<R> shown(String column, String heading, Function<R, String> cell) {
        return new Table<>(name, digits, file, appended(page, new PageColumn<>(column, heading, cell)), estimates);
    }

    private Table<R> filed(List<String> names, Function<R, List<String>> cells) {
        for (String column : names) {
            Check.require(
                    column.matches("\\S+"), "column of table %s must have a name without spaces, was %s", name, column);
            Check.require(!columns().contains(column), "table %s declares column %s twice", name, column);
        }
        return new Table<>(name, digits, appended(file, new FileColumn<>(names, cells)), page, estimates);
    }

    private static <T> List<T> appended(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    private static String cell(String format, OptionalDouble number) {
        return number.isPresent() ? written(format, number.getAsDouble()) : "";
    }

    private static String written(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    /** Returns a cell of a CSV file, in quotes if it needs them. */
    public static String quoted(String cell) {
        return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
