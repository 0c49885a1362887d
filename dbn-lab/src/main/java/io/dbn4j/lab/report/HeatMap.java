package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix as colors with its numbers. Its JSON is what {@code dbnPlots.heatmap} draws.
 *
 * @param title one line
 * @param rows what the rows are, such as {@code true digit}
 * @param columns what the columns are
 * @param rowLabels one for each row
 * @param columnLabels one for each column
 * @param values rows of numbers; negative ones have another color
 * @param logarithmic whether colors follow the logarithm of one plus the size: for counts of very different sizes
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
     * Counts of pairs: a confusion matrix.
     *
     * @param labels of rows and columns
     * @param counts {@code [row][column]}
     */
    public static HeatMap counts(String title, String rows, String columns, List<String> labels, int[][] counts) {
        List<List<Double>> values = Arrays.stream(counts)
                .map(row -> Arrays.stream(row).asDoubleStream().boxed().toList())
                .toList();
        return new HeatMap(title, rows, columns, labels, labels, values, true);
    }
}
