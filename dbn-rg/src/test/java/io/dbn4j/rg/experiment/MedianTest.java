package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.stats.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void ofAnEvenNumberItIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Median.of(4, 1, 3)).isEqualTo(3);
        assertThat(Median.of(4, 1, 3, 2)).isEqualTo(2.5);
    }

    @Test
    void ofEstimatesItKeepsErrorAndInterval() {
        Estimate one = Estimate.normal(1, 0.1, "nats", 10, 8);
        Estimate two = Estimate.normal(2, 0.3, "nats", 20, 5);
        Estimate three = Estimate.normal(9, 0.3, "nats", 20, 5);

        assertThat(Median.of(List.of(three, one, two))).isEqualTo(two);
        Estimate middle = Median.of(List.of(two, one));
        assertThat(middle.value()).isEqualTo(1.5);
        assertThat(middle.standardError()).isEqualTo(0.2, within(1e-15));
        assertThat(middle.low()).isEqualTo(1.5 - 1.959964 * 0.2, within(1e-6));
        assertThat(middle.ess()).isEqualTo(5);
    }
}
