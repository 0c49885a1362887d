package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.ZipArchive;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.units.Mixed;
import io.dbn4j.core.units.UnitType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The way in which the columns of a table become visible units of a classifier. It is kept inside the model file, so
 * that a prediction encodes its rows like training did.
 *
 * @param inputs names of all columns of the training rows but the label, in the order of the file
 * @param named whether the training file names its columns; otherwise columns are matched by their order
 * @param label name of the column of the label; empty if the labels came from a file of their own
 * @param classes names of the classes, in the order of the outputs
 * @param columns the encoded columns, in the order of the units; columns that are left out are missing here
 */
public record TableEncoding(
        List<String> inputs, boolean named, String label, List<String> classes, List<ColumnEncoding> columns) {

    /** Name of the entry of a model file. */
    private static final String ENTRY = "dbn4j-columns.json";

    private static final int SHOWN_TEXTS = 3;

    private static final int LONGEST_JSON = 1 << 26;

    public TableEncoding {
        inputs = List.copyOf(inputs);
        classes = List.copyOf(classes);
        columns = List.copyOf(columns);
        Check.require(!columns.isEmpty(), "columns must be at least one, were none");
    }

    /**
     * The rows of a table, encoded as states of visible units.
     *
     * @param states FLOAT {@code [rows, units]}
     * @param notes columns that were ignored and values that were replaced, one line each
     */
    public record Encoded(INDArray states, List<String> notes) {}

    /**
     * Encodes the rows of a table.
     *
     * @throws IllegalArgumentException in one line naming the file and the columns that are missing or of another kind
     */
    public Encoded encode(TableFile table) {
        List<String> notes = new ArrayList<>();
        TableFile matched = matched(table, notes);
        int width = units();
        Check.require(
                (long) table.rows() * width < Integer.MAX_VALUE - 8,
                "%s: must have at most %d values, had %d rows of %d units",
                table.name(),
                Integer.MAX_VALUE - 8,
                table.rows(),
                width);
        float[] states = new float[table.rows() * width];
        int first = 0;
        for (ColumnEncoding column : columns) {
            int unknown;
            try {
                unknown = column.encode(matched.found(column.name()), states, first, width);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(table.name() + ": " + e.getMessage(), e);
            }
            if (unknown > 0) {
                notes.add(replaced(table, column, unknown, matched.found(column.name())));
            }
            first += column.units();
        }
        return new Encoded(Nd4j.create(states, new long[] {table.rows(), width}, 'c'), notes);
    }

    /** Says how many values of a column have no state, and which texts training did not see often enough. */
    private static String replaced(TableFile table, ColumnEncoding column, int unknown, TableColumn values) {
        String texts = column.unknown(values).stream()
                .limit(SHOWN_TEXTS)
                .map(text -> "\"" + Check.shown(text) + "\"")
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s: column \"%s\": %d of %d values are missing%s and become the mean of the training rows",
                table.name(),
                Check.shown(column.name()),
                unknown,
                table.rows(),
                texts.isEmpty() ? "" : " or unknown (" + texts + ")");
    }

    /** Returns the table with the columns of training: by name, or by order if one of the files has no names. */
    private TableFile matched(TableFile table, List<String> notes) {
        if (named && table.named()) {
            List<String> missing = columns.stream()
                    .map(ColumnEncoding::name)
                    .filter(name -> table.columns().stream()
                            .noneMatch(column -> column.name().equals(name)))
                    .sorted()
                    .toList();
            Check.require(
                    missing.isEmpty(),
                    "%s: must have the columns of the training rows, lacks %s; it has %s",
                    table.name(),
                    Check.shown(String.join(", ", missing)),
                    table.shownNames());
            boolean labeled =
                    table.columns().stream().anyMatch(column -> column.name().equals(label));
            if (labeled) {
                notes.add(table.name() + ": column \"" + Check.shown(label) + "\" is the label and is ignored");
            }
            return table;
        }
        TableFile rows = table;
        if (!label.isEmpty() && table.columns().size() == inputs.size() + 1) {
            String ignored = table.named() || named ? "-1" : label;
            TableColumn column = table.found(ignored);
            notes.add(table.name() + ": column " + Check.shown(column.name()) + " is the label and is ignored");
            rows = table.without(column.name());
        }
        Check.require(
                rows.columns().size() == inputs.size(),
                "%s: must have the %d columns of the training rows, has %s",
                table.name(),
                inputs.size(),
                table.shownNames());
        return rows.renamed(inputs);
    }

    /** Returns the number of visible units. */
    public int units() {
        return columns.stream().mapToInt(ColumnEncoding::units).sum();
    }

    /** Returns the kind of the visible units, mixed if columns are of several kinds. */
    public UnitType unit() {
        List<UnitType> groups = new ArrayList<>();
        for (ColumnEncoding column : columns) {
            groups.add(column.unit());
        }
        return Mixed.of(groups);
    }

    /**
     * Returns the index of the class of each label.
     *
     * @param name name of the file, for messages
     * @param labels names of classes
     * @param classes names of all classes
     * @throws IllegalArgumentException if a label is missing or not among the classes, naming its row
     */
    public static int[] indices(String name, List<String> labels, List<String> classes) {
        int missing = (int) labels.stream().filter(String::isEmpty).count();
        Check.require(
                missing == 0,
                "%s: every row must have a label, %d have none, the first is row %d; remove them",
                name,
                missing,
                labels.indexOf("") + 1);
        return IntStream.range(0, labels.size())
                .map(row -> {
                    int index = classes.indexOf(labels.get(row));
                    Check.require(
                            index >= 0,
                            "%s: row %d: label must be a class of the training rows (%s), was \"%s\"",
                            name,
                            row + 1,
                            Check.shown(String.join(", ", classes)),
                            Check.shown(labels.get(row)));
                    return index;
                })
                .toArray();
    }

    /** Adds this encoding to a model file. */
    public void save(Path model) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            Files.writeString(zip.getPath(ENTRY), Json.write(this));
        }
    }

    /**
     * Reads the encoding from a model file; empty if the file has none.
     *
     * @throws IllegalArgumentException in one line naming file and place, if the entry is damaged
     */
    public static Optional<TableEncoding> read(Path model) {
        try (ZipArchive zip = ZipArchive.open(model)) {
            if (!zip.names().contains(ENTRY)) {
                return Optional.empty();
            }
            String text = new String(zip.bytes(ENTRY, LONGEST_JSON), StandardCharsets.UTF_8);
            try {
                return Optional.of(Json.read(text, TableEncoding.class));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(zip.place(ENTRY) + ": " + e.getMessage(), e);
            }
        }
    }
}
