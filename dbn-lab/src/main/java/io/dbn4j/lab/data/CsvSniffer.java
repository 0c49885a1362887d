package io.dbn4j.lab.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A detector of the format of a text file of rows, from its beginning.
 *
 * <p>The chosen separator makes the largest part of the fields numbers and the lines equally long. A first line holds
 * names if none of its fields is a number, or if it counts the columns from 0. An empty first name, as pandas and R
 * write it, or a first line that is one field shorter marks a column of row names.
 */
final class CsvSniffer {

    private static final int LINES = 100;

    /** Score below which a separator is rejected, so that the lines are one column. */
    private static final double WORST = 0.5;

    /** Names that pandas and R give to the column of row names. */
    private static final Set<String> INDEX_NAMES = Set.of("", "Unnamed: 0", "rownames");

    private final FileSource source;
    private final List<List<String>> lines;
    private final char separator;
    private final boolean decimalComma;
    private final int columns;
    private final double score;

    private CsvSniffer(FileSource source, String sample, char separator, boolean texts) {
        this.source = source;
        this.separator = separator;
        lines = lines(sample, separator);
        columns = columns(lines);
        // A column of "1,5" could be two columns, so it has decimal commas only if the separator is given.
        boolean comma = separator != ','
                && (columns > 1 || source.option(FileSource.SEPARATOR).isPresent());
        decimalComma = comma && numbers(lines, true) > numbers(lines, false);
        score = score(texts);
    }

    /**
     * Returns the share of lines with the usual number of fields times the share of numbers among the fields; a text
     * counts as half a number where texts are allowed.
     */
    private double score(boolean texts) {
        List<List<String>> rows = lines.subList(lines.size() > 1 ? 1 : 0, lines.size());
        long known = rows.stream()
                .flatMap(List::stream)
                .filter(field -> !CsvCell.isMissing(field))
                .count();
        long even = lines.stream().filter(line -> line.size() == columns).count();
        if (known == 0) {
            return 0;
        }
        double numbers = (double) numbers(rows, decimalComma) / known;
        return even * (texts ? (1 + numbers) / 2 : numbers) / lines.size();
    }

    /**
     * Detects the format of a text.
     *
     * @param sample beginning of the text, whole lines
     * @param texts whether fields may be texts; otherwise they are numbers
     * @throws IllegalArgumentException if there are no numbers with any separator
     */
    static CsvFormat format(FileSource source, Charset charset, String sample, boolean texts) {
        CsvSniffer best = source.option(FileSource.SEPARATOR)
                .map(word -> new CsvSniffer(source, sample, CsvSeparator.of(word, source), texts))
                .orElseGet(() -> best(source, sample, texts));
        Check.require(!best.lines.isEmpty(), "%s: must hold rows, was empty", source);
        return best.format(charset);
    }

    private static CsvSniffer best(FileSource source, String sample, boolean texts) {
        CsvSniffer best = new CsvSniffer(source, sample, ',', texts);
        for (char separator : CsvSeparator.all()) {
            CsvSniffer other = new CsvSniffer(source, sample, separator, texts);
            best = other.isBetterThan(best) ? other : best;
        }
        return best;
    }

    private boolean isBetterThan(CsvSniffer other) {
        boolean single = columns == 1;
        if (single != (other.columns == 1)) {
            return single ? other.score < WORST : score >= WORST;
        }
        return score > other.score || (score == other.score && columns > other.columns);
    }

    private static List<List<String>> lines(String sample, char separator) {
        List<List<String>> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvFormat.reader(new StringReader(sample), separator)) {
            for (CsvRecord line : reader) {
                List<String> fields = CsvFormat.fields(line, separator);
                if (!Csv.isBlank(fields)) {
                    lines.add(fields);
                }
                if (lines.size() == LINES) {
                    break;
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            // The field is too long for the reader, so this separator does not fit.
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** Returns the number of fields that most lines have. */
    private static int columns(List<List<String>> lines) {
        Map<Integer, Integer> counts = new HashMap<>();
        lines.forEach(line -> counts.merge(line.size(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    private static long numbers(List<List<String>> lines, boolean decimalComma) {
        return lines.stream()
                .flatMap(List::stream)
                .filter(field -> CsvCell.isNumber(field, decimalComma))
                .count();
    }

    private CsvFormat format(Charset charset) {
        List<String> first = lines.get(0).stream().map(String::strip).toList();
        boolean shorter = lines.size() > 2 && first.size() == columns - 1;
        List<String> named = shorter ? first : first.subList(Math.min(1, first.size()), first.size());
        boolean firstIsUnnamed = columns > 1 && INDEX_NAMES.contains(first.get(0));
        boolean counted = lines.size() > 1 && (counts(first) || (firstIsUnnamed && counts(named)));
        boolean words = first.stream().noneMatch(field -> CsvCell.isNumber(field, decimalComma))
                && !first.stream().allMatch(CsvCell::isMissing);
        boolean header = source.flag(FileSource.HEADER).orElse(counted || words || shorter);
        boolean index = source.flag(FileSource.INDEX).orElse(header && (shorter || firstIsUnnamed));
        return new CsvFormat(
                charset,
                separator,
                decimalComma,
                columns,
                header ? names(first, shorter) : List.of(),
                index,
                header && counts(first) && source.flag(FileSource.HEADER).isEmpty());
    }

    private static List<String> names(List<String> first, boolean shorter) {
        List<String> names = new ArrayList<>(shorter ? Collections.singletonList("") : List.of());
        names.addAll(first);
        return names;
    }

    /** Tells whether the fields are 0, 1, 2 ..., as pandas names columns without names. */
    private static boolean counts(List<String> fields) {
        return fields.size() > 1
                && IntStream.range(0, fields.size()).allMatch(i -> fields.get(i).equals(String.valueOf(i)));
    }
}
