package io.dbn4j.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nanos;

    private TerminalProgress progress(int columns) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new TerminalProgress(out, columns, StandardCharsets.US_ASCII, () -> nanos);
    }

    private void at(double seconds) {
        nanos = (long) (seconds * 1e9);
    }

    private List<String> drawn() {
        return Arrays.stream(bytes.toString(StandardCharsets.UTF_8).split("[\r\n]+"))
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void theBarShowsShareRateAndTimeLeft() {
        TerminalProgress progress = progress(100);
        progress.begin("layer 1", 60_000, "images");
        at(10);
        progress.at(15_000);

        assertThat(drawn())
                .containsExactly(
                        "layer 1 [..............................]   0 %  0/60,000 images",
                        "layer 1 [#######.......................]  25 %  15,000/60,000 images  1,500/s  0:30 left");
    }

    @Test
    void aFinishedTaskLeavesOneLine() {
        TerminalProgress progress = progress(100);
        progress.begin("layer 1", 100, "images");
        at(4);
        progress.advance(60);
        progress.advance(40);
        progress.end();
        progress.end();

        assertThat(drawn().get(drawn().size() - 1)).isEqualTo("layer 1: 100 images in 0:04 (25/s)");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("\n")
                .endsWith("\n");
    }

    @Test
    void aTaskThatIsStoppedSaysWhere() {
        TerminalProgress progress = progress(0);
        progress.begin("layer 1", 100, "images");
        at(2);
        progress.at(60);
        progress.end();

        assertThat(drawn()).containsExactly("layer 1: stopped at 60 of 100 images in 0:02 (30/s)");
    }

    @Test
    void withoutATerminalThereIsNoBar() {
        TerminalProgress progress = progress(0);
        progress.begin("layer 1", 1000, "images");
        for (int i = 1; i <= 1000; i++) {
            at(i);
            progress.advance(1);
        }
        progress.note("a note");
        progress.begin("layer 2", 10, "images");

        assertThat(drawn()).containsExactly("a note", "layer 1: 1,000 images in 16:40 (1.00/s)");
    }

    @Test
    void itIsDrawnAtMostFiveTimesASecond() {
        TerminalProgress progress = progress(100);
        progress.begin("layer 1", 10_000, "images");
        for (int i = 1; i <= 10_000; i++) {
            at(i * 1e-3);
            progress.at(i);
        }

        assertThat(drawn()).hasSizeBetween(40, 51);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 60, 80, 200})
    void noLineIsAsWideAsTheTerminal(int columns) {
        TerminalProgress progress = progress(columns);
        progress.begin("pretraining of layer 1", 1_000_000, "images");
        at(100);
        progress.at(123_456);

        assertThat(drawn()).allMatch(line -> line.length() < columns);
        assertThat(drawn().get(1)).startsWith("pretraini");
    }

    @Test
    void aShorterLineLeavesNothingOfTheLongerOne() {
        TerminalProgress progress = progress(100);
        progress.begin("task", 1000, "steps");
        at(1000);
        progress.at(1);
        int longest = drawn().get(1).length();
        bytes.reset();
        at(1001);
        progress.at(999);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).hasSize(longest + 1);
    }

    @Test
    void aTaskOfNothingIsRefused() {
        assertThatThrownBy(() -> progress(80).begin("x", 0, "y")).hasMessage("total must be at least 1, was 0");
    }
}
