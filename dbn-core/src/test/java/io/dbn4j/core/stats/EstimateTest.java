package io.dbn4j.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EstimateTest {

    @Test
    void exactNumbersHaveNoError() {
        assertThat(Estimate.exact(2.5, "nats")).isEqualTo(new Estimate(2.5, 0, 2.5, 2.5, "nats", Bound.EXACT, 0, 0));
    }

    @Test
    void meanHasTheErrorOfIndependentSamples() {
        Estimate mean = Estimate.mean(new double[] {1, 2, 3, 6}, "nats");

        // Sample variance 14/3, divided by 4; Student's quantile with 3 degrees of freedom.
        double error = Math.sqrt(14.0 / 12);
        assertThat(mean.value()).isEqualTo(3, within(1e-15));
        assertThat(mean.standardError()).isEqualTo(error, within(1e-15));
        assertThat(mean.low()).isEqualTo(3 - 3.182446 * error, within(1e-6));
        assertThat(mean.high()).isEqualTo(3 + 3.182446 * error, within(1e-6));
        assertThat(mean.samples()).isEqualTo(4);
        assertThat(mean.ess()).isEqualTo(4);
        assertThat(mean.bound()).isEqualTo(Bound.NONE);
    }

    @Test
    void meanOfFarAwayNumbersKeepsItsError() {
        Estimate mean = Estimate.mean(new double[] {1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 6}, "nats");

        assertThat(mean.standardError()).isEqualTo(Math.sqrt(14.0 / 12), within(1e-6));
    }

    @Test
    void meanOfOneNumberIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.mean(new double[] {1}, "nats"))
                .withMessage("number of values must be at least 2, was 1");
    }

    /** R. G. Newcombe, Statistics in Medicine 17 (1998), 857, table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 25.53, 36.62", "15, 148, 6.24, 16.05", "0, 20, 0.00, 16.11", "1, 29, 0.61, 17.18"})
    void proportionsHaveWilsonsPublishedIntervals(long hits, long trials, double low, double high) {
        Estimate proportion = Estimate.proportion(hits, trials);

        double p = (double) hits / trials;
        assertThat(proportion.value()).isEqualTo(100 * p, within(1e-12));
        assertThat(proportion.low()).isEqualTo(low, within(0.005));
        assertThat(proportion.high()).isEqualTo(high, within(0.005));
        assertThat(proportion.standardError()).isEqualTo(100 * Math.sqrt(p * (1 - p) / trials), within(1e-12));
        assertThat(proportion.unit()).isEqualTo("percent");
        assertThat(proportion.samples()).isEqualTo(trials);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 10, 29, 100, 10_000})
    void intervalsOfProportionsHoldTheValueAndStayBetween0And100(long trials) {
        for (long hits = 0; hits <= trials; hits += Math.max(1, trials / 50)) {
            Estimate proportion = Estimate.proportion(hits, trials);
            Estimate complement = Estimate.proportion(trials - hits, trials);

            assertThat(proportion.low()).isBetween(0.0, proportion.value());
            assertThat(proportion.high()).isBetween(proportion.value(), 100.0);
            assertThat(complement.low()).isEqualTo(100 - proportion.high(), within(1e-12));
        }
    }

    @Test
    void impossibleProportionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.proportion(11, 10))
                .withMessage("hits must be in [0, 10], was 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.proportion(-1, 10))
                .withMessage("hits must be in [0, 10], was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.proportion(0, 0))
                .withMessage("trials must be at least 1, was 0");
    }

    @Test
    void addingAConstantMovesValueAndInterval() {
        assertThat(sample(Bound.LOWER).plus(10))
                .isEqualTo(new Estimate(12, 0.5, 11.25, 13.5, "nats", Bound.LOWER, 7, 3.5));
    }

    @ParameterizedTest
    @CsvSource({
        "LOWER, UPPER",
        "UPPER, LOWER",
        "LOWER_FROM_EQUILIBRIUM, UPPER_FROM_EQUILIBRIUM",
        "UPPER_FROM_EQUILIBRIUM, LOWER_FROM_EQUILIBRIUM",
        "NONE, NONE",
        "EXACT, EXACT"
    })
    void subtractingFromAConstantMirrorsIntervalAndBound(Bound bound, Bound mirrored) {
        Estimate difference = sample(bound).subtractedFrom(10);

        assertThat(difference.value()).isEqualTo(8);
        assertThat(difference.standardError()).isEqualTo(0.5);
        assertThat(difference.low()).isEqualTo(6.5);
        assertThat(difference.high()).isEqualTo(8.75);
        assertThat(difference.bound()).isEqualTo(mirrored);
    }

    @ParameterizedTest
    @EnumSource(value = Bound.class, mode = EnumSource.Mode.EXCLUDE, names = "EXACT")
    void subtractingTwiceReturnsTheEstimate(Bound bound) {
        assertThat(sample(bound).subtractedFrom(4).subtractedFrom(4)).isEqualTo(sample(bound));
    }

    @Test
    void errorsOfADifferenceAddInSquares() {
        Estimate a = new Estimate(10, 0.3, 9, 12, "nats", Bound.NONE, 50, 50);
        Estimate b = new Estimate(4, 0.4, 3, 4.5, "nats", Bound.UPPER, 7, 3.5);

        Estimate difference = a.minus(b);

        assertThat(difference.value()).isEqualTo(6);
        assertThat(difference.standardError()).isEqualTo(0.5, within(1e-15));
        assertThat(difference.low()).isEqualTo(6 - Math.hypot(1, 0.5), within(1e-15));
        assertThat(difference.high()).isEqualTo(6 + Math.hypot(2, 1), within(1e-15));
        assertThat(difference.bound()).isEqualTo(Bound.LOWER);
    }

    @Test
    void errorsOfASumAddInSquares() {
        Estimate a = new Estimate(10, 0.3, 9, 12, "nats", Bound.LOWER, 50, 50);
        Estimate b = new Estimate(4, 0.4, 3, 4.5, "nats", Bound.LOWER, 7, 3.5);

        Estimate sum = a.plus(b);

        assertThat(sum.value()).isEqualTo(14);
        assertThat(sum.standardError()).isEqualTo(0.5, within(1e-15));
        assertThat(sum.low()).isEqualTo(14 - Math.hypot(1, 1), within(1e-15));
        assertThat(sum.high()).isEqualTo(14 + Math.hypot(2, 0.5), within(1e-15));
        assertThat(sum.bound()).isEqualTo(Bound.LOWER);
        assertThat(sum.samples()).isEqualTo(7);
        assertThat(sum.ess()).isEqualTo(3.5);
        assertThat(a.plus(b.bound(Bound.UPPER)).bound()).isEqualTo(Bound.NONE);
        assertThat(a.plus(Estimate.exact(1, "nats"))).isEqualTo(a.plus(1));
        assertThat(Estimate.exact(1, "nats").plus(a)).isEqualTo(a.plus(1));
    }

    @ParameterizedTest
    @CsvSource({
        "UPPER, UPPER_FROM_EQUILIBRIUM, UPPER_FROM_EQUILIBRIUM",
        "UPPER_FROM_EQUILIBRIUM, UPPER, UPPER_FROM_EQUILIBRIUM",
        "LOWER_FROM_EQUILIBRIUM, LOWER_FROM_EQUILIBRIUM, LOWER_FROM_EQUILIBRIUM",
        "LOWER, UPPER_FROM_EQUILIBRIUM, NONE",
        "LOWER_FROM_EQUILIBRIUM, UPPER_FROM_EQUILIBRIUM, NONE",
        "UPPER_FROM_EQUILIBRIUM, NONE, NONE"
    })
    void aSumKeepsTheConditionOfEitherBound(Bound one, Bound other, Bound sum) {
        assertThat(sample(one).plus(sample(other)).bound()).isEqualTo(sum);
    }

    @ParameterizedTest
    @EnumSource(Bound.class)
    void aConditionalBoundSaysItsConditionInWordsAndInJson(Bound bound) {
        Map<String, Object> json = Json.toMap(sample(bound));
        String name = String.valueOf(json.get("bound"));

        assertThat(bound.words().contains(" if the reverse chains start in equilibrium"))
                .isEqualTo(bound.conditional());
        assertThat(name.endsWith(" if started in equilibrium")).isEqualTo(bound.conditional());
        assertThat(Json.fromMap(json, Estimate.class)).isEqualTo(sample(bound));
    }

    private static Estimate sample(Bound bound) {
        return new Estimate(2, 0.5, 1.25, 3.5, "nats", bound, 7, 3.5);
    }
}
