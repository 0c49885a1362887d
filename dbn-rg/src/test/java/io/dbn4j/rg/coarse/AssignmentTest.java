package io.dbn4j.rg.coarse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The largest assignment compared with all permutations. */
class AssignmentTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    private static double[][] some(int n, RandomSource random) {
        INDArray drawn = Nd4j.zeros(DataType.DOUBLE, n, n);
        random.gaussian(drawn);
        double[] values = Elements.of(drawn);
        return IntStream.range(0, n)
                .mapToObj(row -> Arrays.copyOfRange(values, row * n, (row + 1) * n))
                .toArray(double[][]::new);
    }

    private static double sum(double[][] values, int[] rowOf) {
        return IntStream.range(0, rowOf.length)
                .mapToDouble(column -> values[rowOf[column]][column])
                .sum();
    }

    /** Tries every remaining row for this column and the columns after it. */
    private static double best(double[][] values, int column, boolean[] taken) {
        if (column == values.length) {
            return 0;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < values.length; row++) {
            if (!taken[row]) {
                taken[row] = true;
                best = Math.max(best, values[row][column] + best(values, column + 1, taken));
                taken[row] = false;
            }
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void noPermutationHasALargerSum(int n) {
        RandomSource random = new Seed(SEED).stream("values " + n);
        for (int i = 0; i < 50; i++) {
            double[][] values = some(n, random);

            int[] rowOf = Assignment.largest(values);

            assertThat(rowOf)
                    .as("seed %d", SEED)
                    .containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
            assertThat(sum(values, rowOf))
                    .as("seed %d", SEED)
                    .isEqualTo(best(values, 0, new boolean[n]), within(1e-12));
        }
    }

    /** The optimum is a cyclic exchange of the columns of rows 0 to 2; exchanging only two of them lowers the sum. */
    @Test
    void exchangesOfTwoRowsDoNotSuffice() {
        double[][] values = {{5, 6, 0}, {0, 5, 6}, {6, 0, 5}};

        assertThat(Assignment.largest(values)).containsExactly(2, 0, 1);
    }

    @Test
    void aTableThatIsNotSquareOrFiniteIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Assignment.largest(new double[][] {{1, 2}}))
                .withMessage("values must be square, had 1 rows and a row of 2 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Assignment.largest(new double[][] {{Double.NaN}}))
                .withMessage("values must be finite");
    }
}
