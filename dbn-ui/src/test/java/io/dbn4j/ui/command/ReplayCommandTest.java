package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    @TempDir
    Path root;

    private Path run;

    @BeforeEach
    void makeARun() {
        run = root.resolve("run");
        Ran.dbn("run", "tiny", "--quiet", "--seed", 3, "--out", run);
    }

    @Test
    void aRunThatGivesTheSameNumbersIsEqual() {
        Ran ran = Ran.dbn("replay", run, "--quiet");

        assertThat(ran).isEqualTo(new Ran(0, "replayed: equal" + System.lineSeparator(), ""));
        assertThat(root.resolve("run-replay/result.json")).exists();
    }

    @Test
    void aSecondReplayFindsAnotherFolder() {
        Ran.dbn("replay", run, "--quiet");

        assertThat(Ran.dbn("replay", run, "--quiet").code()).isZero();
        assertThat(root.resolve("run-replay-2/result.json")).exists();
    }

    @Test
    void aChangedNumberIsNamedAndGivesExitCodeOne() throws IOException {
        Path result = run.resolve("result.json");
        Files.writeString(result, Files.readString(result).replace("1.5,", "1.6,"));

        Ran ran = Ran.dbn("replay", run, "--quiet", "--out", root.resolve("again"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("replayed: 1 differences", "testError.value: recorded 1.6, replayed 1.5");
    }

    @Test
    void jsonNamesTheDifferences() throws IOException {
        Path result = run.resolve("result.json");
        Files.writeString(result, Files.readString(result).replace("1.5,", "1.6,"));

        Ran ran = Ran.dbn("replay", run, "--quiet", "--json");

        JsonNode json = new ObjectMapper().readTree(ran.out());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(json.at("/equal").asBoolean(true)).isFalse();
        assertThat(json.at("/differences/0/place").asText()).isEqualTo("result.json: testError.value");
    }

    @Test
    void aRunThatFailedCannotBeReplayed() {
        Path failed = root.resolve("failed");
        Ran.dbn("run", "tiny", "--quiet", "--set", "trouble=strange", "--out", failed);

        Ran ran = Ran.dbn("replay", failed);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).contains("its status is failed");
    }
}
