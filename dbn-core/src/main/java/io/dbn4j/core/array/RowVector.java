package io.dbn4j.core.array;

import java.lang.ref.Reference;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseBroadcastOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums and products of a vector with every row of a matrix.
 *
 * <p>Plain FLOAT arrays are handled in Java, because an operation of ND4J costs 20 to 50 microseconds before it adds
 * anything.
 *
 * <p>Other arrays do not go through {@code INDArray.addiRowVector}: in ND4J 1.0.0-M2.1 the operation that it creates
 * can be garbage-collected while native code still reads its dimensions, which ends the process. With a small heap this
 * happened in five of five trials. This class keeps the operation alive until it is done.
 */
public final class RowVector {

    private RowVector() {}

    /**
     * Adds {@code row} to every row of {@code matrix}.
     *
     * @param matrix {@code [rows, columns]}; modified
     * @param row {@code [columns]}; not modified
     */
    public static void add(INDArray matrix, INDArray row) {
        Optional<float[]> plain = ColumnSums.isPlain(matrix) ? FloatBlocks.vector(row) : Optional.empty();
        if (plain.isPresent()) {
            float[] added = plain.get();
            FloatBlocks.replace(matrix, added.length, (block, count, from) -> addTo(block, count, added));
        } else {
            exec(new BroadcastAddOp(matrix, row, matrix, 1));
        }
    }

    private static void addTo(float[] block, int count, float[] row) {
        for (int first = 0; first < count; first += row.length) {
            addToRow(block, first, row);
        }
    }

    private static void addToRow(float[] block, int first, float[] row) {
        for (int i = 0; i < row.length; i++) {
            block[first + i] += row[i];
        }
    }

    /**
     * Multiplies every row of {@code matrix} with {@code row}, element by element.
     *
     * @param matrix {@code [rows, columns]}; modified
     * @param row {@code [columns]}; not modified
     */
    public static void multiply(INDArray matrix, INDArray row) {
        Optional<float[]> plain = ColumnSums.isPlain(matrix) ? FloatBlocks.vector(row) : Optional.empty();
        if (plain.isPresent()) {
            float[] factors = plain.get();
            FloatBlocks.replace(matrix, factors.length, (block, count, from) -> multiplyWith(block, count, factors));
        } else {
            exec(new BroadcastMulOp(matrix, row, matrix, 1));
        }
    }

    private static void multiplyWith(float[] block, int count, float[] row) {
        for (int first = 0; first < count; first += row.length) {
            for (int i = 0; i < row.length; i++) {
                block[first + i] *= row[i];
            }
        }
    }

    private static void exec(BaseBroadcastOp operation) {
        try {
            Nd4j.getExecutioner().exec(operation);
        } finally {
            Reference.reachabilityFence(operation);
        }
    }
}
