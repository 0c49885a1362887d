package io.dbn4j.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.partition.LogPartitionMethods.Method;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogPartitionMethodsTest {

    /** An unregistered estimator, which declares its own names. */
    @JsonTypeName("path-bar")
    @DisplayName(value = "path BAR", summary = "Of no use.")
    record Unregistered() implements LogPartitionEstimator {

        @Override
        public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
            return LogPartition.of(Estimate.exact(0, "nats"));
        }

        @Override
        public long work(AnnealingStart start) {
            return 1;
        }
    }

    @Test
    void eachMethodHasOneNameAndOneNameForPeople() {
        assertThat(LogPartitionMethods.REGISTERED.methods())
                .extracting(Method::name)
                .containsExactly("exact", "ais", "reverse-ais", "raise", "bar", "tap", "naive-mean-field");
        assertThat(LogPartitionMethods.REGISTERED.displayNames())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "exact", "enumeration",
                        "ais", "AIS",
                        "reverseAis", "reverse AIS",
                        "raise", "RAISE",
                        "bar", "Bennett ratio",
                        "tap", "TAP",
                        "naiveMeanField", "naive mean field",
                        "conservative", "reverse AIS, conservative",
                        "rows", "sum over distinct rows"));
        assertThat(LogPartitionMethods.displayName("reverseAis")).isEqualTo("reverse AIS");
        assertThat(LogPartitionMethods.displayName("another")).isEqualTo("another");
    }

    @Test
    void aNewEstimatorBringsItsNamesItself() {
        LogPartitionMethods methods = new LogPartitionMethods(List.of(ExactLogPartition.class, Unregistered.class));

        assertThat(methods.named("path-bar"))
                .contains(new Method("path-bar", "path BAR", "Of no use.", Unregistered.class));
        assertThat(methods.displayNames()).containsEntry("pathBar", "path BAR").containsEntry("exact", "enumeration");
        assertThat(Json.toMap(new Unregistered())).containsExactly(Map.entry("type", "path-bar"));
        assertThat(LogPartitionMethods.REGISTERED.named("path-bar")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '|',
            value = {
                "annealed-importance-sampling; ais; \"betas\": 10, \"chains\": 5",
                "reverse-annealed-importance-sampling; reverse-ais; \"betas\": 10, \"chains\": 5, \"burnIn\": 2",
                "raise; raise; \"betas\": 10, \"chains\": 1, \"rows\": 5, \"burnIn\": 2",
                "bennett-ratio; bar; \"rungs\": 10, \"chains\": 5, \"steps\": 1",
                "thouless-anderson-palmer; tap; \"starts\": 2, \"iterations\": 5, \"damping\": 0.5"
            })
    void filesOfOlderVersionsStayReadable(String former, String name, String settings) {
        String old = "{\"type\": \"%s\", %s}".formatted(former, settings);

        LogPartitionEstimator read = Json.read(old, LogPartitionEstimator.class);

        Map<String, Object> written = Json.toMap(read);
        assertThat(written).containsEntry("type", name);
        if (settings.contains("burnIn")) {
            assertThat(written).containsEntry("temperatures", EquilibriumStart.TEMPERATURES);
        }
    }

    @Test
    void messagesNameMethodsAsTheyAreCalledToday() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read("{\"type\": \"annealing\"}", LogPartitionEstimator.class))
                .withMessage("type: unknown name \"annealing\"; allowed: ais, bar, exact, naive-mean-field, raise,"
                        + " reverse-ais, tap");
    }
}
