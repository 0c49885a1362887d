package io.dbn4j.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFileTest {

    @TempDir
    Path root;

    private Path run;
    private Path outside;

    @BeforeEach
    void write() throws IOException {
        run = Files.createDirectory(root.resolve("run"));
        outside = Files.createDirectory(root.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "SECRETTOKEN and more");
        Files.writeString(run.resolve("plain.txt"), "plain");
    }

    private RunFile file(String name) {
        return new RunFile(run, name);
    }

    @Test
    void aPlainFileIsReadAndOneThatIsMissingIsNamed() {
        assertThat(file("plain.txt").text(5)).isEqualTo("plain");
        assertThat(file("plain.txt").exists()).isTrue();
        assertThat(file("none.txt").exists()).isFalse();
        assertThatThrownBy(() -> file("none.txt").bytes(5))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("no such file: " + run.resolve("none.txt"));
    }

    @Test
    void noMoreThanTheLimitIsRead() {
        assertThatThrownBy(() -> file("plain.txt").bytes(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(run.resolve("plain.txt") + " must have at most 4 bytes, has more");
    }

    @Test
    void linksToFilesAndFoldersAreRefusedAndNothingBehindThemIsTouched() throws IOException {
        Files.createSymbolicLink(run.resolve("link.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(run.resolve("folder"), outside);
        Files.createSymbolicLink(run.resolve("nowhere"), root.resolve("nothing"));

        for (RunFile refused : new RunFile[] {file("link.txt"), file("folder/secret.txt"), file("nowhere")}) {
            assertThat(refused.exists()).isFalse();
            assertThatThrownBy(() -> refused.bytes(100))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was a link")
                    .hasMessageNotContaining("SECRET");
        }
        assertThatThrownBy(() -> file("folder/new.txt").write(into -> Files.writeString(into, "x")))
                .hasMessage(run.resolve("folder") + " must be a folder of the run itself, was a link");
        assertThatThrownBy(() -> file("folder/secret.txt").delete()).hasMessageContaining("was a link");
        assertThatThrownBy(() -> file("folder").names()).hasMessageContaining("was a link");
        assertThatThrownBy(() -> file("link.txt").inPlace()).hasMessageContaining("was a link");
        assertThat(RunFile.names(run)).containsExactly("plain.txt");
        assertThat(RunFile.names(outside)).containsExactly("secret.txt");
    }

    @Test
    void aLinkIsReplacedOrDeletedItself() throws IOException {
        Path link = Files.createSymbolicLink(run.resolve("link.txt"), outside.resolve("secret.txt"));

        file("link.txt").write(into -> Files.writeString(into, "mine"));

        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(outside.resolve("secret.txt")).content().startsWith("SECRET");
        Files.delete(link);
        Files.createSymbolicLink(link, outside.resolve("secret.txt"));
        file("link.txt").delete();
        assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(outside.resolve("secret.txt")).exists();
    }

    @Test
    void temporaryFilesFollowNoLinkAndNoNameIsPredictable() throws IOException {
        Path link = Files.createSymbolicLink(run.resolve(".plain.txt.tmp"), outside.resolve("secret.txt"));

        file("plain.txt").write(into -> {
            assertThat(AtomicFile.becomes(String.valueOf(into.getFileName()))).contains("plain.txt");
            assertThat(into).isEmptyFile().isNotEqualTo(link);
            Files.writeString(into, "new");
        });

        assertThat(run.resolve("plain.txt")).content().isEqualTo("new");
        assertThat(outside.resolve("secret.txt")).content().startsWith("SECRET");
        assertThat(RunFile.names(run)).containsExactly("plain.txt");
    }

    @Test
    void theFolderItselfMayBeReachedThroughALink() throws IOException {
        Path latest = Files.createSymbolicLink(root.resolve("latest"), run);
        assertThat(new RunFile(latest, "plain.txt").text(5)).isEqualTo("plain");
    }

    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void aPipeIsRefusedAtOnce() throws Exception {
        new ProcessBuilder("mkfifo", run.resolve("pipe").toString()).start().waitFor();

        assertThatThrownBy(() -> file("pipe").bytes(5))
                .hasMessage(run.resolve("pipe") + " must be a plain file, was a pipe or a device");
        assertThatThrownBy(() -> file("pipe").inPlace()).hasMessageContaining("was a pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../outside/secret.txt", "a/../../x", "/etc/passwd", "a/./b"})
    void aNameThatLeadsElsewhereIsNone(String name) {
        assertThatThrownBy(() -> file(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be the name of a file below the run");
    }

    @Test
    void bytesThatAreNoTextAreNotShown() throws IOException {
        Files.write(run.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> file("bytes").text(5))
                .hasMessage(run.resolve("bytes") + " must be text in UTF-8, had other bytes");
    }
}
