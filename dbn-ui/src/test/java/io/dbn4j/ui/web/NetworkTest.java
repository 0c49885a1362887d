package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests access from another machine, a network namespace behind a virtual cable. Needs root and iproute2. */
@Tag("system")
class NetworkTest {

    private static final String TOKEN = "0123456789abcdef";

    /** An address of the range reserved for network tests. */
    private static final String HERE = "198.18.7.1";

    private static final String THERE = "198.18.7.2";

    private final String name = "dbn" + ProcessHandle.current().pid() % 100_000;

    @TempDir
    Path runs;

    @BeforeEach
    void connect() {
        run("ip", "netns", "add", name);
        run("ip", "link", "add", name + "a", "type", "veth", "peer", "name", name + "b", "netns", name);
        run("ip", "address", "add", HERE + "/30", "dev", name + "a");
        run("ip", "link", "set", name + "a", "up");
        run("ip", "-n", name, "address", "add", THERE + "/30", "dev", name + "b");
        run("ip", "-n", name, "link", "set", name + "b", "up");
    }

    @AfterEach
    void disconnect() {
        run("ip", "netns", "delete", name);
    }

    @Test
    void othersAreRefusedUnlessTheyAreLetInAndHaveTheToken() {
        RunFolders folders = new RunFolders(List.of(runs));
        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), folders)) {
            assertThat(fromThere(server, "/dbn/"))
                    .contains("Connection refused")
                    .doesNotContain("HTTP/");
        }
        try (WebServer server = WebServer.start(new Address("0.0.0.0", 0, TOKEN), folders)) {
            assertThat(fromThere(server, "/dbn/")).startsWith("HTTP/1.1 401");
            assertThat(fromThere(server, "/dbn/?token=" + TOKEN)).startsWith("HTTP/1.1 303");
        }
    }

    private String fromThere(WebServer server, String path) {
        String script = String.format(
                Locale.ROOT,
                "exec 3<>/dev/tcp/%s/%d && printf 'GET %s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3 && cat <&3",
                HERE,
                Visitor.of(server).home().getPort(),
                path);
        return output("ip", "netns", "exec", name, "bash", "-c", script);
    }

    private static void run(String... command) {
        assertThat(output(command)).as(String.join(" ", command)).isEmpty();
    }

    private static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
