package io.dbn4j.core.array;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds a vector to every row of a matrix.
 *
 * <p>Not {@code INDArray.addiRowVector}: in ND4J 1.0.0-M2.1 the operation it makes can be collected while native code
 * still reads its dimensions, which ends the process. With a small heap it did so in five of five trials; here the
 * operation is kept until it is done.
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
        BroadcastAddOp sum = new BroadcastAddOp(matrix, row, matrix, 1);
        try {
            Nd4j.getExecutioner().exec(sum);
        } finally {
            Reference.reachabilityFence(sum);
        }
    }
}
