package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class PredictionsTest {

    private static final int IMAGES = 200;

    /** Nineteen of twenty images are of class "a". */
    private static final int[] LABELS =
            IntStream.range(0, IMAGES).map(i -> i % 20 == 0 ? 1 : 0).toArray();

    private static Predictions predictions(int... predicted) {
        float[][] scores = new float[predicted.length][2];
        Arrays.setAll(scores, i -> predicted[i] == 0 ? new float[] {1, 0} : new float[] {0, 1});
        LabeledRows images = new LabeledRows(Nd4j.zeros(DataType.FLOAT, IMAGES, 4), LABELS, List.of("a", "b"));
        return new Predictions(images, Nd4j.createFromArray(scores));
    }

    @Test
    void aClassifierThatKnowsOneClassOnlyIsWarnedAbout() {
        Predictions all = predictions(new int[IMAGES]);

        assertThat(all.error()).isEqualTo(Estimate.proportion(10, IMAGES)).isEqualTo(all.errorOfSaying(0));
        assertThat(all.warning(0))
                .isEqualTo(
                        "all rows are predicted as a, no better than always predicting a, the most frequent class: train"
                                + " longer (--epochs) or change the learning rate");
        assertThat(all.byClass())
                .containsExactly(
                        new Predictions.OfClass("a", 190, 190, IMAGES), new Predictions.OfClass("b", 10, 0, 0));
    }

    @Test
    void oneThatIsNoBetterIsWarnedAboutToo() {
        int[] swapped = LABELS.clone();
        IntStream.range(0, 10).forEach(i -> swapped[20 * i + 1] = 1);
        IntStream.range(0, 5).forEach(i -> swapped[20 * i] = 0);

        assertThat(predictions(swapped).warning(0)).startsWith("no better than always predicting a");
    }

    @Test
    void oneCertainMistakeCostsThirtyFiveNats() {
        assertThat(Predictions.logLoss(0)).isCloseTo(34.54, within(0.01));
        assertThat(predictions(IntStream.of(LABELS).map(label -> 1 - label).toArray())
                        .logLoss()
                        .value())
                .isCloseTo(34.54, within(0.01));
    }

    /** A rare class of balanced weights has half of all weight, so that the choice of epochs minds its mistakes. */
    @Test
    void theWeightedLogLossCountsClassesEqually() {
        Predictions all = predictions(new int[IMAGES]);
        Predictions balanced = new Predictions(all.rows().balanced(), all.scores());

        assertThat(all.weightedLogLoss()).isCloseTo(all.logLoss().value(), within(1e-9));
        assertThat(all.logLoss().value()).isCloseTo(34.54 / 20, within(0.001));
        assertThat(balanced.weightedLogLoss()).isCloseTo(34.54 / 2, within(0.01));
    }

    @Test
    void aGainWithinItsErrorIsCalledSo() {
        int[] two = new int[IMAGES];
        two[0] = 1;
        two[20] = 1;

        assertThat(predictions(two).warning(0))
                .isEqualTo("hardly better than always predicting a, the most frequent class: 200 rows are too few to be"
                        + " sure, measure on more, or train longer (--epochs)");
    }

    @Test
    void oneThatIsBetterIsNot() {
        Predictions right = predictions(LABELS);

        assertThat(right.warning(0)).isEmpty();
        assertThat(right.errorOfSaying(0).value()).isCloseTo(5, within(1e-12));
        assertThat(right.rows().majority()).isZero();
    }
}
