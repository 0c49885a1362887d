package io.dbn4j.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTableTest {

    private static final Estimate AIS = new Estimate(-86.312, 0.118, -86.55, -86.08, "nats", Bound.UPPER, 100, 43.2);

    @Test
    void estimatesHaveErrorIntervalBoundAndEffectiveSamplesInColumns() {
        Map<String, Object> likelihood = new LinkedHashMap<>();
        likelihood.put("ais", AIS);
        likelihood.put("exact", Estimate.exact(-86.5, "nats"));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("testError", Estimate.proportion(150, 10_000));
        result.put("logLikelihood", Map.of("sampled", likelihood));
        result.put("fineTuningSeconds", 12.345);

        assertThat(ResultTable.of(result)).isEqualTo("""
                        test error           1.50 \u00b1 0.12 %       [1.28, 1.76]
                        log likelihood
                          sampled
                            AIS              -86.31 \u00b1 0.12 nats  [-86.55, -86.08]  upper bound, 43 of 100 effective samples
                            exact            -86.5 nats                            exact
                        fine tuning seconds  12.3""");
    }

    @Test
    void aConditionalBoundIsPrintedWithItsCondition() {
        Estimate reverse = AIS.bound(Bound.UPPER_FROM_EQUILIBRIUM);

        assertThat(ResultTable.of(Map.of("logPartition", reverse)))
                .contains("upper bound if the reverse chains start in equilibrium, 43 of 100 effective samples");
    }

    @Test
    void listsOfSentencesHaveALineForEach() {
        String one = "inverted bracket: AIS (lower bound) is 0.30 nats above reverse AIS (upper bound)";
        String two = "short";

        assertThat(ResultTable.of(Map.of("warnings", List.of(one, two))).lines().map(String::strip))
                .containsExactly("warnings  " + one, two);
    }

    @Test
    void nothingHasNoHeading() {
        Map<String, Object> empty = Map.of("starts", List.of(), "checks", Map.of("inner", Map.of()), "note", "");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("rows", 3);
        result.put("bracket", empty);
        assertThat(ResultTable.of(result)).isEqualTo("rows  3");

        result.put("bracket", Map.of("starts", List.of(Map.of("chains", 50))));
        assertThat(ResultTable.of(result)).startsWith("rows  3\n\nstarts\n");
    }

    @Test
    void listsOfObjectsBecomeTablesBelow() {
        record Layer(int hidden, double seconds, Estimate gap, Map<String, Integer> tail) {}
        record Outcome(List<Layer> layers, boolean centered, String note) {}
        List<Layer> layers = List.of(
                new Layer(500, 61.04, Estimate.exact(0.25, "nats"), Map.of("rows", 1)),
                new Layer(2000, 7, AIS, Map.of("rows", 22)));

        assertThat(ResultTable.of(new Outcome(layers, true, ""))).isEqualTo("""
                        centered  yes

                        layers
                           hidden  seconds  gap                 tail rows
                        1     500     61.0  0.25 nats                   1
                        2    2000      7.0  -86.31 \u00b1 0.12 nats         22""");
    }

    @Test
    void aRowWithoutSomeColumnsDoesNotChangeTheirOrder() {
        List<Map<String, Object>> rows = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
        rows.get(0).put("recall", 1);
        rows.get(1).put("precision", 2);
        rows.get(1).put("recall", 3);

        assertThat(ResultTable.of(Map.of("classes", rows))).contains("precision  recall");
    }

    @Test
    void whatIsMissingHasNoLine() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("nothing", null);
        result.put("empty", List.of());
        result.put("number", 3);

        assertThat(ResultTable.of(result)).isEqualTo("number  3");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12, 12",
        "0.1, 0.1",
        "123456.789, 123457",
        "1.5e-7, 1.5E-7",
        "-1e12, -1E+12",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void numbersHaveSixDigits(double number, String text) {
        assertThat(ResultTable.of(Map.of("x", number))).isEqualTo("x  " + text);
    }

    @Test
    void aLongListIsCounted() {
        assertThat(ResultTable.of(Map.of("x", List.of(1, 2)))).isEqualTo("x  1, 2");
        assertThat(ResultTable.of(Map.of("x", new int[100]))).isEqualTo("x  100 values");
    }
}
