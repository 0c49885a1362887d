package io.dbn4j.lab.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.dbn4j.core.Check;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A reader of rows of numbers in text: comma-separated values and their relatives, see {@link CsvSniffer}.
 *
 * <p>Missing values, such as empty fields, NA and null, become NaN in the array.
 */
final class Csv {

    private static final int MOST_COLUMNS = 1 << 20;

    private static final int NUMBERS_AT_A_TIME = 1 << 17;

    /** Number of characters from which the format is detected. */
    private static final int SAMPLE = 1 << 18;

    private final FileSource source;
    private final CsvFormat format;
    private final int[] columns;
    private final ArrayDeque<double[]> blocks = new ArrayDeque<>();
    private int rows;
    private long comments;

    private Csv(FileSource source, CsvFormat format, int[] columns) {
        this.source = source;
        this.format = format;
        this.columns = columns;
    }

    /**
     * The rows of a text file.
     *
     * @param rows DOUBLE {@code [rows, columns]}, NaN where values are missing
     * @param notes detected format and decisions, one line each
     * @param warnings decisions that may be wrong, one line each
     */
    record Table(INDArray rows, List<String> notes, List<String> warnings) {}

    /**
     * Reads the rows of a file.
     *
     * @throws IllegalArgumentException if a field is not a number, naming line and column
     */
    static Table read(FileSource source) throws IOException {
        TextEncoding encoding = TextEncoding.of(source.file());
        CsvFormat format = format(source, encoding, false);
        int[] values = format.valueColumns();
        ColumnChoice choice = ColumnChoice.of(source, values.length, format.names());
        Csv csv = new Csv(
                source,
                format,
                Arrays.stream(choice.kept()).map(column -> values[column]).toArray());
        try {
            csv.comments = each(source, format, encoding, csv::add);
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(source + ": cannot be read, " + e.getMessage(), e);
        }
        Check.require(csv.rows > 0, "%s: must hold numbers, had only names", source);
        List<String> notes = new ArrayList<>(List.of(format.note(source.toString(), csv.rows, csv.comments)));
        notes.addAll(choice.notes());
        List<String> warnings = new ArrayList<>(choice.warnings());
        if (format.countedHeader()) {
            warnings.add(
                    source + ": the first line counts the columns and is taken for their names; if it is a row, use "
                            + source + ":header=no");
        }
        return new Table(csv.array(), notes, warnings);
    }

    /**
     * Detects the format of a file.
     *
     * @param texts whether fields may be texts; otherwise they are numbers
     */
    static CsvFormat format(FileSource source, TextEncoding encoding, boolean texts) throws IOException {
        CsvFormat format;
        try (Reader text = text(source, encoding)) {
            format = CsvSniffer.format(source, encoding.charset(), sample(text), texts);
        }
        Check.require(format.columns() <= MOST_COLUMNS, "%s: must have at most %d columns", source, MOST_COLUMNS);
        Check.require(
                format.header().isEmpty() || format.header().size() == format.columns(),
                "%s: the line of names must have %d fields like most lines, was %d",
                source,
                format.columns(),
                format.header().size());
        return format;
    }

    private static Reader text(FileSource source, TextEncoding encoding) throws IOException {
        InputStream in = Files.newInputStream(source.file());
        in.skipNBytes(encoding.markBytes());
        return new BufferedReader(new InputStreamReader(in, encoding.charset()));
    }

    /** Reads the beginning of a text: whole lines, if they have a usual length. */
    private static String sample(Reader text) throws IOException {
        char[] sample = new char[SAMPLE];
        int length = 0;
        for (int read = 0; read >= 0 && length < SAMPLE; length += Math.max(0, read)) {
            read = text.read(sample, length, SAMPLE - length);
        }
        String start = new String(sample, 0, length);
        int lastLine = start.lastIndexOf('\n');
        return length == SAMPLE && lastLine > 0 ? start.substring(0, lastLine + 1) : start;
    }

    /** Tells whether a line has no text. */
    static boolean isBlank(List<String> fields) {
        return fields.isEmpty() || (fields.size() == 1 && fields.get(0).isBlank());
    }

    /**
     * Hands every line of a file with its fields to a receiver, without the line of names and lines that have no text.
     *
     * @return number of comments
     */
    static long each(
            FileSource source, CsvFormat format, TextEncoding encoding, BiConsumer<CsvRecord, List<String>> receiver)
            throws IOException {
        boolean header = !format.header().isEmpty();
        long comments = 0;
        try (CsvReader<CsvRecord> lines = CsvFormat.reader(text(source, encoding), format.separator())) {
            for (CsvRecord line : lines) {
                List<String> fields = CsvFormat.fields(line, format.separator());
                if (isBlank(fields)) {
                    comments += line.isComment() ? 1 : 0;
                } else if (header) {
                    header = false;
                } else {
                    requireFields(source, format, line, fields.size());
                    receiver.accept(line, fields);
                }
            }
        }
        return comments;
    }

    /** Refuses a line with another number of fields than most lines have. */
    private static void requireFields(FileSource source, CsvFormat format, CsvRecord line, int count) {
        Check.require(
                count == format.columns(),
                "%s line %d: must have %d fields like most lines, had %d",
                source,
                line.getStartingLineNumber(),
                format.columns(),
                count);
    }

    private void add(CsvRecord line, List<String> fields) {
        int row = rows % rowsAtATime();
        if (row == 0) {
            blocks.add(new double[rowsAtATime() * columns.length]);
        }
        double[] block = blocks.getLast();
        for (int i = 0; i < columns.length; i++) {
            block[row * columns.length + i] = number(line, fields.get(columns[i]), columns[i]);
        }
        rows++;
    }

    private int rowsAtATime() {
        return Math.max(1, NUMBERS_AT_A_TIME / columns.length);
    }

    private double number(CsvRecord line, String text, int column) {
        if (CsvCell.isMissing(text)) {
            return Double.NaN;
        }
        double value = CsvCell.parse(text, format.decimalComma());
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s line %d, column %d: must be a finite number, was \"%s\"%s",
                    source,
                    line.getStartingLineNumber(),
                    column + 1,
                    Check.shown(text),
                    advice(text, column)));
        }
        return value;
    }

    /** Returns advice about text in the first row; in a later row it is more likely a mistake. */
    private String advice(String text, int column) {
        if (rows > 0 || CsvCell.isNumber(text, true)) {
            return "";
        }
        String name = format.header().isEmpty()
                ? String.valueOf(column - (format.index() ? 1 : 0))
                : Check.shown(format.header().get(column));
        String leaveOut = "; leave a column of text out with " + source + ":drop=" + name;
        return format.header().isEmpty() ? leaveOut + ", or take the first line for names with :header=yes" : leaveOut;
    }

    private INDArray array() {
        INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, rows, columns.length);
        for (int from = 0; from < rows; from += rowsAtATime()) {
            int count = Math.min(rowsAtATime(), rows - from);
            double[] block = Arrays.copyOf(blocks.remove(), count * columns.length);
            // Close each part at once: left to the garbage collector, they add up to a second copy outside the heap.
            try (INDArray part = Nd4j.createFromArray(block)) {
                array.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all())
                        .assign(part.reshape('c', count, columns.length));
            }
        }
        return array;
    }
}
