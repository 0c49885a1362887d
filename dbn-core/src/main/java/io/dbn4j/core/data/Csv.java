package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Numbers in lines, separated by commas.
 *
 * <p>A first line of which no field is a number is a header and passed over. Empty lines may stand at the end only.
 */
final class Csv {

    private static final int LONGEST_FIELD = 1000;

    private static final int MOST_COLUMNS = 1 << 20;

    private static final int NUMBERS_AT_A_TIME = 1 << 17;

    private static final String NUMBER = "0123456789+-.eE";

    private static final Pattern NUMBER_OR_NAN =
            Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|(?i:[-+]?(nan|inf|infinity))");

    private final String name;
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private final ArrayDeque<double[]> blocks = new ArrayDeque<>();
    private int rows;
    private int columns;
    private int line = 1;
    private int emptyLine;

    private Csv(String name) {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @return DOUBLE {@code [lines, fields]}
     * @throws IllegalArgumentException naming line and column
     */
    static INDArray read(Path file) throws IOException {
        Csv csv = new Csv(file.toString());
        // Bytes one to one: a file that is no text is refused with the place, not with a decoding error.
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            csv.readAll(in);
        }
        Check.require(csv.rows > 0, "%s: must hold numbers, was empty", file);
        return csv.array();
    }

    private INDArray array() {
        INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, rows, columns);
        for (int from = 0; from < rows; from += rowsAtATime()) {
            int count = Math.min(rowsAtATime(), rows - from);
            double[] block = Arrays.copyOf(blocks.remove(), count * columns);
            // Closed at once: left to the garbage collector, the parts add up to a second copy outside the heap.
            try (INDArray part = Nd4j.createFromArray(block)) {
                array.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all())
                        .assign(part.reshape('c', count, columns));
            }
        }
        return array;
    }

    private void readAll(Reader in) throws IOException {
        int next;
        do {
            next = in.read();
            if (next == ',') {
                endField();
            } else if (next == '\n' || next < 0) {
                endField();
                endLine();
            } else {
                field.append((char) next);
                Check.require(
                        field.length() <= LONGEST_FIELD,
                        "%s must have at most %d characters",
                        place(fields.size() + 1),
                        LONGEST_FIELD);
            }
        } while (next >= 0);
    }

    private void endField() {
        String text = field.toString().strip();
        boolean start = line == 1 && fields.isEmpty();
        // The mark with which some programs start a file in UTF-8.
        fields.add(start && text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text);
        field.setLength(0);
    }

    private void endLine() {
        if (fields.equals(List.of(""))) {
            emptyLine = emptyLine == 0 ? line : emptyLine;
        } else {
            Check.require(emptyLine == 0, "%s line %d: must hold numbers, was empty", name, emptyLine);
            addLine();
        }
        fields.clear();
        line++;
    }

    private void addLine() {
        if (columns == 0) {
            columns = fields.size();
            Check.require(columns <= MOST_COLUMNS, "%s: must have at most %d columns", name, MOST_COLUMNS);
            if (fields.stream().noneMatch(Csv::isNumber)) {
                return;
            }
        }
        Check.require(
                fields.size() == columns,
                "%s line %d: must have %d fields like the first, was %d",
                name,
                line,
                columns,
                fields.size());
        int row = rows % rowsAtATime();
        if (row == 0) {
            blocks.add(new double[rowsAtATime() * columns]);
        }
        double[] block = blocks.getLast();
        for (int i = 0; i < columns; i++) {
            block[row * columns + i] = number(fields.get(i), i + 1);
        }
        rows++;
    }

    private int rowsAtATime() {
        return Math.max(1, NUMBERS_AT_A_TIME / columns);
    }

    /** Whether a field of the first line is meant for a number, so that the line is no header. */
    private static boolean isNumber(String text) {
        return text.isEmpty() || NUMBER_OR_NAN.matcher(text).matches();
    }

    private double number(String text, int column) {
        double value = Double.NaN;
        if (!text.isEmpty() && text.chars().allMatch(c -> NUMBER.indexOf(c) >= 0)) {
            try {
                value = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                // NaN, and refused.
            }
        }
        Check.require(
                Double.isFinite(value), "%s: must be a finite number, was \"%s\"", place(column), Check.shown(text));
        return value;
    }

    private String place(int column) {
        return String.format(Locale.ROOT, "%s line %d, column %d", name, line, column);
    }
}
