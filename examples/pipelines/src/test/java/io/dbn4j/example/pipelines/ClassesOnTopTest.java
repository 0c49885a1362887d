package io.dbn4j.example.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.model.DbnArchive;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stack.Dbn;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of twelve bits: those of a class have a 1 in every third column with probability 0.8, elsewhere 0.2. */
class ClassesOnTopTest {

    private static final int ROWS = 600;
    private static final int COLUMNS = 12;

    @Test
    void itReadsAndDrawsTheClassesAlsoFromItsFile(@TempDir Path folder) {
        int[] labels = IntStream.range(0, ROWS).map(row -> row % 3).toArray();
        Random random = new Random(1);
        float[][] bits = new float[ROWS][COLUMNS];
        float[][] classes = new float[ROWS][3];
        for (int row = 0; row < ROWS; row++) {
            classes[row][labels[row]] = 1;
            for (int column = 0; column < COLUMNS; column++) {
                bits[row][column] = random.nextDouble() < (column % 3 == labels[row] ? 0.8 : 0.2) ? 1 : 0;
            }
        }
        INDArray rows = Nd4j.createFromArray(bits);
        Path file = folder.resolve("classes.npz");

        DbnArchive.write(new ClassesOnTop(16, 32, 30).train(rows, Nd4j.createFromArray(classes)), file);
        Dbn dbn = DbnArchive.read(file);

        assertThat(dbn.labels()).isEqualTo(3);
        assertThat(ClassesOnTop.accuracy(dbn, rows, labels)).isGreaterThan(0.85);
        for (int label = 0; label < 3; label++) {
            double[] mean = ColumnSums.means(dbn.meansOfClass(label, 100, 200, new Seed(label).stream("class")));
            for (int column = 0; column < COLUMNS; column++) {
                if (column % 3 == label) {
                    assertThat(mean[column]).isGreaterThan(0.5);
                } else {
                    assertThat(mean[column]).isLessThan(0.5);
                }
            }
        }
    }
}
