package io.dbn4j.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UiCommandTest {

    @TempDir
    Path root;

    @Test
    void theAddressIsPrintedAndServedUntilTheCommandEnds() throws IOException, InterruptedException {
        Ran.dbn("run", "tiny", "--quiet", "--out", root.resolve("one"));
        StringWriter out = new StringWriter();
        Thread command = new Thread(() -> Main.run(
                TinyExperiment.LIST,
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "ui",
                root.toString(),
                "--port",
                "0"));
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
        assertThat(ran.err()).contains("in the browser: http://127.0.0.1:");
        assertThat(ran.out()).startsWith("{").doesNotContain("http");
    }

    @Test
    void whatCannotBeShownIsNamed() {
        assertThat(Ran.dbn("ui", root.resolve("none")))
                .isEqualTo(
                        new Ran(1, "", "dbn: " + root.resolve("none") + " is not a folder" + System.lineSeparator()));
        assertThat(Ran.dbn("ui", root, "--token", "short").err()).contains("token must be 12 or more");
    }
}
