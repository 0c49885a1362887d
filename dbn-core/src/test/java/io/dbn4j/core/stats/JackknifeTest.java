package io.dbn4j.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.TestSeed;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JackknifeTest {

    private static final double[] NUMBERS = {0.3, -1.2, 4.5, 2.2, 0.1, -0.7, 3.3, 1.1, 0.4};

    @Test
    void aMeanHasItsStandardError() {
        Estimate expected = Estimate.mean(NUMBERS, "");

        Estimate jackknife = Jackknife.of(1, NUMBERS).estimate(mean -> mean[0], "");

        assertThat(jackknife.value()).isEqualTo(expected.value(), within(1e-14));
        assertThat(jackknife.standardError()).isEqualTo(expected.standardError(), within(1e-14));
        assertThat(jackknife.samples()).isEqualTo(9);
    }

    /** The unbiased variance is half of the squared difference of two numbers, averaged over all pairs. */
    @Test
    void theBiasOfAVarianceIsRemoved() {
        double[] squares = new double[NUMBERS.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = NUMBERS[i] * NUMBERS[i];
        }

        Estimate variance = Jackknife.of(1, NUMBERS, squares).estimate(mean -> mean[1] - mean[0] * mean[0], "");

        assertThat(variance.value()).isEqualTo(Moments.of(NUMBERS).variance(), within(1e-13));
    }

    @Test
    void binsTakeTheLastNumbers() {
        Estimate pairs = Jackknife.of(2, NUMBERS).estimate(mean -> mean[0], "");
        double[] means = {1.65, 1.15, 1.3, 0.75};

        assertThat(pairs.value()).isEqualTo(Estimate.mean(means, "").value(), within(1e-14));
        assertThat(pairs.standardError()).isEqualTo(Estimate.mean(means, "").standardError(), within(1e-14));
        assertThat(pairs.samples()).isEqualTo(8);
    }

    /**
     * The square of the mean of an autoregression, away from 0: error {@code 2 mean sqrt(tau / n)}. Of 40 chains the mean
     * squared deviation, over the squared error claimed, is 1 within five standard errors of a chi-squared with 40 degrees of
     * freedom, but for the 5 % that the error claims too little: a false alarm in 1e-5 runs. Bins of one step claim far too
     * little.
     */
    @Test
    void errorsOfCorrelatedNumbersCoverTheTruth() {
        assertCoverage(series -> Jackknife.of(series));
        assertThatThrownBy(() -> assertCoverage(series -> Jackknife.of(1, series)))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertCoverage(Function<double[], Jackknife> bins) {
        double sum = 0;
        for (double[] chain : AutocorrelationTest.autoregression(0.8, 40, 10_000)) {
            double[] shifted = new double[chain.length];
            for (int i = 0; i < chain.length; i++) {
                shifted[i] = chain[i] + 3;
            }
            Estimate square = bins.apply(shifted).estimate(mean -> mean[0] * mean[0], "");
            sum += Math.pow((square.value() - 9) / square.standardError(), 2);
        }
        assertThat(sum / 40).as("seed %d", TestSeed.VALUE).isBetween(0.3, 1.05 + 5 * Math.sqrt(2 / 40.0));
    }

    @Test
    void chainsThatAreTooShortAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jackknife.of(new double[199]))
                .withMessageStartingWith(
                        "samples must be at least 200 autocorrelation times, were 199 with a time of 199;");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jackknife.of(1, new double[1]))
                .withMessage("steps of a chain must be at least 2, was 1");
    }
}
