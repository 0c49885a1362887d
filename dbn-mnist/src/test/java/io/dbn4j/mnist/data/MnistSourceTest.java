package io.dbn4j.mnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.data.DataSource;
import io.dbn4j.lab.data.FileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistSourceTest {

    @Test
    void theImagesAreKnownByName() {
        DataFile test = DataFile.read("mnist-test");

        assertThat(DataSource.REGISTERED).containsOnlyKeys("mnist", "mnist-test");
        assertThat(test.rows().shape()).containsExactly(10_000, 784);
        assertThat(test.rows()).isEqualTo(Mnist.load().test().images());
        assertThat(test.sha256()).isEqualTo("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
        assertThat(DataFile.read("mnist").rows().shape()).containsExactly(60_000, 784);
    }

    @Test
    void aNameStaysWhereAFileBecomesAbsolute(@TempDir Path folder) {
        assertThat(FileSource.absolute("mnist")).isEqualTo("mnist");
        assertThat(FileSource.absolute("file:mnist"))
                .isEqualTo(Path.of("mnist").toAbsolutePath().toString());
        assertThat(FileSource.beside(folder, "mnist")).isEqualTo("mnist");
    }

    @Test
    void aFileBesideASweepIsFoundByEitherName(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mnist"), "0,1\n").toAbsolutePath();

        assertThat(FileSource.beside(folder, "file:mnist")).isEqualTo(file.toString());
        assertThat(FileSource.beside(folder, "./mnist")).isEqualTo(folder.toAbsolutePath() + "/./mnist");
        assertThat(FileSource.beside(folder, "file:nothing")).isEqualTo("file:nothing");
    }

    @Test
    void aFileOfTheSameNameIsReadAsAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("rows.csv"), "0,1,1\n1,0,0\n0,0,1\n");

        assertThat(DataFile.read("file:" + file).rows().shape()).containsExactly(3, 3);
        assertThatThrownBy(() -> DataFile.read("mnits"))
                .hasMessage("no such file: mnits; data with a name: mnist, mnist-test");
        assertThatThrownBy(() -> DataFile.read("./mnist")).hasMessage("no such file: ./mnist");
    }
}
