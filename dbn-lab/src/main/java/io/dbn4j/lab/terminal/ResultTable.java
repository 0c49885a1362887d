package io.dbn4j.lab.terminal;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.run.Result;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of any experiment as text for people, made from its JSON.
 *
 * <p>Each property has one line, indented as the JSON is nested. An {@link Estimate} has its error, interval and bound
 * in columns. Lists of objects become tables below. All digits are in {@code result.json}.
 */
public final class ResultTable {

    private static final Set<String> ESTIMATE = Stream.of(Estimate.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> ACRONYMS = Set.of("ais", "dbn", "mnist", "rbm");

    private static final MathContext DIGITS = new MathContext(6);

    private static final int LONGEST_LIST = 60;

    private final List<List<String>> facts = new ArrayList<>();
    private final List<String> tables = new ArrayList<>();

    private ResultTable() {}

    /** Returns the lines for a result, without a final line end. */
    public static String of(Object result) {
        ResultTable table = new ResultTable();
        List<String> sentences = result instanceof Result known ? known.sentences() : List.of();
        String paragraph = String.join(" ", sentences);
        Json.toMap(result).forEach((name, value) -> table.add("", name, paragraph.equals(value) ? sentences : value));
        return String.join("\n", TextTable.lines(table.facts)) + String.join("", table.tables);
    }

    private void add(String indent, String name, @Nullable Object value) {
        String label = indent + words(name);
        Optional<Estimate> estimate = estimate(value);
        if (estimate.isPresent()) {
            facts.add(cells(label, estimate.get()));
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            addGroup(indent, label, map);
        } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
            addTable(words(name), list);
        } else if (value instanceof List<?> list && list.stream().anyMatch(ResultTable::isSentence)) {
            list.forEach(line -> facts.add(List.of(line == list.get(0) ? label : "", String.valueOf(line))));
        } else if (!isNothing(value)) {
            facts.add(List.of(label, text(name, value)));
        }
    }

    /** Adds a heading and the lines below it; no heading if there are no lines. */
    private void addGroup(String indent, String label, Map<?, ?> map) {
        int before = facts.size();
        facts.add(List.of(label));
        map.forEach((key, below) -> add(indent + "  ", String.valueOf(key), below));
        if (facts.size() == before + 1) {
            facts.remove(before);
        }
    }

    /** Tells whether a text is too long for a list in one line. */
    private static boolean isSentence(@Nullable Object value) {
        return value instanceof String text && text.length() > LONGEST_LIST;
    }

    private void addTable(String caption, List<?> list) {
        List<Map<String, String>> rows = list.stream().map(ResultTable::columns).toList();
        Set<String> names = new LinkedHashSet<>();
        // The row with the most columns first: the others lack some, and would put them at the end.
        rows.stream()
                .sorted(Comparator.comparing((Map<String, String> row) -> row.size())
                        .reversed())
                .forEach(row -> names.addAll(row.keySet()));
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(names);
        List<List<String>> cells = new ArrayList<>();
        for (Map<String, String> row : rows) {
            List<String> line = new ArrayList<>(List.of(String.valueOf(cells.size() + 1)));
            names.forEach(name -> line.add(row.getOrDefault(name, "")));
            cells.add(line);
        }
        tables.add("\n\n" + caption + "\n" + String.join("\n", TextTable.lines(header, cells)));
    }

    /** Returns the cells of a row by the names of their columns. */
    private static Map<String, String> columns(Object row) {
        Map<String, String> columns = new LinkedHashMap<>();
        addColumns("", "", row, columns);
        return columns;
    }

    private static void addColumns(String label, String name, @Nullable Object value, Map<String, String> into) {
        Optional<Estimate> estimate = estimate(value);
        if (estimate.isPresent()) {
            into.put(label, EstimateText.withError(estimate.get()));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> {
                String lower = String.valueOf(key);
                addColumns((label + " " + words(lower)).strip(), lower, below, into);
            });
        } else {
            into.put(label, text(name, value));
        }
    }

    private static List<String> cells(String label, Estimate estimate) {
        List<String> notes = new ArrayList<>();
        if (estimate.bound() != Bound.NONE) {
            notes.add(estimate.bound().words());
        }
        if (estimate.ess() < estimate.samples()) {
            notes.add(String.format(Locale.ROOT, "%.0f of %d effective samples", estimate.ess(), estimate.samples()));
        }
        return List.of(
                label, EstimateText.withError(estimate), EstimateText.interval(estimate), String.join(", ", notes));
    }

    private static Optional<Estimate> estimate(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.keySet().equals(ESTIMATE)) {
            Map<String, Object> properties = new LinkedHashMap<>();
            map.forEach((name, property) -> properties.put(String.valueOf(name), property));
            return Optional.of(Json.fromMap(properties, Estimate.class));
        }
        return Optional.empty();
    }

    private static boolean isNothing(@Nullable Object value) {
        return value == null
                || value.equals("")
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty());
    }

    private static String text(String name, @Nullable Object value) {
        if (isNothing(value)) {
            return "";
        }
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        if (value instanceof Double number) {
            return name.toLowerCase(Locale.ROOT).endsWith("seconds")
                    ? String.format(Locale.ROOT, "%.1f", number)
                    : number(number);
        }
        if (value instanceof List<?> list) {
            String all = list.stream().map(element -> text(name, element)).collect(Collectors.joining(", "));
            return all.length() <= LONGEST_LIST ? all : list.size() + " values";
        }
        return String.valueOf(value).replaceAll("\\s+", " ");
    }

    private static String number(double number) {
        BigDecimal rounded = new BigDecimal(number, DIGITS).stripTrailingZeros();
        double size = Math.abs(number);
        return size == 0 || (size >= 1e-4 && size < 1e9) ? rounded.toPlainString() : rounded.toString();
    }

    /**
     * Splits a property name into words: {@code freeEnergyGap} becomes free energy gap. A name with blanks is
     * unchanged.
     */
    private static String words(String name) {
        if (name.contains(" ")) {
            return name;
        }
        return Arrays.stream(name.split("(?<=[a-z0-9])(?=[A-Z])"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .map(word -> ACRONYMS.contains(word) ? word.toUpperCase(Locale.ROOT) : word)
                .collect(Collectors.joining(" "));
    }
}
