package io.dbn4j.core.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ElementsTest {

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF", "INT"})
    void elementsComeRowByRowFromEveryLayout(DataType type) {
        INDArray wide = Nd4j.createFromArray(new double[][] {{9, 1, 2, 9}, {9, 3, 4, 9}, {9, 5, 6, 9}})
                .castTo(type);
        INDArray view = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
        INDArray dense = view.dup('c');

        for (INDArray array : new INDArray[] {
            view, dense, dense.dup('f'), dense.transpose().dup('c').transpose()
        }) {
            assertThat(Elements.of(array)).containsExactly(1, 2, 3, 4, 5, 6);
        }
        assertThat(Elements.of(dense.getColumn(1))).containsExactly(2, 4, 6);
        assertThat(Elements.of(dense.getRow(1))).containsExactly(3, 4);
        assertThat(Elements.of(dense.transpose())).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(Elements.of(dense.reshape(2, 3))).containsExactly(1, 2, 3, 4, 5, 6);
    }

    /**
     * A pointer does not keep its array alive: without a fence one copy in twenty was garbage while memory was
     * collected.
     */
    @Test
    void elementsSurviveTheCollectionOfTheirArray() throws InterruptedException {
        INDArray transposed = Nd4j.ones(DataType.FLOAT, 300, 1000).transpose();
        // Only compiled code drops an array at its last use.
        INDArray small = Nd4j.ones(DataType.FLOAT, 2, 3).transpose();
        for (int warmUp = 0; warmUp < 30_000; warmUp++) {
            Elements.of(small);
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!done.get()) {
                System.gc();
                Nd4j.valueArrayOf(new long[] {300, 1000}, 7.0, DataType.FLOAT);
                LockSupport.parkNanos(2_000_000);
            }
        });
        collector.start();
        try {
            for (int repeat = 0; repeat < 40; repeat++) {
                assertThat(Arrays.stream(Elements.of(transposed)).allMatch(x -> x == 1))
                        .isTrue();
            }
        } finally {
            done.set(true);
            collector.join();
        }
    }

    @Test
    void elementsAreCopies() {
        INDArray array = Nd4j.createFromArray(1.0, 2.0);

        Elements.of(array)[0] = 7;

        assertThat(array.toDoubleVector()).containsExactly(1, 2);
    }
}
