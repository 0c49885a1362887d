package io.dbn4j.core.array;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sums over the rows of a matrix. */
public final class ColumnSums {

    private ColumnSums() {}

    /**
     * Adds {@code scale} times the sum of all rows to a vector.
     *
     * @param matrix {@code [rows, columns]}; not modified
     * @param into {@code [columns]}; modified
     */
    public static void add(INDArray matrix, double scale, INDArray into) {
        if (matrix.ordering() != 'c' || !FloatBlocks.fit(matrix)) {
            into.addi(matrix.sum(0).muli(scale));
            return;
        }
        int columns = Math.toIntExact(matrix.size(1));
        float[] sums = new float[columns];
        FloatBlocks.read(matrix, columns, (block, count, from) -> addRows(block, count, sums));
        Nd4j.getBlasWrapper().level1().axpy(columns, scale, Nd4j.createFromArray(sums), into);
    }

    private static void addRows(float[] block, int count, float[] sums) {
        for (int first = 0; first < count; first += sums.length) {
            addRow(block, first, sums);
        }
    }

    private static void addRow(float[] block, int first, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += block[first + i];
        }
    }
}
