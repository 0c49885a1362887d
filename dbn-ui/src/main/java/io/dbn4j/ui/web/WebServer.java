package io.dbn4j.ui.web;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A web server for the pages, which runs until it is closed or the program exits.
 *
 * <p>DL4J's own server is not used, because it listens on every interface of the machine.
 */
public final class WebServer implements AutoCloseable {

    /** Number of further ports to try. */
    private static final int TRIES = 100;

    private static final int LAST_PORT = (1 << 16) - 1;

    /** Threads that read run folders and compute pictures. */
    private static final int WORKERS = 4;

    private static final int IDLE_SECONDS = 60;
    private static final int LONGEST_HEADERS = 1 << 14;

    private final Vertx vertx;
    private final Address address;

    private WebServer(Vertx vertx, Address address) {
        this.vertx = vertx;
        this.address = address;
    }

    /**
     * Starts a server, on the next free port if the port of the address is taken.
     *
     * @throws UncheckedIOException if no port is free, or the host is not an address of this machine
     */
    public static WebServer start(Address wanted, RunFolders runs) {
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        // No HTTP/2: browsers use it only for encrypted connections.
        System.setProperty("vertx.disableH2c", "true");
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.HOURS)
                .setMaxWorkerExecuteTime(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            Outbox outbox = Outbox.ofThisMemory();
            TrainingPages trainings = new TrainingPages(runs, outbox);
            RunPages pages = new RunPages(runs, outbox);
            Address open = listen(vertx, wanted, router -> {
                trainings.addTo(router);
                pages.addTo(router);
            });
            // Fill the cache of records, so that the first visitor does not wait for a long list.
            vertx.executeBlocking(done -> done.complete(runs.list()), ignored -> {});
            return new WebServer(vertx, open);
        } catch (RuntimeException e) {
            close(vertx);
            throw e;
        }
    }

    private static Address listen(Vertx vertx, Address wanted, Consumer<Router> pages) {
        for (int port = wanted.port(); ; port++) {
            try {
                Address tried = new Address(wanted.host(), port, wanted.token());
                int open = listenAt(vertx, tried, pages);
                return new Address(wanted.host(), open, wanted.token());
            } catch (CompletionException e) {
                Throwable reason = Objects.requireNonNullElse(e.getCause(), e);
                boolean taken = reason instanceof BindException
                        && String.valueOf(reason.getMessage()).contains("in use");
                if (!taken || port == LAST_PORT || port == wanted.port() + TRIES) {
                    String message = String.format(
                            Locale.ROOT, "cannot listen on %s:%d: %s", wanted.host(), port, reason.getMessage());
                    throw new UncheckedIOException(message, new IOException(reason));
                }
            }
        }
    }

    /** Starts listening and returns the port. */
    private static int listenAt(Vertx vertx, Address address, Consumer<Router> pages) {
        HttpServer server = vertx.createHttpServer(
                new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setMaxHeaderSize(LONGEST_HEADERS));
        Router router = Router.router(vertx);
        new Access(address).addTo(router);
        pages.accept(router);
        server.requestHandler(router);
        WebServer.<HttpServer>await(done -> server.listen(address.port(), address.host(), done));
        return server.actualPort();
    }

    /** Returns the address of the pages for a browser, with the token if there is one. */
    public String url() {
        String token = address.token().isEmpty() ? "" : "?token=" + address.token();
        return String.format(
                Locale.ROOT, "http://%s:%d%s%s", address.reachable(), address.port(), RunPages.HOME, token);
    }

    @Override
    public void close() {
        close(vertx);
    }

    private static void close(Vertx vertx) {
        WebServer.<Void>await(vertx::close);
    }

    private static <T> void await(Consumer<Handler<AsyncResult<T>>> start) {
        CompletableFuture<T> end = new CompletableFuture<>();
        start.accept(result -> {
            if (result.succeeded()) {
                end.complete(result.result());
            } else {
                end.completeExceptionally(result.cause());
            }
        });
        end.join();
    }
}
