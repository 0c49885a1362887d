package io.dbn4j.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSumExpTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void sumsNeitherOverflowNorUnderflow() {
        assertThatCode(() -> assertKnownSums(LogSumExp::of)).doesNotThrowAnyException();
        assertThatThrownBy(() -> assertKnownSums(
                        x -> Math.log(Arrays.stream(x).map(Math::exp).sum())))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertKnownSums(ToDoubleFunction<double[]> logSumExp) {
        for (double shift : new double[] {0, 1e4, -1e4}) {
            double[] logarithms = {shift + Math.log(1), shift + Math.log(5), shift, shift + Math.log(3)};
            assertThat(logSumExp.applyAsDouble(logarithms)).isEqualTo(shift + Math.log(10), within(1e-11));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e5, -1e5, -INFINITY, INFINITY})
    void oneTermIsItsOwnSum(double x) {
        assertThat(LogSumExp.of(new double[] {x})).isEqualTo(x);
    }

    @Test
    void anEmptySumIsMinusInfinity() {
        assertThat(LogSumExp.of(new double[0])).isEqualTo(-INFINITY);
        assertThat(new LogSumExp().value()).isEqualTo(-INFINITY);
    }

    @Test
    void termsOfZeroAddNothing() {
        assertThat(LogSumExp.of(new double[] {-INFINITY, 2, -INFINITY})).isEqualTo(2);
        assertThat(LogSumExp.of(new double[] {-INFINITY, -INFINITY})).isEqualTo(-INFINITY);
    }

    @Test
    void infiniteTermsMakeAnInfiniteSum() {
        assertThat(LogSumExp.of(new double[] {1, INFINITY, 2})).isEqualTo(INFINITY);
        assertThat(LogSumExp.of(new double[] {INFINITY, INFINITY})).isEqualTo(INFINITY);
    }

    @Test
    void notANumberIsNotHidden() {
        assertThat(LogSumExp.of(new double[] {Double.NaN, 1})).isNaN();
        assertThat(LogSumExp.of(new double[] {1, Double.NaN, 2})).isNaN();
        assertThat(LogSumExp.of(new double[] {-INFINITY, Double.NaN})).isNaN();
    }

    @Test
    void orderDoesNotMatter() {
        double[] ascending = new double[1000];
        double[] descending = new double[1000];
        for (int i = 0; i < 1000; i++) {
            ascending[i] = 0.1 * i;
            descending[999 - i] = 0.1 * i;
        }
        double geometric = 99.9 + Math.log((1 - Math.exp(-100)) / (1 - Math.exp(-0.1)));

        assertThat(LogSumExp.of(ascending)).isEqualTo(geometric, within(1e-12));
        assertThat(LogSumExp.of(descending)).isEqualTo(geometric, within(1e-12));
    }
}
