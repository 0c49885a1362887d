package io.dbn4j.lab.terminal;

import io.dbn4j.core.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A layout of text in aligned columns. */
public final class TextTable {

    private static final String GAP = "  ";

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d[\\d,.]*(e[-+]?\\d+)?|Infinity|NaN)( s| %)?|");

    private TextTable() {}

    /** Lays out rows without a header, aligned left. Rows may differ in length. */
    public static List<String> lines(List<List<String>> rows) {
        return lines(rows, new boolean[columns(rows)]);
    }

    /** Lays out rows under a header; columns of numbers are aligned right. */
    public static List<String> lines(List<String> header, List<List<String>> rows) {
        boolean[] right = new boolean[header.size()];
        for (int i = 0; i < right.length; i++) {
            int column = i;
            right[i] = rows.stream()
                    .allMatch(row -> NUMBER.matcher(cell(row, column)).matches());
        }
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return lines(all, right);
    }

    private static List<String> lines(List<List<String>> cells, boolean[] right) {
        List<List<String>> rows = cells.stream()
                .map(row -> row.stream().map(Check::printable).toList())
                .toList();
        int[] widths = new int[right.length];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                // Do not pad the last cell of a row.
                boolean counts = right[i] || i < row.size() - 1;
                widths[i] = counts ? Math.max(widths[i], row.get(i).length()) : widths[i];
            }
        }
        return rows.stream().map(row -> line(row, widths, right)).toList();
    }

    private static String line(List<String> row, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - row.get(i).length()));
            line.append(i == 0 ? "" : GAP).append(right[i] ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int columns(List<List<String>> rows) {
        return rows.stream().mapToInt(List::size).max().orElse(0);
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }
}
