package io.dbn4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import org.junit.jupiter.api.Test;

class EstimateTextTest {

    @Test
    void numbersAreRoundedToTwoDigitsOfTheirError() {
        Estimate error = Estimate.proportion(131, 10_000);
        Estimate likelihood = new Estimate(-86.31449, 0.1214, -86.552, -86.077, "nats", Bound.LOWER, 100, 44);

        assertThat(EstimateText.withInterval(error)).isEqualTo("1.31 % [1.11, 1.55]");
        assertThat(EstimateText.withError(likelihood)).isEqualTo("-86.31 \u00b1 0.12 nats");
        assertThat(EstimateText.interval(likelihood)).isEqualTo("[-86.55, -86.08]");
        assertThat(EstimateText.withError(new Estimate(12345, 120, 12100, 12600, "", Bound.NONE, 9, 9)))
                .isEqualTo("12345 \u00b1 120");
    }

    @Test
    void aProportionOfNoneKeepsItsInterval() {
        assertThat(EstimateText.withInterval(Estimate.proportion(0, 10_000))).isEqualTo("0.0000 % [0.0000, 0.0384]");
    }

    @Test
    void exactAndUnknownNumbersHaveNoError() {
        assertThat(EstimateText.withInterval(Estimate.exact(214.7712345678, "nats")))
                .isEqualTo("214.77123 nats");
        assertThat(EstimateText.withError(Metric.plain(0.25))).isEqualTo("0.25");
        assertThat(EstimateText.withError(Metric.plain(Double.NEGATIVE_INFINITY)))
                .isEqualTo("-Infinity");
    }
}
