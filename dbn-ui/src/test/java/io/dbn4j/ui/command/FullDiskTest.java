package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Bernoulli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Needs root, for file systems that are small or cannot be written. */
@Tag("system")
class FullDiskTest {

    @TempDir
    Path folder;

    private Path disk;
    private Path model;

    @BeforeEach
    void save() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        model = folder.resolve("model.npz");
        Rbm rbm = Rbm.zero(new Bernoulli(), new Bernoulli(), 100, 2, DataType.FLOAT);
        new ModelFile("m", List.of(rbm)).export(1, model);
    }

    private void mount(String options) throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        // Lazy unmount, because a model that could not be written is still open.
        run("umount", "--lazy", disk.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void aFullDiskIsOneLineAndNothingIsHalfWritten() throws IOException, InterruptedException {
        mount("size=256k");

        Ran small = sample(disk.resolve("small.npy"), 10);
        Ran large = sample(disk.resolve("large.npy"), 10_000);

        assertThat(small.code()).isZero();
        assertThat(large)
                .isEqualTo(new Ran(
                        1,
                        "",
                        "dbn: cannot write " + disk.resolve("large.npy") + ": No space left on device"
                                + System.lineSeparator()));
        assertThat(names()).containsExactly("small.npy");
    }

    @Test
    void aModelForWhichThereIsNoRoomIsNotLeftInPart() throws IOException, InterruptedException {
        mount("size=64k");
        Path data = Files.writeString(folder.resolve("rows.csv"), rows());

        Ran ran = Ran.dbn(
                "rbm",
                "train",
                "--data",
                data,
                "--hidden",
                500,
                "--epochs",
                1,
                "--batch",
                10,
                "--quiet",
                "--out",
                disk.resolve("run"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .hasLineCount(1)
                .startsWith("dbn: cannot write " + disk)
                .contains("No space left on device");
        assertThat(disk.resolve("run/model.zip")).doesNotExist();
        assertThat(disk.resolve("run/.model.zip.tmp")).doesNotExist();
    }

    private static String rows() {
        String row = IntStream.range(0, 100).mapToObj(i -> "1").collect(Collectors.joining(","));
        return (row + "\n").repeat(20);
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneLine() throws IOException, InterruptedException {
        mount("ro");

        assertThat(sample(disk.resolve("s.npy"), 10))
                .isEqualTo(new Ran(
                        1,
                        "",
                        "dbn: cannot write " + disk.resolve("s.npy") + ": Read-only file system"
                                + System.lineSeparator()));
        Ran train = Ran.dbn("rbm", "train", "--data", model, "--hidden", 2, "--out", disk.resolve("run"));
        assertThat(train.code()).isEqualTo(1);
        assertThat(train.err()).hasLineCount(1).contains("cannot create " + disk.resolve("run"));
    }

    private Ran sample(Path file, int count) {
        return Ran.dbn("rbm", "sample", model, "--count", count, "--steps", 1, "--out", file, "--quiet");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(disk)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
