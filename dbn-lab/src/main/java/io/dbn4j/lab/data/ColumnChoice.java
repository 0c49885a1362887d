package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A choice of the columns of a table that are used, as a {@link FileSource} specifies.
 *
 * @param kept numbers of the used columns, from 0, ascending
 * @param notes decisions, one line each
 * @param warnings decisions that may be wrong, one line each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ColumnChoice(int[] kept, List<String> notes, List<String> warnings) {

    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,9})(?:-(\\d{1,9}))?");

    /** Usual names of the column of a label. */
    static final Set<String> LABELS = Set.of("label", "labels", "class", "target", "species", "y");

    /**
     * Chooses the columns of a table.
     *
     * @param count number of all columns
     * @param names names of all columns; empty if they have none
     * @throws IllegalArgumentException if a named column does not exist, or no column is left
     */
    static ColumnChoice of(FileSource source, int count, List<String> names) {
        Set<Integer> kept = new TreeSet<>(source.option(FileSource.COLUMNS)
                .map(text -> columns(source, text, count, names))
                .orElseGet(() -> IntStream.range(0, count).boxed().toList()));
        List<String> notes = new ArrayList<>();
        for (String option : List.of(FileSource.LABEL, FileSource.DROP)) {
            source.option(option).ifPresent(text -> {
                List<Integer> out = columns(source, text, count, names);
                kept.removeAll(out);
                String role = option.equals(FileSource.LABEL) ? "label" : "not used";
                notes.add(String.format(Locale.ROOT, "%s: left out: %s (%s)", source, shown(out, names), role));
            });
        }
        Check.require(!kept.isEmpty(), "%s: label, drop and columns must leave at least one column", source);
        return new ColumnChoice(
                kept.stream().mapToInt(Integer::intValue).toArray(),
                notes,
                warning(source, kept, names).stream().toList());
    }

    private static List<Integer> columns(FileSource source, String text, int count, List<String> names) {
        if (names.contains(text)) {
            return List.of(names.indexOf(text));
        }
        List<Integer> columns = new ArrayList<>();
        for (String part : text.split("\\+", -1)) {
            if (names.contains(part)) {
                columns.add(names.indexOf(part));
            } else {
                columns.addAll(range(source, part, count, names));
            }
        }
        return columns;
    }

    private static List<Integer> range(FileSource source, String part, int count, List<String> names) {
        Matcher ends = RANGE.matcher(part);
        Check.require(
                ends.matches(),
                "%s: must have a column %s, has %s",
                source,
                Check.shown(part),
                names.isEmpty() ? "no names; columns are numbered from 0" : Check.shown(String.join(", ", names)));
        int first = Integer.parseInt(ends.group(1));
        int from = first < 0 ? count + first : first;
        int to = ends.group(2) == null ? from : Integer.parseInt(ends.group(2));
        Check.require(
                from >= 0 && from <= to && to < count,
                "%s: columns in options must be from 0 to %d, or -1 for the last, was %s",
                source,
                count - 1,
                part);
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private static String shown(List<Integer> columns, List<String> names) {
        return Check.shown(String.join(
                ", ",
                columns.stream()
                        .map(column -> names.isEmpty() ? "column " + column : names.get(column))
                        .toList()));
    }

    private static Optional<String> warning(FileSource source, Set<Integer> kept, List<String> names) {
        return kept.stream()
                .filter(column ->
                        !names.isEmpty() && LABELS.contains(names.get(column).toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(column -> String.format(
                        Locale.ROOT,
                        "%s: column \"%s\" is learned like the others; if it is a label, leave it out: %s:label=%s",
                        source,
                        names.get(column),
                        source,
                        names.get(column)));
    }
}
