package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.FastPersistent;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.objective.Tempered;
import io.dbn4j.core.sample.Gibbs;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ObjectiveNameTest {

    static Stream<Arguments> objectives() {
        return Stream.of(
                Arguments.of("cd-2", new ContrastiveDivergence(2)),
                Arguments.of("pcd-1", new Persistent(100, new Gibbs(), 1)),
                Arguments.of("fpcd-3", new FastPersistent(100, new Gibbs(), 3, 0.05)),
                Arguments.of("pt-4", new Tempered(100, 10, 4)),
                Arguments.of("exact", new Exact()));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void objectivesHaveShortNames(String name, NegativePhase phase) {
        Objective expected = new Likelihood(phase);

        assertThat(new ObjectiveName().convert(name)).isEqualTo(expected);
        assertThat(new ObjectiveName().convert(Json.write(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pt", "pt-0", "fpcd-", "pcd-1.5", "PT-1", "exact-1"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> new ObjectiveName().convert(name))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("must be cd-K, pcd-K, fpcd-K, pt-K, exact or JSON such as in run.json, was " + name);
    }
}
