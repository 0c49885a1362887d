package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import java.util.Arrays;

/**
 * The exact solution of the assignment problem in O(n^3): rows are assigned to columns so that the sum of values is
 * largest.
 *
 * <p>Rows enter one after the other, each by a shortest augmenting path. Costs are reduced by a potential for each row
 * and each column.
 */
@Reference(
        authors = "H. W. Kuhn",
        title = "The Hungarian method for the assignment problem",
        venue = "Naval Research Logistics Quarterly 2",
        year = 1955,
        url = "https://doi.org/10.1002/nav.3800020109")
final class Assignment {

    private static final int NONE = -1;

    private final double[][] values;
    private final double[] ofRow;
    private final double[] ofColumn;
    private final int[] rowOf; // by column; the extra last column holds the row that enters

    private Assignment(double[][] values) {
        int n = values.length;
        this.values = values;
        ofRow = new double[n];
        ofColumn = new double[n + 1];
        rowOf = new int[n + 1];
        Arrays.fill(rowOf, NONE);
    }

    /**
     * Returns the row assigned to each column, so that the sum of their values is largest.
     *
     * @param values {@code [rows][columns]}, square and finite; not modified
     */
    static int[] largest(double[][] values) {
        for (double[] row : values) {
            Check.require(
                    row.length == values.length,
                    "values must be square, had %d rows and a row of %d values",
                    values.length,
                    row.length);
            Check.require(Arrays.stream(row).allMatch(Double::isFinite), "values must be finite");
        }
        Assignment assignment = new Assignment(values);
        for (int row = 0; row < values.length; row++) {
            assignment.enter(row);
        }
        return Arrays.copyOf(assignment.rowOf, values.length);
    }

    private void enter(int row) {
        int n = values.length;
        double[] slack = new double[n];
        Arrays.fill(slack, Double.POSITIVE_INFINITY);
        int[] before = new int[n];
        boolean[] reached = new boolean[n + 1];
        int column = n;
        rowOf[n] = row;
        do {
            reached[column] = true;
            int next = NONE;
            for (int j = 0; j < n; j++) {
                if (!reached[j]) {
                    double reduced = -values[rowOf[column]][j] - ofRow[rowOf[column]] - ofColumn[j];
                    if (reduced < slack[j]) {
                        slack[j] = reduced;
                        before[j] = column;
                    }
                    next = next == NONE || slack[j] < slack[next] ? j : next;
                }
            }
            shift(reached, slack, slack[next]);
            column = next;
        } while (rowOf[column] != NONE);
        while (column != n) {
            rowOf[column] = rowOf[before[column]];
            column = before[column];
        }
    }

    /** Shifts the potentials so that the reduced cost of the nearest column is 0. Modifies slack. */
    private void shift(boolean[] reached, double[] slack, double by) {
        for (int j = 0; j < reached.length; j++) {
            if (reached[j]) {
                ofRow[rowOf[j]] += by;
                ofColumn[j] -= by;
            } else {
                slack[j] -= by;
            }
        }
    }
}
