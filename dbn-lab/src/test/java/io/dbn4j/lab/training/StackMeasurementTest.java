package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackMeasurementTest {

    @Test
    void aCeilingThatIsNoBoundIsNotClaimed() {
        Estimate ceiling = Estimate.normal(2, 0.1, "nats", 100, 100);

        assertThat(StackMeasurement.findings(Map.of(), ceiling.bound(Bound.UPPER)))
                .containsExactly("no RBMs above the first can raise the bound by more than 2.00 ± 0.10 nats a row"
                        + " (upper bound)");
        assertThat(StackMeasurement.findings(Map.of(), ceiling))
                .containsExactly(
                        "the largest gain of RBMs above the first is not known: the upper bound of log Z of the"
                                + " first RBM is refuted");
    }
}
