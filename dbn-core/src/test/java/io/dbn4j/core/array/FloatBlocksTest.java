package io.dbn4j.core.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FloatBlocksTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 784", "3, 40000"}) // one block, several, rows longer than a block
    void everyElementIsVisitedOnceInOrder(int rows, int columns) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, rows, columns);
        FloatBlocks.replace(
                array, (block, count, from) -> IntStream.range(0, count).forEach(i -> block[i] += (float) (from + i)));
        assertThat(Elements.of(array))
                .containsExactly(
                        IntStream.range(0, rows * columns).mapToDouble(i -> i).toArray());
        long[] next = {0};
        FloatBlocks.read(array, columns, (block, count, from) -> {
            assertThat(count % columns).isZero();
            for (int i = 0; i < count; i++) {
                assertThat(block[i]).isEqualTo((float) next[0]++);
                block[i] = -1;
            }
        });
        assertThat(next[0]).isEqualTo((long) rows * columns);
        assertThat(array.minNumber().doubleValue()).isZero();
    }

    @Test
    void onlyWholeArraysOfFloatsFit() {
        INDArray floats = Nd4j.zeros(DataType.FLOAT, 4, 6);
        assertThat(FloatBlocks.fit(floats)).isTrue();
        assertThat(FloatBlocks.fit(floats.castTo(DataType.DOUBLE))).isFalse();
        assertThat(FloatBlocks.fit(floats.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all())))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, c", "FLOAT, f", "DOUBLE, c"})
    void columnSumsAreThoseOfEveryLayout(DataType type, char order) {
        INDArray matrix = Nd4j.arange(0, 30).castTo(type).reshape('c', 10, 3).dup(order);
        INDArray into = Nd4j.createFromArray(1.0, 2.0, 3.0).castTo(type);
        ColumnSums.add(matrix, -2, into);
        assertThat(Elements.of(into)).containsExactly(1 - 270, 2 - 290, 3 - 310);
        INDArray part = matrix.get(NDArrayIndex.interval(0, 2), NDArrayIndex.all());
        ColumnSums.add(part, 1, into.assign(0));
        assertThat(Elements.of(into)).containsExactly(3, 5, 7);
    }
}
