package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void jsonIsTheResultFileAndNothingElse() throws IOException {
        Ran ran = Ran.dbn("run", "tiny", "--json", "--quiet", "--out", folder);

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().strip())
                .isEqualTo(Files.readString(folder.resolve("result.json")).strip());
        assertThat(MAPPER.readTree(ran.out()).at("/testError/value").asDouble()).isEqualTo(1.5);
    }

    @Test
    void withoutJsonThereIsATable() {
        Ran ran = Ran.dbn("run", "tiny", "--quiet", "--out", folder);

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("test error").contains("1.50 \u00b1 0.12 %", "[1.28, 1.76]");
    }

    @Test
    void settingsSeedAndThreadsReachTheRun() throws IOException {
        Ran.dbn(
                "run",
                "tiny",
                "--set",
                "epochs=3",
                "--set",
                "images=a=b",
                "--seed=-7",
                "--threads",
                2,
                "--quiet",
                "--out",
                folder);

        JsonNode run = MAPPER.readTree(folder.resolve("run.json").toFile());
        assertThat(run.at("/experiment/epochs").asInt()).isEqualTo(3);
        assertThat(run.at("/experiment/images").asText()).isEqualTo("a=b");
        assertThat(run.at("/seed").asLong()).isEqualTo(-7);
        assertThat(run.at("/threads/reason").asText()).isEqualTo("--threads 2");
    }

    @Test
    void aFileIsRunLikeAPreset() throws IOException {
        Path file = folder.resolve("my settings.json");
        Files.writeString(
                file,
                "{\"type\": \"tiny\", \"epochs\": 5, \"images\": \"\", \"transpose\": false, \"randomStart\": false, \"trouble\": \"\"}");

        Ran ran = Ran.dbn("run", file, "--set", "transpose=true", "--json", "--quiet", "--out", folder.resolve("run"));

        assertThat(MAPPER.readTree(ran.out()).at("/asked/epochs").asInt()).isEqualTo(5);
        assertThat(MAPPER.readTree(ran.out()).at("/asked/transpose").asBoolean())
                .isTrue();
        assertThat(MAPPER.readTree(folder.resolve("run/run.json").toFile())
                        .at("/name")
                        .asText())
                .isEqualTo("my-settings");
    }

    @Test
    void aFolderThatHoldsARunIsNotOverwritten() {
        Ran.dbn("run", "tiny", "--quiet", "--out", folder);

        Ran again = Ran.dbn("run", "tiny", "--quiet", "--out", folder);

        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).hasLineCount(1).contains("already holds a run");
    }

    @Test
    void aStoppedRunIsResumedWithItsSettingsSeedAndThreads() throws IOException {
        Ran failed = Ran.dbn(
                "run", "tiny", "--set", "trouble=first", "--seed", 5, "--threads", 1, "--quiet", "--out", folder);
        Ran resumed = Ran.dbn("mnist", "--resume", folder, "--json", "--quiet");
        Ran again = Ran.dbn("run", "--resume", folder);

        assertThat(failed.code()).isEqualTo(1);
        assertThat(resumed.code()).isZero();
        assertThat(resumed.out().strip())
                .isEqualTo(Files.readString(folder.resolve("result.json")).strip());
        JsonNode run = MAPPER.readTree(folder.resolve("run.json").toFile());
        assertThat(run.at("/seed").asLong()).isEqualTo(5);
        assertThat(run.at("/status").asText()).isEqualTo("done");
        assertThat(run.at("/resumed").asText()).isNotEmpty();
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).isEqualTo("dbn: %s cannot be resumed: it is done%n".formatted(folder));
    }

    @Test
    void shorthandsOfMnistBecomeSettings() throws IOException {
        JsonNode asked = asked("--data", "digits", "--transpose", "--compare", "random-start");

        assertThat(asked.at("/images").asText()).isEqualTo("digits");
        assertThat(asked.at("/transpose").asBoolean()).isTrue();
        assertThat(asked.at("/randomStart").asBoolean()).isTrue();
        assertThat(asked.at("/epochs").asInt()).isEqualTo(8);
    }

    @Test
    void ofTwoShorthandsTheMoreParticularWins() throws IOException {
        assertThat(asked("--epochs", "3", "--quick").at("/epochs").asInt()).isEqualTo(3);
    }

    @Test
    void setWinsOverShorthands() throws IOException {
        assertThat(asked("--set", "epochs=4", "--epochs", "3", "--quick")
                        .at("/epochs")
                        .asInt())
                .isEqualTo(4);
    }

    private JsonNode asked(String... options) throws IOException {
        List<Object> words =
                new ArrayList<>(List.of("mnist", "--preset", "tiny", "--json", "--quiet", "--out", folder));
        words.addAll(List.of(options));
        return MAPPER.readTree(Ran.dbn(words.toArray()).out()).at("/asked");
    }
}
