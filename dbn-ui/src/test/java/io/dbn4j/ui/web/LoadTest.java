package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the server with browsers that do not read, that arrive all at once, or that disconnect. */
@Timeout(600)
class LoadTest {

    /** A length above the buffers of both ends of a connection. */
    private static final int LARGE = 24 << 20;

    @TempDir
    Path root;

    private final Vertx vertx = Vertx.vertx();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        CompletableFuture<Void> closed = new CompletableFuture<>();
        vertx.close(end -> closed.complete(null));
        closed.join();
    }

    private Visitor serving(Router router) {
        CompletableFuture<HttpServer> server = new CompletableFuture<>();
        vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, Address.LOOPBACK, started -> server.complete(started.result()));
        return new Visitor(URI.create("http://127.0.0.1:" + server.join().actualPort() + "/"));
    }

    /** Sends a request and reads only the first line of the answer. */
    private String ask(Visitor visitor, String path) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(1 << 12);
        socket.connect(
                new InetSocketAddress(visitor.home().getHost(), visitor.home().getPort()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
    }

    @Test
    void answersThatNobodyReadsAreFew() throws IOException {
        Outbox outbox = new Outbox(LARGE + 1);
        Router router = Router.router(vertx);
        router.get("/large")
                .handler(context -> outbox.send(
                        context, PageFile.of("text/plain", "a".repeat(LARGE).getBytes(StandardCharsets.UTF_8))));
        Visitor visitor = serving(router);

        assertThat(ask(visitor, "/large")).isEqualTo("HTTP/1.1 200");
        assertThat(visitor.get("/large").statusCode())
                .as("beside one that is not read")
                .isEqualTo(503);
        assertThat(visitor.get("/large").headers().firstValue("Retry-After")).isPresent();
        sockets.get(0).close();
        assertThat(untilAccepted(visitor, "/large")).isEqualTo("a".repeat(LARGE));
        assertThat(visitor.get("/large").body()).as("after one that was read").hasSize(LARGE);
    }

    /** Repeats a request until the server accepts it; the server notices a closed socket a moment later. */
    private static String untilAccepted(Visitor visitor, String path) {
        while (true) {
            var answer = visitor.get(path);
            if (answer.statusCode() == 200) {
                return answer.body();
            }
        }
    }

    @Test
    void filesThatNobodyReadsAreFewAndNotHeld() throws IOException {
        Path run = SmallRuns.done(root.resolve("first"), 1);
        Path table = run.resolve("table.csv");
        try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
            file.setLength(LARGE);
        }
        String path = "/dbn/api/table?id=0/first&name=table.csv";

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            Visitor visitor = Visitor.of(server);
            for (int i = 0; i < 32; i++) {
                assertThat(ask(visitor, path)).isEqualTo("HTTP/1.1 200");
            }
            assertThat(ask(visitor, path)).isEqualTo("HTTP/1.1 503");
            assertThat(visitor.get("/dbn/api/runs").body())
                    .as("others are served")
                    .contains("first");
            for (Socket socket : sockets) {
                socket.close();
            }
            assertThat(untilAccepted(visitor, path)).hasSize(LARGE).matches("\\x00+");
        }
    }

    @Test
    void aFileThatBecomesShorterIsNotTakenForWhole() throws IOException {
        Path file = Files.write(root.resolve("file"), new byte[100]);
        Router router = Router.router(vertx);
        router.get("/file").handler(context -> {
            try {
                new Outbox(1).send(context, "text/plain", Files.newInputStream(file), 200);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        String answer = serving(router).raw("GET /file HTTP/1.1", "localhost");

        assertThat(answer).containsIgnoringCase("content-length: 200").endsWith("\0".repeat(100));
    }

    @Test
    void aQueueHasAnEnd() throws InterruptedException {
        Semaphore begun = new Semaphore(0);
        Semaphore came = new Semaphore(0);
        CountDownLatch goOn = new CountDownLatch(1);
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            context.next();
            came.release();
        });
        new Gate(2)
                .before(
                        router.get("/work"),
                        context -> {
                            begun.release();
                            await(goOn);
                            context.response().end("done");
                        },
                        true);
        Visitor visitor = serving(router);
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> visitor.get("/work").body());
        begun.acquire();
        came.acquire();
        CompletableFuture<String> second =
                CompletableFuture.supplyAsync(() -> visitor.get("/work").body());
        came.acquire();
        int third = visitor.get("/work").statusCode();
        goOn.countDown();

        assertThat(first.join()).isEqualTo("done");
        assertThat(second.join()).isEqualTo("done");
        assertThat(third).isEqualTo(503);
        assertThat(visitor.get("/work").body()).as("when it is empty again").isEqualTo("done");
    }

    @Test
    void nothingIsBegunForWhoHasGone() throws IOException, InterruptedException {
        Semaphore begun = new Semaphore(0);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger works = new AtomicInteger();
        Semaphore came = new Semaphore(0);
        Semaphore went = new Semaphore(0);
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            context.response().closeHandler(closed -> went.release());
            came.release();
            context.next();
        });
        new Gate(9)
                .before(
                        router.get("/work"),
                        context -> {
                            works.incrementAndGet();
                            begun.release();
                            await(goOn);
                            context.response().end("done");
                        },
                        true);
        Visitor visitor = serving(router);
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> visitor.get("/work").body());
        begun.acquire();
        came.acquire();
        try (Socket gone = new Socket(visitor.home().getHost(), visitor.home().getPort())) {
            gone.getOutputStream().write("GET /work HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            came.acquire();
        }
        went.acquire();
        goOn.countDown();

        assertThat(first.join()).isEqualTo("done");
        assertThat(visitor.get("/work").body()).isEqualTo("done");
        assertThat(works).as("the one that has gone was not worked at").hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
