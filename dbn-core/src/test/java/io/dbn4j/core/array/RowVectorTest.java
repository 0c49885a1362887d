package io.dbn4j.core.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Compares with a loop over single elements, bit by bit, for every layout of the arrays in memory. */
class RowVectorTest {

    private static final int ROWS = 100;
    private static final int COLUMNS = 501; // 32 rows and a rest fit into a block

    static Stream<INDArray> matrices() {
        INDArray matrix = Nd4j.rand(DataType.FLOAT, ROWS, COLUMNS);
        return Stream.of(
                matrix,
                matrix.dup('f'),
                matrix.castTo(DataType.DOUBLE),
                Nd4j.rand(DataType.FLOAT, 3, COLUMNS),
                Nd4j.rand(DataType.FLOAT, 2 * ROWS, COLUMNS).get(NDArrayIndex.interval(ROWS, 2 * ROWS)),
                Nd4j.rand(DataType.FLOAT, 40, 20_000));
    }

    static Stream<INDArray> rows(INDArray matrix) {
        long columns = matrix.size(1);
        INDArray parameters = Nd4j.rand(matrix.dataType(), 1, 3 * columns);
        return Stream.of(
                Nd4j.rand(matrix.dataType(), columns),
                parameters
                        .get(NDArrayIndex.point(0), NDArrayIndex.interval(columns, 2 * columns))
                        .reshape(columns),
                parameters.get(NDArrayIndex.all(), NDArrayIndex.interval(columns, 2 * columns)),
                Nd4j.rand(matrix.dataType(), columns, 3).getColumn(1));
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void everyRowGetsTheVector(INDArray matrix) {
        rows(matrix).forEach(row -> {
            double[] expected = Elements.of(matrix);
            double[] added = Elements.of(row);
            for (int i = 0; i < expected.length; i++) {
                expected[i] += added[i % added.length];
                expected[i] = matrix.dataType() == DataType.FLOAT ? (float) expected[i] : expected[i];
            }

            RowVector.add(matrix, row);

            assertThat(Elements.of(matrix)).isEqualTo(expected);
            assertThat(Elements.of(row)).isEqualTo(added);
        });
    }
}
