package io.dbn4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class BinarizationTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    private final RandomSource random = new Seed(SEED).stream("binarize");

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void thresholdLiesBetweenTheBytes127And128(DataType type) {
        INDArray pixels =
                Nd4j.createFromArray(0f, 126f, 127f, 128f, 129f, 255f).divi(255).castTo(type);
        INDArray states = pixels.ulike();

        Binarization.THRESHOLD.apply(pixels, states, random);

        assertThat(states.toDoubleVector()).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(pixels.getDouble(1)).isEqualTo(126 / 255.0, within(1e-7));
    }

    @Test
    void thresholdOfExactlyOneHalfIsZero() {
        INDArray pixels = Nd4j.createFromArray(0.5, 0.5 + 1e-12);

        Binarization.THRESHOLD.apply(pixels, pixels, random);

        assertThat(pixels.toDoubleVector()).containsExactly(0, 1);
    }

    @Test
    void noneKeepsTheGrayValues() {
        INDArray pixels = Nd4j.createFromArray(0, 0.25, 1);
        INDArray states = pixels.ulike();

        Binarization.NONE.apply(pixels, states, random);
        Binarization.NONE.apply(pixels, pixels, random);

        assertThat(states.toDoubleVector()).containsExactly(0, 0.25, 1);
        assertThat(pixels.toDoubleVector()).containsExactly(0, 0.25, 1);
    }

    @Test
    void certainPixelsAreNotDrawn() {
        INDArray pixels = Nd4j.concat(1, Nd4j.zeros(DataType.FLOAT, 100, 50), Nd4j.ones(DataType.FLOAT, 100, 50));
        INDArray states = pixels.ulike();

        Binarization.BERNOULLI.apply(pixels, states, random);

        assertThat(states).isEqualTo(pixels);
    }

    @Test
    void drawsHaveTheGrayValueAsMean() {
        double deviation = deviation((pixels, states) -> Binarization.BERNOULLI.apply(pixels, states, random));

        assertThat(deviation).as("seed %d", SEED).isLessThan(TOLERANCE);
    }

    /** The broken draw: every probability is too large by a fiftieth. */
    @Test
    void drawsWithAnotherMeanAreNoticed() {
        double deviation = deviation((pixels, states) -> random.bernoulli(pixels.add(0.02), states));

        assertThat(deviation).as("seed %d", SEED).isGreaterThan(TOLERANCE);
    }

    @Test
    void drawsInPlaceEqualDrawsIntoAnotherArray() {
        INDArray pixels = Nd4j.linspace(0, 1, 784, DataType.FLOAT).reshape('c', 4, 196);
        INDArray states = pixels.ulike();
        INDArray inPlace = pixels.dup();

        Binarization.BERNOULLI.apply(pixels, states, new Seed(SEED).stream("a"));
        Binarization.BERNOULLI.apply(inPlace, inPlace, new Seed(SEED).stream("a"));

        assertThat(inPlace).isEqualTo(states).isNotEqualTo(pixels);
        assertThat(pixels.getDouble(3, 195)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"THRESHOLD, threshold", "BERNOULLI, bernoulli", "NONE, none"})
    void nameInJsonIsShort(Binarization binarization, String name) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.writeValueAsString(binarization)).isEqualTo('"' + name + '"');
        assertThat(json.readValue('"' + name + '"', Binarization.class)).isEqualTo(binarization);
        assertThatThrownBy(() -> json.readValue('"' + binarization.name() + '"', Binarization.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void preProcessorReplacesTheFeaturesAndKeepsTheArray() {
        INDArray pixels = Nd4j.createFromArray(0.2, 0.8).reshape(1, 2);
        DataSet batch = new DataSet(pixels, Nd4j.ones(1, 1));

        new BinarizingPreProcessor(Binarization.THRESHOLD, random).preProcess(batch);

        assertThat(batch.getFeatures().toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 1}});
        assertThat(pixels.toDoubleMatrix()).isDeepEqualTo(new double[][] {{0.2, 0.8}});
    }

    /** Standard errors; a normal number is farther out in one of five cases with probability 5 x 5.7e-7 = 3e-6. */
    private static final double TOLERANCE = 5;

    /** The largest deviation, in standard errors, of the mean of 40 000 draws at five gray values. */
    private static double deviation(BiConsumer<INDArray, INDArray> draw) {
        double largest = 0;
        for (double gray : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
            INDArray pixels = Nd4j.valueArrayOf(new long[] {200, 200}, gray, DataType.DOUBLE);
            INDArray states = pixels.ulike();
            draw.accept(pixels, states);
            assertThat(states.ravel().toDoubleVector()).containsOnly(0, 1);
            double standardError = Math.sqrt(gray * (1 - gray) / 40_000);
            largest = Math.max(largest, Math.abs(states.meanNumber().doubleValue() - gray) / standardError);
        }
        return largest;
    }
}
