package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnealingTest {

    /** Collects notes and warnings. */
    private static final class Notes implements Progress {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void note(String line) {
            lines.add(line);
        }

        @Override
        public void warn(String line) {
            lines.add(line);
        }
    }

    private static List<String> notes(String method, Estimate estimate) {
        Notes notes = new Notes();
        Annealing.noteFewSamples(notes, method, estimate);
        return notes.lines;
    }

    @Test
    void fewerThanTenEffectiveSamplesAreSaid() {
        assertThat(notes("bar", Estimate.normal(3, 0.1, "nats", 100, 9.94)))
                .containsExactly("Bennett ratio: effective sample size 9.9 is below 10, its error bar is too small;"
                        + " use more steps");
        assertThat(notes("raise", Estimate.normal(3, 0.1, "nats", 5, 5)))
                .singleElement()
                .asString()
                .startsWith("RAISE: ");
        assertThat(notes("ais", Estimate.normal(3, 0.1, "nats", 100, 10))).isEmpty();
    }

    @Test
    void methodsWithoutSamplesHaveNoneToSay() {
        assertThat(notes("exact", Estimate.exact(3, "nats"))).isEmpty();
        assertThat(notes("naiveMeanField", Estimate.exact(3, "nats").bound(Estimate.Bound.LOWER)))
                .isEmpty();
        assertThat(notes("tap", Estimate.exact(3, "nats").bound(Estimate.Bound.NONE)))
                .isEmpty();
    }

    private static Map<String, Estimate> bracket(double lower, double upper) {
        Map<String, Estimate> bracket = new LinkedHashMap<>();
        bracket.put("ais", Estimate.normal(lower, 0.02, "nats", 100, 80).bound(Estimate.Bound.LOWER));
        bracket.put(
                "reverseAis",
                Estimate.normal(upper, 0.02, "nats", 100, 80).bound(Estimate.Bound.UPPER_FROM_EQUILIBRIUM));
        return bracket;
    }

    @Test
    void anInvertedBracketIsSaidByItsMethods() {
        Notes notes = new Notes();

        BracketCheck check = Annealing.checked(notes, List.of(), bracket(34.2, 33.9));

        assertThat(notes.lines)
                .isEqualTo(check.warnings())
                .singleElement()
                .asString()
                .startsWith("inverted bracket: AIS (lower bound) is 0.30 nats above reverse AIS (upper bound)");
        assertThat(Annealing.checked(Progress.SILENT, List.of(), bracket(34.2, 34.3)))
                .isEqualTo(BracketCheck.NONE);
    }

    @Test
    void warningsReachThoseWhoWantNoProgress() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress quiet = Progress.warningsOn(new PrintStream(bytes, true, StandardCharsets.UTF_8)::println);

        quiet.begin("task", 1, "steps");
        quiet.note("a note");
        Annealing.noteFewSamples(quiet, "ais", Estimate.normal(3, 0.1, "nats", 100, 5));
        quiet.end();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("AIS: effective sample size 5.0 is below 10, its error bar is too small; use more steps"
                        + System.lineSeparator());
    }
}
