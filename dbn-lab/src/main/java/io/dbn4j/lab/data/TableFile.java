package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A table from a file, with columns of numbers and of texts.
 *
 * <p>Text files may hold both. All other formats of {@link DataFile} hold numbers, whose columns are named by their
 * numbers.
 *
 * @param name name of the file, for messages and provenance
 * @param columns columns in the order of the file, at least one
 * @param named whether the file names its columns
 * @param label name of the column that the source gives as the label; empty if it gives none
 * @param sha256 SHA-256 digest of the file as it is stored, in hexadecimal
 * @param notes decisions of the reader, one line each
 */
public record TableFile(
        String name,
        List<TableColumn> columns,
        boolean named,
        Optional<String> label,
        String sha256,
        List<String> notes) {

    public TableFile {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        columns.forEach(column -> Check.require(
                names.add(column.name()),
                "%s: columns must have different names, two were \"%s\": rename one",
                name,
                Check.shown(column.name())));
        notes = List.copyOf(notes);
    }

    /**
     * Reads a registered {@link DataSource}, or a file as {@link FileSource} says; its option {@code label} names the
     * column of the label. A folder is read as pictures, with a subfolder for each class.
     *
     * @throws IllegalArgumentException in one line naming file, rule and value, whatever is wrong with it
     */
    public static TableFile read(String given) {
        if (DataSource.REGISTERED.containsKey(given)) {
            return of(DataFile.read(given), Optional.empty());
        }
        if (FileSource.isFolder(given)) {
            return PictureFolder.read(Path.of(given));
        }
        FileSource source = FileSource.of(given);
        Optional<String> label = source.option(FileSource.LABEL);
        Map<String, String> others = new LinkedHashMap<>(source.options());
        others.remove(FileSource.LABEL);
        FileSource all = new FileSource(source.file(), others);
        if (DataFile.isText(all)) {
            return CsvTable.read(all, label);
        }
        return of(DataFile.read(all), label);
    }

    private static TableFile of(DataFile file, Optional<String> label) {
        INDArray rows = file.rows();
        int width = Math.toIntExact(rows.size(1));
        double[][] columns = new double[width][Math.toIntExact(rows.size(0))];
        int from = 0;
        for (INDArray block : Rows.blocks(rows)) {
            double[] values = Elements.of(block);
            for (int i = 0; i < values.length; i++) {
                columns[i % width][from + i / width] = values[i];
            }
            from += (int) block.size(0);
        }
        List<TableColumn> all = new ArrayList<>();
        for (int column = 0; column < width; column++) {
            all.add(TableColumn.of(String.valueOf(column), columns[column]));
        }
        return new TableFile(file.name(), all, false, Optional.empty(), file.sha256(), file.notes()).labeled(label);
    }

    /** Returns the table with the column of the label, given by name or number. */
    TableFile labeled(Optional<String> column) {
        return new TableFile(name, columns, named, column.map(this::nameOf), sha256, notes);
    }

    /** Returns the number of rows. */
    public int rows() {
        return columns.get(0).rows();
    }

    /**
     * Finds the column of a label by a usual name, such as {@code class}.
     *
     * @throws IllegalArgumentException if several columns have such names
     */
    public Optional<String> likelyLabel() {
        List<String> likely = columns.stream()
                .map(TableColumn::name)
                .filter(column -> ColumnChoice.LABELS.contains(column.toLowerCase(Locale.ROOT)))
                .toList();
        Check.require(
                likely.size() <= 1,
                "%s: columns %s may each be the label; name one with --label",
                name,
                String.join(", ", likely));
        return likely.stream().findFirst();
    }

    /**
     * Returns the column of a name or of a number, from 0; -1 is the last.
     *
     * @throws IllegalArgumentException if there is none
     */
    TableColumn found(String column) {
        Optional<TableColumn> byName =
                columns.stream().filter(one -> one.name().equals(column)).findFirst();
        if (byName.isPresent() || !column.matches("-?\\d{1,9}")) {
            Check.require(
                    byName.isPresent(), "%s: must have a column %s, has %s", name, Check.shown(column), shownNames());
            return byName.get();
        }
        int number = Integer.parseInt(column);
        int index = number < 0 ? columns.size() + number : number;
        Check.require(
                index >= 0 && index < columns.size(),
                "%s: the number of a column must be from 0 to %d, or -1 for the last, was %s",
                name,
                columns.size() - 1,
                column);
        return columns.get(index);
    }

    /** Returns the name of a column that is given by name or number. */
    public String nameOf(String column) {
        return found(column).name();
    }

    /** Returns the values of a column as names: a text as it is, a whole number without its point, missing as empty. */
    public List<String> values(String column) {
        return found(column).names();
    }

    /** Returns the names of the columns for messages. */
    public String shownNames() {
        return named
                ? Check.shown(columns.stream().map(TableColumn::name).collect(Collectors.joining(", ")))
                : String.format(Locale.ROOT, "%d columns without names, numbered from 0", columns.size());
    }

    /** Returns the table without a column. */
    public TableFile without(String column) {
        return with(columns.stream().filter(one -> !one.name().equals(column)).toList());
    }

    /** Returns the table with some of the rows. */
    public TableFile pick(int[] rows) {
        return with(columns.stream().map(column -> column.pick(rows)).toList());
    }

    /** Returns the table with other names of its columns, in their order. */
    TableFile renamed(List<String> names) {
        List<TableColumn> others = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TableColumn column = columns.get(i);
            others.add(new TableColumn(names.get(i), column.numbers(), column.texts()));
        }
        return with(others);
    }

    private TableFile with(List<TableColumn> others) {
        return new TableFile(name, others, named, label, sha256, notes);
    }
}
