package io.dbn4j.core.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Selections and means of the rows of a matrix. */
public final class Rows {

    private static final int BLOCK = 1000;

    private Rows() {}

    /** Returns the first rows as a view, or, if there are too few, repeats them from the start in a new array. */
    public static INDArray first(int count, INDArray rows) {
        int available = (int) rows.size(0);
        if (count <= available) {
            return rows.get(NDArrayIndex.interval(0, count), NDArrayIndex.all());
        }
        int[] indices = new int[count];
        Arrays.setAll(indices, i -> i % available);
        return pick(rows, indices);
    }

    /** Returns the rows at these indices, in a new array. */
    public static INDArray pick(INDArray rows, int[] indices) {
        return Nd4j.pullRows(rows, 1, indices);
    }

    /** Returns the mean of each column, summed in double precision, {@code [columns]}. */
    public static INDArray mean(INDArray rows, DataType type) {
        return Nd4j.createFromArray(ColumnSums.means(rows)).castTo(type);
    }

    /** Returns all rows as views of at most 1000 rows. */
    public static List<INDArray> blocks(INDArray rows) {
        List<INDArray> blocks = new ArrayList<>();
        for (long from = 0; from < rows.size(0); from += BLOCK) {
            long to = Math.min(from + BLOCK, rows.size(0));
            blocks.add(rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
        }
        return blocks;
    }

    /**
     * Computes numbers for all rows, block by block in order.
     *
     * @param numbers computes the numbers of a block of at most 1000 rows
     */
    public static double[] numbers(INDArray rows, Function<INDArray, double[]> numbers) {
        return blocks(rows).stream()
                .flatMapToDouble(block -> Arrays.stream(numbers.apply(block)))
                .toArray();
    }
}
