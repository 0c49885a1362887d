package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandTest {

    @TempDir
    Path root;

    @Test
    void runsAreListedTheNewestFirstWithStatusAndResult() {
        Ran.dbn("run", "tiny", "--quiet", "--out", root.resolve("first"));
        Ran.dbn("run", "tiny", "--quiet", "--set", "trouble=strange", "--out", root.resolve("second"));

        Ran ran = Ran.dbn("list", root);

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).hasSize(3);
        assertThat(ran.out().lines().skip(1).findFirst().orElseThrow())
                .contains("failed", "trouble was strange", "second");
        assertThat(ran.out().lines().skip(2).findFirst().orElseThrow()).contains("done", "test error 1.50 %", "first");
    }

    @Test
    void jsonIsAListOfRuns() {
        Ran.dbn("run", "tiny", "--quiet", "--seed", 7, "--out", root.resolve("first"));

        assertThat(Ran.dbn("list", root, "--json").out())
                .startsWith("[")
                .contains(
                        "\"name\": \"tiny\"",
                        "\"seed\": 7",
                        "\"status\": \"done\"",
                        "\"headline\": \"test error 1.50 %\"");
        assertThat(Ran.dbn("list", root.resolve("first/plots"), "--json").out().strip())
                .isEqualTo("[ ]");
    }

    @Test
    void aFolderThatIsNoRunIsNamedAndHidesNoOther() throws IOException {
        Ran.dbn("run", "tiny", "--quiet", "--out", root.resolve("good"));
        Files.writeString(Files.createDirectory(root.resolve("torn")).resolve("run.json"), "{\"name\": ");
        Files.createDirectory(root.resolve("empty"));

        Ran ran = Ran.dbn("list", root);

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines()).hasSize(2);
        assertThat(ran.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("torn"))
                .anyMatch(line -> line.contains("empty"));
    }

    @Test
    void aTerminalGetsNoCommandsFromRecordsOrFolders() throws IOException {
        Path evil = Files.createDirectory(root.resolve("evil\u001b[2J"));
        Ran.dbn("run", "tiny", "--quiet", "--out", evil);
        Path record = evil.resolve("run.json");
        Files.writeString(
                record,
                Files.readString(record)
                        .replaceFirst(
                                "\"headline\": \"[^\"]*\"", "\"headline\": \"\\\\u001b]0;title\\\\u0007\\\\u009b2J\""));
        Files.createDirectory(root.resolve("none\u001b[2J"));

        Ran ran = Ran.dbn("list", root);

        assertThat(ran.out()).contains("?]0;title??2J", "evil?[2J");
        assertThat(ran.err()).contains("none?[2J");
        assertThat((ran.out() + ran.err()).replace(System.lineSeparator(), "")).doesNotContainPattern("\\p{Cc}");
    }

    @Test
    void aFolderThatALinkLeadsOutToIsNamed(@TempDir Path outside) throws IOException {
        Ran.dbn("run", "tiny", "--quiet", "--out", outside.resolve("run"));
        Path link = Files.createSymbolicLink(root.resolve("link"), outside.resolve("run"));

        Ran ran = Ran.dbn("list", root);

        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("not a run: " + link + " leads out of " + root);
    }

    @Test
    void withoutRunsStandardOutputIsEmpty() {
        assertThat(Ran.dbn("list", root)).isEqualTo(new Ran(0, "", "no runs in " + root + System.lineSeparator()));
    }
}
