package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import java.util.Arrays;
import java.util.List;

/**
 * A heat map: a matrix as colors with its numbers. {@code dbnPlots.heatmap} draws its JSON.
 *
 * @param title one line
 * @param rows caption of the rows, such as {@code true digit}
 * @param columns caption of the columns
 * @param rowLabels labels of the rows, one for each
 * @param columnLabels labels of the columns, one for each
 * @param values rows of numbers; negative numbers have another color
 * @param logarithmic whether colors follow the logarithm of one plus the absolute value, for counts of very different
 *     sizes
 */
public record HeatMap(
        String title,
        String rows,
        String columns,
        List<String> rowLabels,
        List<String> columnLabels,
        List<List<Double>> values,
        @JsonProperty("log") boolean logarithmic) {

    public HeatMap {
        rowLabels = List.copyOf(rowLabels);
        columnLabels = List.copyOf(columnLabels);
        values = values.stream().map(List::copyOf).toList();
        int width = columnLabels.size();
        boolean fits = values.size() == rowLabels.size() && values.stream().allMatch(row -> row.size() == width);
        Check.require(fits, "values must be %d rows of %d numbers", rowLabels.size(), width);
    }

    /**
     * Makes a heat map of counts of pairs, such as a confusion matrix.
     *
     * @param labels labels of rows and columns
     * @param counts counts by {@code [row][column]}
     */
    public static HeatMap counts(String title, String rows, String columns, List<String> labels, int[][] counts) {
        List<List<Double>> values = Arrays.stream(counts)
                .map(row -> Arrays.stream(row).asDoubleStream().boxed().toList())
                .toList();
        return new HeatMap(title, rows, columns, labels, labels, values, true);
    }
}
