package io.dbn4j.lab.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reader of text files whose columns may hold texts.
 *
 * <p>The file is read twice: a column is one of texts if less than {@value #MOSTLY} percent of its fields are numbers. A
 * column of more numbers and some text is refused, because the text is more likely a mistake.
 */
final class CsvTable {

    private static final int MOSTLY = 90;

    private final FileSource source;
    private final CsvFormat format;
    private final int[] columns;
    private final double scale;
    private final int[] known;
    private final int[] numbers;
    private final String[] firstText;
    private int rows;
    private long comments;

    private CsvTable(FileSource source, CsvFormat format, int[] columns) {
        this.source = source;
        this.format = format;
        this.columns = columns;
        scale = source.scale().orElse(1.0);
        known = new int[columns.length];
        numbers = new int[columns.length];
        firstText = new String[columns.length];
        Arrays.fill(firstText, "");
    }

    /** A receiver of the fields of a row. */
    private interface Receiver {

        void row(CsvRecord line, int row, List<String> fields);
    }

    /**
     * Reads all columns.
     *
     * @param label the column of the label, by name or number
     */
    static TableFile read(FileSource source, Optional<String> label) {
        try {
            source.requireOnly("text", DataFile.TEXT_CHOICE);
            String sha256 = DataFile.sha256(source.file());
            TextEncoding encoding = TextEncoding.of(source.file());
            CsvFormat format = Csv.format(source, encoding, true);
            int[] values = format.valueColumns();
            ColumnChoice choice = ColumnChoice.of(source, values.length, format.names());
            CsvTable table = new CsvTable(
                    source,
                    format,
                    Arrays.stream(choice.kept()).map(column -> values[column]).toArray());
            table.each(encoding, table::look);
            Check.require(table.rows > 0, "%s: must hold rows, had only names", source);
            List<TableColumn> all = table.columns(encoding);
            List<String> notes = new ArrayList<>();
            notes.add(format.note(source.toString(), table.rows, table.comments));
            notes.addAll(choice.notes());
            boolean named = !format.header().isEmpty();
            return new TableFile(source.toString(), all, named, Optional.empty(), sha256, notes).labeled(label);
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(source + ": cannot be read, " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(source + ": cannot be read, " + e, e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void each(TextEncoding encoding, Receiver receiver) throws IOException {
        rows = 0;
        comments = Csv.each(source, format, encoding, (line, fields) -> receiver.row(line, rows++, fields));
    }

    /** Counts the numbers of each column and remembers its first text. */
    private void look(CsvRecord line, int row, List<String> fields) {
        for (int i = 0; i < columns.length; i++) {
            String field = fields.get(columns[i]);
            if (CsvCell.isMissing(field)) {
                continue;
            }
            known[i]++;
            if (CsvCell.isNumber(field, format.decimalComma())) {
                numbers[i]++;
            } else if (firstText[i].isEmpty()) {
                firstText[i] = line.getStartingLineNumber() + ":" + field.strip();
            }
        }
    }

    private List<TableColumn> columns(TextEncoding encoding) throws IOException {
        double[][] values = new double[columns.length][];
        List<List<String>> texts = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            requireOneKind(i);
            texts.add(new ArrayList<>());
            values[i] = new double[isText(i) ? 0 : rows];
        }
        Map<String, String> once = new HashMap<>();
        each(encoding, (line, row, fields) -> {
            for (int i = 0; i < columns.length; i++) {
                String field = fields.get(columns[i]);
                if (isText(i)) {
                    String text = CsvCell.isMissing(field) ? "" : field.strip();
                    texts.get(i).add(once.computeIfAbsent(text, same -> same));
                } else {
                    values[i][row] = number(line, field, i);
                }
            }
        });
        List<TableColumn> all = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            all.add(new TableColumn(name(i), values[i], texts.get(i)));
        }
        return all;
    }

    private boolean isText(int i) {
        return !firstText[i].isEmpty();
    }

    private void requireOneKind(int i) {
        String first = firstText[i];
        int colon = first.indexOf(':');
        Check.require(
                first.isEmpty() || 100L * numbers[i] < (long) MOSTLY * known[i],
                "%s line %s, column \"%s\": must be a number like %d other fields of the column, was \"%s\"",
                source,
                colon < 0 ? "" : first.substring(0, colon),
                Check.shown(name(i)),
                numbers[i],
                Check.shown(first.substring(colon + 1)));
    }

    private double number(CsvRecord line, String field, int i) {
        if (CsvCell.isMissing(field)) {
            return Double.NaN;
        }
        double value = CsvCell.parse(field, format.decimalComma());
        Check.require(
                Double.isFinite(value),
                "%s line %d, column \"%s\": must be a finite number, was \"%s\"",
                source,
                line.getStartingLineNumber(),
                Check.shown(name(i)),
                Check.shown(field));
        return value / scale;
    }

    private String name(int i) {
        return format.header().isEmpty()
                ? String.valueOf(columns[i] - (format.index() ? 1 : 0))
                : format.header().get(columns[i]);
    }
}
