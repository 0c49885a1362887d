package io.dbn4j.lab.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The format of a text file of rows.
 *
 * @param charset character set of the text
 * @param separator separator of the fields
 * @param decimalComma whether the decimal mark is a comma instead of a point
 * @param columns number of fields of a row
 * @param header names of all columns; empty if line 1 is a row
 * @param index whether the first column names or numbers the rows and is left out
 * @param countedHeader whether the names are the numbers 0, 1, 2 ..., so that line 1 could be a row
 */
record CsvFormat(
        Charset charset,
        char separator,
        boolean decimalComma,
        int columns,
        List<String> header,
        boolean index,
        boolean countedHeader) {

    private static final String MISSING = "N/A";

    CsvFormat {
        header = List.copyOf(header);
    }

    /** Returns a reader that removes quotes, skips empty lines and takes lines that begin with # for comments. */
    static CsvReader<CsvRecord> reader(Reader text, char separator) {
        return builder(separator).commentStrategy(CommentStrategy.READ).ofCsvRecord(text);
    }

    private static CsvReader.CsvReaderBuilder builder(char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .trimWhitespacesAroundQuotes(true);
    }

    /** Returns the fields of a line, none for a comment; consecutive spaces are one separator. */
    static List<String> fields(CsvRecord record, char separator) {
        List<String> fields = record.isComment() ? row(record.getField(0), separator) : record.getFields();
        return separator == ' '
                ? fields.stream().filter(field -> !field.isEmpty()).toList()
                : fields;
    }

    /** Returns the fields of a line that begins with #, which may be the missing value #N/A of spreadsheets. */
    private static List<String> row(String afterMark, char separator) {
        if (!afterMark.regionMatches(true, 0, MISSING, 0, MISSING.length())) {
            return List.of();
        }
        CsvReader.CsvReaderBuilder reader = builder(separator).commentStrategy(CommentStrategy.NONE);
        try (CsvReader<CsvRecord> line = reader.ofCsvRecord("#" + afterMark)) {
            return line.iterator().next().getFields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the columns that hold values, by their number in a line. */
    int[] valueColumns() {
        return IntStream.range(index ? 1 : 0, columns).toArray();
    }

    /** Returns the names of the columns that hold values; empty if they have none. */
    List<String> names() {
        return header.isEmpty() || !index ? header : header.subList(1, header.size());
    }

    /** Describes the detected format in one line. */
    String note(String name, long rows, long comments) {
        List<String> words = new ArrayList<>();
        words.add(columns == 1 ? "no separator" : "separator " + CsvSeparator.word(separator));
        if (decimalComma) {
            words.add("decimal commas");
        }
        words.add(header.isEmpty() ? "no names" : "names in the first line");
        if (index) {
            words.add("first column left out, it names the rows");
        }
        if (!charset.equals(StandardCharsets.UTF_8)) {
            words.add(charset.name());
        }
        if (comments > 0) {
            words.add(String.format(Locale.ROOT, "%d comment line%s (#) skipped", comments, comments == 1 ? "" : "s"));
        }
        int values = valueColumns().length;
        String size = String.format(Locale.ROOT, "%d rows of %d column%s; ", rows, values, values == 1 ? "" : "s");
        return name + ": " + size + String.join(", ", words);
    }
}
