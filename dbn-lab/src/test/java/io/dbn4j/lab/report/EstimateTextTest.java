package io.dbn4j.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.run.Metric;
import org.junit.jupiter.api.Test;

class EstimateTextTest {

    @Test
    void numbersAreRoundedToTwoDigitsOfTheirError() {
        Estimate likelihood = new Estimate(-86.31449, 0.1214, -86.552, -86.077, "nats", Bound.LOWER, 100, 44);

        assertThat(EstimateText.interval(Estimate.proportion(131, 10_000))).isEqualTo("[1.11, 1.55]");
        assertThat(EstimateText.withError(likelihood)).isEqualTo("-86.31 \u00b1 0.12 nats");
        assertThat(EstimateText.interval(likelihood)).isEqualTo("[-86.55, -86.08]");
        assertThat(EstimateText.withError(new Estimate(12345, 120, 12100, 12600, "", Bound.NONE, 9, 9)))
                .isEqualTo("12345 \u00b1 120");
    }

    @Test
    void thereIsOneNotationOfErrors() {
        Estimate gain = Estimate.normal(0.4449, 0.0612, "nats", 100, 100);

        assertThat(EstimateText.number(gain)).isEqualTo("0.445 \u00b1 0.061");
        assertThat(EstimateText.change(gain)).isEqualTo("+0.445 \u00b1 0.061");
        assertThat(EstimateText.change(Estimate.normal(-1, 0.2, "nats", 9, 9))).isEqualTo("-1.00 \u00b1 0.20");
        assertThat(EstimateText.number(Estimate.normal(-0.001, 0.21, "nats", 9, 9)))
                .isEqualTo("0.00 \u00b1 0.21");
    }

    @Test
    void tinyNumbersAreNotRoundedToZero() {
        assertThat(EstimateText.withError(Estimate.normal(4.3e-13, 2.1e-14, "nats", 9, 9)))
                .isEqualTo("4.3e-13 \u00b1 2.1e-14 nats");
        assertThat(EstimateText.withError(Estimate.normal(1, 2.1e-11, "", 9, 9)))
                .isEqualTo("1.000000000000 \u00b1 0.000000000021");
        assertThat(EstimateText.withError(Estimate.exact(3.28357804719e-18, "")))
                .isEqualTo("3.283578e-18");
        assertThat(EstimateText.withError(Estimate.exact(0, ""))).isEqualTo("0");
    }

    @Test
    void aProportionOfNoneKeepsItsInterval() {
        assertThat(EstimateText.interval(Estimate.proportion(0, 10_000))).isEqualTo("[0.0000, 0.0384]");
    }

    @Test
    void exactAndUnknownNumbersHaveNoError() {
        assertThat(EstimateText.withError(Estimate.exact(214.7712345678, "nats")))
                .isEqualTo("214.77123 nats");
        assertThat(EstimateText.withError(Metric.plain(0.25))).isEqualTo("0.25");
        assertThat(EstimateText.withError(Metric.plain(Double.NEGATIVE_INFINITY)))
                .isEqualTo("-Infinity");
    }
}
