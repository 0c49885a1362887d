package io.dbn4j.core.array;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JnaFolderTest {

    @TempDir
    Path temporary;

    /**
     * A program of its own, because JNA loads its library once in a process and the tests' process may have loaded it.
     */
    static final class Asker {

        private Asker() {}

        public static void main(String[] arguments) {
            String asked = "safely".equals(arguments[0])
                    ? JnaFolder.during(() -> "int " + Native.getNativeSize(int.class))
                    : "int " + Native.getNativeSize(int.class);
            System.out.println(asked + ", " + System.getProperty("jna.tmpdir"));
        }
    }

    @Test
    void jnasLibraryIsNotLoadedFromAFolderWhoseNameCanBeGuessed() throws IOException, InterruptedException {
        assertThat(output("safely")).isEqualToIgnoringNewLines("int 4, null");
        assertThat(temporary).isEmptyDirectory();

        assertThat(output("as it is")).isEqualToIgnoringNewLines("int 4, null");
        assertThat(temporary).isDirectoryContaining("glob:**/jna-*");
    }

    private String output(String how) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asker.class.getName(),
                        how)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
