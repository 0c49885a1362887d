package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.cli.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {

    /** {@code dbn} with the experiments of the tests. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Program(Main.class, TinyExperiment.LIST).run(out, err, args));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void controlCSaysWhatIsKeptAndExitsWith130(@TempDir Path root) throws Exception {
        Path folder = root.resolve("run");
        // A shell starts background jobs with SIGINT ignored, and the whole build below it inherits that.
        Process dbn = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptTest.class.getName(),
                        "run",
                        "tiny",
                        "--set",
                        "trouble=endless",
                        "--out",
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader err = dbn.errorReader(StandardCharsets.UTF_8)) {
            assertThat(firstLineWith("running", err)).isNotNull();
            new ProcessBuilder("kill", "-INT", String.valueOf(dbn.pid()))
                    .start()
                    .waitFor();

            assertThat(firstLineWith("dbn: ", err))
                    .isEqualTo("dbn: interrupted; resume with ./dbn run --resume " + folder);
            assertThat(err.lines()).isEmpty();
        }
        assertThat(dbn.waitFor()).isEqualTo(130);
        assertThat(Files.readString(folder.resolve("run.json"))).contains("\"status\": \"interrupted\"");
    }

    private static String firstLineWith(String start, BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(start)) {
            line = lines.readLine();
        }
        return line;
    }
}
