package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.lab.run.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunListTest {

    @TempDir
    Path root;

    @Test
    void runsAreListedInTheOrderOfTheirStart() {
        Run.create(Coin.request(2), root.resolve("b"), Progress.SILENT).execute();
        Run.create(Coin.request(1), root.resolve("a"), Progress.SILENT).execute();

        RunList list = RunList.of(root);

        assertThat(list.runs()).extracting(entry -> entry.record().seed()).containsExactly(2L, 1L);
        assertThat(list.runs().get(0).status()).isEqualTo(Status.DONE);
        assertThat(list.runs().get(0).record().headline()).startsWith("heads ");
        assertThat(list.unreadable()).isEmpty();
    }

    @Test
    void aDamagedFolderIsNamedAndTheOthersAreListed() throws IOException {
        Run.create(Coin.request(1), root.resolve("good"), Progress.SILENT);
        Files.createDirectory(root.resolve("empty"));
        Files.createDirectory(root.resolve(".hidden"));
        Files.createDirectory(root.resolve("torn"));
        Files.writeString(root.resolve("torn/run.json"), "{\"name\":\"co");

        RunList list = RunList.of(root);

        assertThat(list.runs()).extracting(RunList.Entry::folder).containsExactly(root.resolve("good"));
        assertThat(list.unreadable())
                .extracting(RunList.Unreadable::folder)
                .containsExactly(root.resolve("empty"), root.resolve("torn"));
        assertThat(list.unreadable().get(0).reason()).contains("no such file");
        assertThat(list.unreadable().get(1).reason()).contains("not JSON at line 1");
    }

    @Test
    void aRunWhoseProcessIsGoneWasInterrupted() throws IOException {
        Path file = root.resolve("a/run.json");
        Run run = Run.create(Coin.request(1), root.resolve("a"), Progress.SILENT);
        assertThat(RunList.of(root).runs().get(0).status()).isEqualTo(Status.RUNNING);
        Files.delete(root.resolve("a/.lock")); // Runs of earlier versions have no lock.

        String text = Files.readString(file);
        Files.writeString(
                file, text.replace("\"process\": " + run.record().process(), "\"process\": " + Long.MAX_VALUE));

        assertThat(RunList.of(root).runs().get(0).status()).isEqualTo(Status.INTERRUPTED);
    }

    @Test
    void aFolderThatDoesNotExistHasNoRuns() {
        assertThat(RunList.of(root.resolve("none")).runs()).isEmpty();
    }
}
