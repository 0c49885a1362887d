package io.dbn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckTest {

    @Test
    void theSmallestAllowedIntegerPasses() {
        assertThat(Check.atLeast(1, 1, "chains")).isEqualTo(1);
    }

    @Test
    void aSmallerIntegerIsRefusedWithNameRuleAndValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.atLeast(1, 0, "chains"))
                .withMessage("chains must be at least 1, was 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatAreNotPositiveAndFiniteAreRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.positive(value, "learningRate"))
                .withMessage("learningRate must be positive and finite, was " + value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1, Double.MAX_VALUE})
    void aPositiveFiniteNumberPasses(double value) {
        assertThat(Check.positive(value, "learningRate")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void numbersOutOfRangeAreRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.inRange(0, 1, value, "rate"))
                .withMessage("rate must be in [0.0, 1.0], was " + value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void theEndsOfARangeBelongToIt(double value) {
        assertThat(Check.inRange(0, 1, value, "rate")).isEqualTo(value);
    }

    @Test
    void aMatrixWithTheRightColumnsPasses() {
        INDArray matrix = Nd4j.zeros(100, 784);

        assertThat(Check.columns(784, matrix, "visible")).isSameAs(matrix);
    }

    @Test
    void aMatrixWithOtherColumnsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.columns(784, Nd4j.zeros(100, 783), "visible"))
                .withMessage("visible must have shape [batch, 784], was [100, 783]");
    }

    @Test
    void aVectorIsNoMatrix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Check.columns(784, Nd4j.zeros(784), "visible"))
                .withMessage("visible must have shape [batch, 784], was [784]; make it a row with reshape(1, -1)");
    }

    @Test
    void messagesAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Check.require(false, "%.1f and %,d", 0.5, 1000))
                    .withMessage("0.5 and 1,000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aTextFromAFileIsShownInOneShortLine() {
        assertThat(Check.shown(" a\nb\u00e9\t ")).isEqualTo("a?b?");
        assertThat(Check.shown("x".repeat(60))).hasSize(60);
        assertThat(Check.shown("x".repeat(61))).isEqualTo("x".repeat(60) + "...");
    }
}
