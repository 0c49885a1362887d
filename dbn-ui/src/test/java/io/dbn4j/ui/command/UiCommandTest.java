package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.cli.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UiCommandTest {

    @TempDir
    Path root;

    @Test
    void theAddressIsPrintedAndServedUntilTheCommandEnds() throws IOException, InterruptedException {
        Ran.dbn("run", "tiny", "--quiet", "--out", root.resolve("one"));
        StringWriter out = new StringWriter();
        Thread command = new Thread(() -> new Program(Main.class, TinyExperiment.LIST)
                .run(new PrintWriter(out), new PrintWriter(new StringWriter()), "ui", root.toString(), "--port", "0"));
        command.start();
        while (command.isAlive() && !out.toString().endsWith(System.lineSeparator())) {
            Thread.sleep(10);
        }
        URI address = URI.create(out.toString().strip());

        String runs = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address.resolve("api/runs")).build(), BodyHandlers.ofString())
                .body();
        command.interrupt();
        command.join();

        assertThat(address.toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/dbn/");
        assertThat(runs).contains("0/one", "test error 1.50 %");
    }

    @Test
    void aRunThatIsShownNamesTheAddressAndEnds() {
        Ran ran = Ran.dbn("run", "tiny", "--quiet", "--ui", "--json", "--out", root.resolve("shown"));

        assertThat(ran.code()).isZero();
        assertThat(ran.err())
                .contains("in the browser: http://127.0.0.1:")
                .endsWith("this address ends with the run; ./dbn ui " + root.resolve("shown") + " shows it again"
                        + System.lineSeparator());
        assertThat(ran.out()).startsWith("{").doesNotContain("http");
    }

    /** A token in a file or in the environment is not visible to other users, as a command line is. */
    @Test
    void theTokenComesFromTheEnvironmentOrAFile() throws IOException {
        Path file = Files.writeString(root.resolve("token"), "of-the-file-0123\n");
        Map<String, String> environment = Map.of("DBN_TOKEN", "of-the-environment");

        assertThat(tokenWith(environment)).isEqualTo("of-the-environment");
        assertThat(tokenWith(environment, "--token-file", file.toString())).isEqualTo("of-the-file-0123");
        assertThat(tokenWith(environment, "--token", "of-the-command-line")).isEqualTo("of-the-command-line");
        assertThat(tokenWith(Map.of())).isEmpty();
        assertThat(tokenWith(Map.of(), "--host", "0.0.0.0")).hasSize(64);
    }

    private static String tokenWith(Map<String, String> environment, String... arguments) {
        UiCommand command = new UiCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.address(environment).token();
    }

    @Test
    void aTokenFileThatHoldsNoneIsNotQuoted() throws IOException {
        Path file = Files.writeString(root.resolve("token"), "se cr et, and no token");

        assertThat(Ran.dbn("ui", root, "--token-file", file))
                .isEqualTo(new Ran(
                        1,
                        "",
                        "dbn: token must consist of at least 12 letters, digits, _ or -; had 22 characters"
                                + System.lineSeparator()));
        assertThat(Ran.dbn("ui", root, "--token-file", root.resolve("none")).err())
                .contains("no such file");
        assertThat(Ran.dbn("ui", root, "--token-file", file, "--token", "0123456789ab")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void anEmptyTokenIsRefusedAndAnEmptyVariableIsNone() throws IOException {
        Path file = Files.writeString(root.resolve("token"), " \n");

        assertThat(tokenWith(Map.of("DBN_TOKEN", ""))).isEmpty();
        assertThat(tokenWith(Map.of("DBN_TOKEN", ""), "--host", "0.0.0.0")).hasSize(64);
        assertThat(Ran.dbn("ui", root, "--token-file", file))
                .isEqualTo(new Ran(1, "", "dbn: " + file + " must hold a token, was empty" + System.lineSeparator()));
        assertThat(Ran.dbn("ui", root, "--token", ""))
                .isEqualTo(new Ran(1, "", "dbn: --token must hold a token, was empty" + System.lineSeparator()));
    }

    @Test
    void whatCannotBeShownIsNamed() {
        assertThat(Ran.dbn("ui", root.resolve("none")))
                .isEqualTo(
                        new Ran(1, "", "dbn: " + root.resolve("none") + " is not a folder" + System.lineSeparator()));
        assertThat(Ran.dbn("ui", root, "--token", "short").err()).contains("token must consist of at least 12");
    }
}
