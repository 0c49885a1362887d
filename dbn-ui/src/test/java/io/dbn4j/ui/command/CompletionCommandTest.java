package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    @DisabledOnOs(OS.WINDOWS)
    void bashCompletesCommandsOptionsAndPresets(String shell, @TempDir Path folder) throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"), Ran.dbn("completion", shell).out());

        assertThat(complete(script, "dbn", "re")).contains("replay");
        assertThat(complete(script, "dbn", "mnist", "--ep")).contains("--epochs");
        assertThat(complete(script, "dbn", "mnist", "--preset", "t")).containsExactly("tiny");
        assertThat(complete(script, "dbn", "run", "ti")).containsExactly("tiny");
    }

    /** Picocli writes the script with the digits of the default locale, which the program therefore sets. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void bashCompletesInALanguageWithOtherDigits(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("completion");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        java,
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        "completion",
                        "bash")
                .redirectOutput(script.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(complete(script, "dbn", "re")).contains("replay");
    }

    /** Returns the completions that bash offers after these words. */
    private static String[] complete(Path script, String... words) throws IOException, InterruptedException {
        String line = String.join(" ", words);
        String ask = String.format(Locale.ROOT, """
                . '%s'
                COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
                _complete_dbn 2>/dev/null
                echo "${COMPREPLY[@]}"
                """, script, line, words.length - 1, line, line.length());
        Process bash =
                new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(offered).isZero();
        return offered.strip().split("\\s+");
    }
}
