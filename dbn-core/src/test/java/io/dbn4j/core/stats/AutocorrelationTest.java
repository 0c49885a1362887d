package io.dbn4j.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.TestSeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AutocorrelationTest {

    /** Covariances by hand, divided by C(0) = 5/4: 1/4, -3/10, -9/20; over all lags 1 + 2 sum is 0. */
    @Test
    void covariancesAreThoseOfTheDefinition() {
        Autocorrelation all = Autocorrelation.of(new double[][] {{1, 2, 3, 4}});
        assertThat(all.mean()).isEqualTo(2.5);
        assertThat(all.variance()).isEqualTo(1.25, within(1e-15));
        assertThat(all.time()).isEqualTo(1);

        Autocorrelation one = Autocorrelation.of(new double[][] {{1, 2, 3, 4}}, 0.6);
        assertThat(one.window()).isEqualTo(1);
        assertThat(one.time()).isEqualTo(1.5, within(1e-15));
        assertThat(one.samples()).isEqualTo(4);
        assertThat(one.effectiveSamples()).isEqualTo(4 / 1.5, within(1e-15));
        assertThat(one.estimate("nats").standardError()).isEqualTo(Math.sqrt(1.25 * 1.5 / 4), within(1e-15));
        assertThat(one.estimate("nats").ess()).isEqualTo(4 / 1.5, within(1e-15));
    }

    @Test
    void chainsThatNeverLeaveTheirPlacesCountOnceEach() {
        Autocorrelation stuck = Autocorrelation.of(new double[][] {{0, 0, 0, 0}, {1, 1, 1, 1}});

        assertThat(stuck.time()).isEqualTo(4, within(1e-14));
        assertThat(stuck.estimate("").standardError()).isEqualTo(0.5 / Math.sqrt(2), within(1e-14));
    }

    @Test
    void aNumberThatNeverChangesCountsOnce() {
        assertThat(Autocorrelation.of(new double[][] {{0.1, 0.1, 0.1}, {0.1, 0.1, 0.1}}))
                .isEqualTo(new Autocorrelation(0.1, 0, 6, 2, 6));
    }

    /**
     * {@code x' = phi x + sqrt(1 - phi^2) xi} has {@code tau = (1 + phi) / (1 - phi)}. Five standard errors: a false alarm
     * in 2e-6 runs of the four cases.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9, 0.97})
    void autoregressionHasItsKnownTime(double phi) {
        double[][] chains = autoregression(phi, 8, 20_000);

        assertTime((1 + phi) / (1 - phi), Autocorrelation.of(chains));
        if (phi > 0) {
            assertThatThrownBy(() -> assertTime((1 + phi) / (1 - phi), Autocorrelation.of(chains, 0.2)))
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static void assertTime(double expected, Autocorrelation actual) {
        assertThat(actual.time())
                .as("seed %d", TestSeed.VALUE)
                .isEqualTo(expected, within(5 * expected * actual.timeError() / actual.time()));
        assertThat(actual.mean()).isEqualTo(0, within(5 * Math.sqrt(expected / actual.samples())));
    }

    static double[][] autoregression(double phi, int chains, int steps) {
        INDArray noise = Nd4j.zeros(DataType.DOUBLE, chains, steps);
        TestSeed.stream("autoregression").gaussian(noise);
        double[][] x = noise.toDoubleMatrix();
        for (double[] chain : x) {
            for (int s = 1; s < steps; s++) {
                chain[s] = phi * chain[s - 1] + Math.sqrt(1 - phi * phi) * chain[s];
            }
        }
        return x;
    }

    @Test
    void unevenAndShortChainsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autocorrelation.of(new double[][] {{1, 2}, {1, 2, 3}}))
                .withMessage("chains must have equal lengths, were 2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autocorrelation.of(new double[][] {{1}}))
                .withMessage("steps of a chain must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autocorrelation.of(new double[][] {}))
                .withMessage("number of chains must be at least 1, was 0");
    }
}
