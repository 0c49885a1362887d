package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stats.Estimate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class CalibrationTest {

    private static final int ROWS = 300;
    private static final int TABLES = 60;

    private final RandomSource random = new Seed(Long.getLong("dbn.seed", 1)).stream("calibration");

    /** Predicts class 0 with probabilities in [0.7, 1], which are too large by {@code excess}. */
    private Estimate error(double excess) {
        float[][] scores = new float[ROWS][];
        int[] labels = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double confidence = 0.7 + 0.3 * random.uniform();
            scores[row] = new float[] {(float) confidence, (float) (1 - confidence)};
            labels[row] = random.uniform() < confidence - excess ? 0 : 1;
        }
        LabeledRows rows = new LabeledRows(Nd4j.zeros(DataType.FLOAT, ROWS, 1), labels, List.of("a", "b"));
        return Calibration.of(new Predictions(rows, Nd4j.createFromArray(scores)), random)
                .error();
    }

    private long covered(double excess) {
        return IntStream.range(0, TABLES)
                .mapToObj(table -> error(excess))
                .filter(found -> found.low() <= 100 * excess + 1e-9 && found.high() >= 100 * excess - 1e-9)
                .count();
    }

    /**
     * The intervals hold the truth in 95 % of all tables or more; 46 of 60 or fewer would do so in 1e-6 runs. The error
     * is the excess, because the excess has one sign.
     */
    @Test
    void theIntervalHoldsTheTruthHoweverSmallItIs() {
        assertThat(covered(0)).isGreaterThan(46);
        assertThat(covered(0.02)).isGreaterThan(46);
        assertThat(covered(0.15)).isGreaterThan(46);
        assertThat(error(0.3).low()).isPositive();
    }
}
