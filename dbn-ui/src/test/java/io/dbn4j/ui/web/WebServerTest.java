package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final String SECRET = "nobody may see this";

    /** A second loopback address; only a server that listens on all interfaces answers there. */
    private static final String ANOTHER_ADDRESS = "127.0.0.2";

    @TempDir
    Path folder;

    private Path root;
    private WebServer server;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectory(folder.resolve("runs"));
        SmallRuns.done(root.resolve("first"), 3);
        server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)));
        visitor = Visitor.of(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thereIsNoPortAfterTheLast() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 65_535));

            assertThatThrownBy(() ->
                            WebServer.start(new Address(Address.LOOPBACK, 65_535, ""), new RunFolders(List.of(root))))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:65535: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dbn/", "/dbn/app.js", "/dbn/plots.js", "/dbn/api/runs", "/dbn/api/run?id=0/first", "/no"})
    void everyAnswerForbidsWhatThePagesDoNotNeed(String path) {
        HttpResponse<String> answer = visitor.get(path);

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.headers().firstValue("Content-Type")).isPresent();
    }

    @Test
    void everyFileOfThePageIsThere() {
        String page = visitor.get("/dbn/").body();

        assertThat(page).contains("app.js", "plots.js", "pages.css");
        List<String> files = Pattern.compile("(href|src)=\"([a-z]+\\.[a-z]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(2))
                .toList();
        assertThat(files)
                .hasSizeGreaterThan(4)
                .allMatch(file -> visitor.get(file).statusCode() == 200);
        for (String at : List.of("/", "/dbn")) {
            assertThat(visitor.get(at).headers().firstValue("Location")).hasValue("/dbn/");
        }
    }

    @Test
    void onlyTheAddressThatWasNamedIsListenedOn() {
        assertThat(answersAt(ANOTHER_ADDRESS, visitor.home().getPort())).isFalse();

        try (WebServer open = WebServer.start(new Address("0.0.0.0", 0, TOKEN), new RunFolders(List.of(root)))) {
            assertThat(answersAt(ANOTHER_ADDRESS, Visitor.of(open).home().getPort()))
                    .as("a server that listens on all addresses is found")
                    .isTrue();
        }
    }

    private static boolean answersAt(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHostThatOthersReachNeedsAToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Address("0.0.0.0", 0, ""))
                .withMessage("host 0.0.0.0 can be reached from other machines, so it needs a token");
        assertThatIllegalArgumentException().isThrownBy(() -> new Address("0.0.0.0", 0, "short"));

        assertThat(Address.of("0.0.0.0", 0).token())
                .hasSize(64)
                .isNotEqualTo(Address.of("0.0.0.0", 0).token());
        assertThat(Address.of("127.0.0.1", 0).token()).isEmpty();
    }

    @Test
    void withATokenNothingIsShownWithoutIt() {
        try (WebServer closed =
                WebServer.start(new Address(Address.LOOPBACK, 0, TOKEN), new RunFolders(List.of(root)))) {
            Visitor other = Visitor.of(closed);
            for (String path : List.of("/dbn/", "/dbn/app.js", "/dbn/api/runs", "/dbn/api/runs?token=wrong", "/no")) {
                HttpResponse<String> refused = other.get(path);
                assertThat(refused.statusCode()).as(path).isEqualTo(401);
                assertThat(refused.body()).doesNotContain("first");
            }
            assertThat(other.get("/dbn/api/runs", "Authorization", "Bearer wrong")
                            .statusCode())
                    .isEqualTo(401);

            HttpResponse<String> entered = other.get(closed.url());
            String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();

            assertThat(entered.statusCode()).isEqualTo(303);
            assertThat(entered.headers().firstValue("Location")).hasValue("/dbn/");
            // Browsers do not send strict cookies after a link from another page, and send cookies to all ports of a
            // host, so the cookie is not the token.
            assertThat(cookie).contains("HTTPOnly", "SameSite=Lax").doesNotContain(TOKEN);
            assertThat(other.get("/dbn/api/runs", "Cookie", cookie.replaceFirst(";.*", ""))
                            .body())
                    .contains("first");
            assertThat(other.get("/dbn/api/runs", "Authorization", "Bearer " + TOKEN)
                            .body())
                    .contains("first");
        }
    }

    @Test
    void aNameThatWasMadeToPointHereIsNotAnswered() {
        assertThat(visitor.raw("GET /dbn/api/runs HTTP/1.1", "evil.example:80"))
                .startsWith("HTTP/1.1 421")
                .doesNotContain("first");
        assertThat(visitor.raw("GET /dbn/api/runs HTTP/1.1", "localhost:1")).startsWith("HTTP/1.1 200");
    }

    @Test
    void theTokenLeadsToThePagesAndNowhereElse() {
        try (WebServer closed =
                WebServer.start(new Address(Address.LOOPBACK, 0, TOKEN), new RunFolders(List.of(root)))) {
            assertThat(Visitor.of(closed).raw("GET //evil.example/?token=" + TOKEN + " HTTP/1.1", "localhost"))
                    .startsWith("HTTP/1.1 303")
                    .containsIgnoringCase("location: /dbn/\r\n")
                    .doesNotContain("evil");
        }
    }

    @Test
    void aRequestHasOneHost() {
        assertThat(visitor.raw("GET /dbn/api/runs HTTP/1.1", "localhost\r\nHost: evil.example"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1"})
    void theAddressThatIsPrintedAnswers(String host) throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null || !host.contains(":"));
        try (WebServer other = WebServer.start(new Address(host, 0, ""), new RunFolders(List.of(root)))) {
            assertThat(other.url()).startsWith("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":");
            assertThat(Visitor.of(other).get("api/runs").body()).contains("first");
            assertThat(Visitor.of(other).raw("GET /dbn/api/runs HTTP/1.1", "evil.example"))
                    .startsWith("HTTP/1.1 421");
        }
    }

    /** A server on all interfaces prints an address that other machines can use, not 0.0.0.0. */
    @Test
    void ofAllInterfacesOneIsPrinted() {
        try (WebServer open = WebServer.start(new Address("0.0.0.0", 0, TOKEN), new RunFolders(List.of(root)))) {
            assertThat(open.url()).doesNotContain("0.0.0.0").endsWith("/dbn/?token=" + TOKEN);
            assertThat(Visitor.of(open)
                            .get("/dbn/api/runs", "Authorization", "Bearer " + TOKEN)
                            .body())
                    .contains("first");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dbn/api/run?id=0/../outside",
                "/dbn/api/run?id=0/first/../../outside",
                "/dbn/api/run?id=0/%2e%2e/outside",
                "/dbn/api/run?id=0/link",
                "/dbn/api/run?id=0//etc",
                "/dbn/api/run?id=1/outside",
                "/dbn/api/run?id=0/first%00",
                "/dbn/api/metrics?id=0/../outside&after=0",
                "/dbn/api/report?id=0/link",
                "/dbn/api/report?id=0/first",
                "/dbn/api/table?id=0/first&name=../../outside/secret.csv",
                "/dbn/api/table?id=0/first&name=linked.csv",
                "/dbn/../../outside/run.json",
                "/dbn/..%2f..%2foutside%2frun.json",
                "/dbn/%2e%2e/%2e%2e/outside/run.json",
                "/dbn//etc/passwd",
                "/dbn/RunPages.class"
            })
    void noNameLeadsOutOfTheRuns(String path) throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.copy(root.resolve("first/run.json"), outside.resolve("run.json"));
        for (String name : List.of("secret.csv", "metrics.jsonl", "report.html")) {
            Files.writeString(outside.resolve(name), SECRET);
        }
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("first/linked.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(root.resolve("first/report.html"), outside.resolve("report.html"));

        String answer = visitor.raw("GET " + path + " HTTP/1.1", "localhost");

        assertThat(root.resolve("link/secret.csv")).as("the way is there").hasContent(SECRET);
        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04] .*")
                .doesNotContain(SECRET)
                .doesNotContain("small");
        assertThat(visitor.get("/dbn/api/runs").body()).contains("link leads out of");
    }

    @Test
    void tooLongRequestsAreRefused() {
        assertThat(visitor.raw("GET /dbn/?" + "x".repeat(1 << 13) + " HTTP/1.1", "localhost"))
                .startsWith("HTTP/1.0 414");
        assertThat(visitor.raw("GET /dbn/ HTTP/1.1\r\nX-Long: " + "x".repeat(1 << 15), "localhost"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void theNextPortIsTakenIfOneIsNotFree() {
        int taken = visitor.home().getPort();

        try (WebServer second =
                WebServer.start(new Address(Address.LOOPBACK, taken, ""), new RunFolders(List.of(root)))) {
            assertThat(Visitor.of(second).home().getPort()).isGreaterThan(taken);
            assertThat(Visitor.of(second).get("/dbn/api/runs").body()).contains("first");
        }
    }

    @Test
    void aClosedServerLeavesNothingBehind() throws InterruptedException {
        int port = visitor.home().getPort();

        server.close();

        assertThat(answersAt(Address.LOOPBACK, port)).isFalse();
        try (WebServer again =
                WebServer.start(new Address(Address.LOOPBACK, port, ""), new RunFolders(List.of(root)))) {
            assertThat(Visitor.of(again).home().getPort()).isEqualTo(port);
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("vert.x")) {
                thread.join(); // It ends by itself, or this test does not.
            }
        }
    }

    @Test
    void aThousandRunsAreListedAndADamagedOneIsNamed() throws IOException {
        SmallRuns.copies(root.resolve("first"), root, 999);
        Files.writeString(Files.createDirectory(root.resolve("torn")).resolve("run.json"), "{\"name\": ");

        String list = visitor.get("/dbn/api/runs").body();

        assertThat(list.split("\"id\":", -1)).hasSize(1001);
        assertThat(list).contains("\"unreadable\":[{\"folder\":\"" + root.resolve("torn"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"resumed\": \"garbage\"",
                "\"started\": \"+1000000000-12-31T23:59:59.999999999Z\"",
                "\"started\": \"-1000000000-01-01T00:00:00Z\"",
                "\"ended\": \"soon\"",
                "\"process\": -1"
            })
    void aRecordWithAnImpossibleValueHidesNoOther(String value) throws IOException {
        Path run = SmallRuns.start(root.resolve("second"), 0).folder();
        String name = value.substring(0, value.indexOf(':'));
        String record = Files.readString(run.resolve("run.json"));
        Files.writeString(
                run.resolve("run.json"), record.replaceFirst(name + ": ([^,\n]*)", Matcher.quoteReplacement(value)));

        HttpResponse<String> list = visitor.get("/dbn/api/runs");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains("\"id\":\"0/first\"");
        assertThat(visitor.get("/dbn/api/run?id=0/second").statusCode()).isIn(200, 400);
    }

    @Test
    void runsInsideAGroupHaveNames() {
        SmallRuns.done(root.resolve("group/one"), 1);

        assertThat(visitor.get("/dbn/api/runs").body()).contains("\"id\":\"0/group/one\"");
        assertThat(visitor.get("/dbn/api/run?id=0/group/one").body()).contains("the last is 1.0");
    }

    @Test
    void aRunThatGoesOnIsFollowed() {
        Run run = SmallRuns.start(root.resolve("second"), 0);
        run.metrics().add("layer1.freeEnergy", 10, 1, -1.5);
        String first = visitor.get("/dbn/api/metrics?id=0/second&after=0").body();
        String end = first.replaceFirst(".*\"end\":([0-9]+).*", "$1");
        run.metrics().add("layer1.freeEnergy", 20, 2, Estimate.normal(-2.5, 0.5, "nats", 9, 9));
        String second = visitor.get("/dbn/api/metrics?id=0/second&after=" + end).body();

        assertThat(first).contains("[10.0,1.0,-1.5,\"NaN\",\"NaN\",");
        assertThat(second).contains("[20.0,2.0,-2.5,").doesNotContain("[10.0");
        assertThat(visitor.get("/dbn/api/run?id=0/second").body()).contains("\"status\":\"running\"");
        assertThat(visitor.get("/dbn/api/metrics?id=0/second&after=99999").body())
                .as("a log that was cut is read from its beginning")
                .contains("\"start\":0", "[10.0");
        run.metrics().close();
    }

    @Test
    void aDamagedLogIsNamedWithItsLine() throws IOException {
        Files.writeString(root.resolve("first/metrics.jsonl"), "nonsense\n");

        HttpResponse<String> answer = visitor.get("/dbn/api/metrics?id=0/first&after=0");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("metrics.jsonl, line 1");
    }
}
