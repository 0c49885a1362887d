package io.dbn4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.json.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.junit.jupiter.api.Test;

class AxisTest {

    private static final Axis AXIS =
            Json.read("{\"type\": \"logarithmic-integer\", \"from\": 2, \"to\": 16}", Axis.class);

    private static ParameterSpace<?> space() {
        ParameterSpace<?> space = AXIS.space();
        space.setIndices(0);
        return space;
    }

    /** The share of k on a logarithmic scale is log((k + 1/2) / (k - 1/2)) / log(16.5 / 1.5). */
    @Test
    void logarithmicWholeNumbersAreEquallyLikelyOnALogarithmicScale() {
        ParameterSpace<?> space = space();
        Map<Integer, Integer> counts = new TreeMap<>();
        int draws = 100_000;
        IntStream.range(0, draws).forEach(i -> {
            Object value = space.getValue(new double[] {(i + 0.5) / draws});
            counts.merge(Integer.valueOf(AXIS.text(value)), 1, Integer::sum);
        });

        assertThat(counts.keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(2, 16).boxed().toList());
        counts.forEach((k, count) -> assertThat((double) count / draws)
                .isCloseTo(Math.log((k + 0.5) / (k - 0.5)) / Math.log(11), within(1e-4)));
    }

    @Test
    void bothEndsBelongToThem() {
        assertThat(AXIS.ends()).containsExactly("2", "16");
        assertThat(AXIS.text(space().getValue(new double[] {0}))).isEqualTo("2");
        assertThat(AXIS.text(space().getValue(new double[] {1}))).isEqualTo("16");
        assertThat(AXIS.isLogarithmic()).isTrue();
        assertThatThrownBy(() -> new Axis.LogarithmicWhole(0, 4)).hasMessage("from must be at least 1, was 0");
        assertThatThrownBy(() -> new Axis.LogarithmicWhole(4, 4)).hasMessageContaining("range is empty");
    }
}
