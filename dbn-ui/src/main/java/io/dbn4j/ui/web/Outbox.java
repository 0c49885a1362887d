package io.dbn4j.ui.web;

import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends responses in pieces, each as fast as its browser reads.
 *
 * <p>A browser that does not read occupies one piece and its response. All responses in memory have a common limit;
 * beyond it, requests get status 503. Files are read while they are sent and do not count.
 */
final class Outbox {

    /** Bytes of one piece, which the network gets at once. */
    private static final int PIECE = 1 << 16;

    /** Largest number of files that are open at once. */
    private static final int MOST_FILES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    /** @param most largest number of bytes that wait in memory for browsers */
    Outbox(long most) {
        this.most = most;
    }

    /** Returns an outbox that may use an eighth of the heap. */
    static Outbox ofThisMemory() {
        return new Outbox(Runtime.getRuntime().maxMemory() / 8);
    }

    /** Sends bytes from memory; answers 503 if they exceed the limit, unless nothing else is being sent. */
    void send(RoutingContext context, PageFile file) {
        int length = file.content().length();
        long before = held.getAndAdd(length);
        if (before > 0 && before + length > most) {
            held.addAndGet(-length);
            Gate.refuse(context, "too many responses are being sent; try again");
            return;
        }
        Buffer content = file.content();
        new Answer(context, () -> held.addAndGet(-length)) {

            private int next;

            @Override
            void piece() {
                int start = next;
                next = Math.min(length, start + PIECE);
                write(content.slice(start, next), next == length);
            }
        }.start(file.type(), length);
    }

    /**
     * Sends a file, or answers 503 if too many files are open.
     *
     * @param content content, which is closed at the end
     * @param length number of bytes to send
     */
    void send(RoutingContext context, String type, InputStream content, long length) {
        if (files.incrementAndGet() > MOST_FILES) {
            files.decrementAndGet();
            close(content);
            Gate.refuse(context, "too many files are being sent; try again");
            return;
        }
        Runnable end = () -> {
            files.decrementAndGet();
            close(content);
        };
        new Answer(context, end) {

            private long left = length;

            @Override
            void piece() {
                context.vertx().<Buffer>executeBlocking(read -> readPiece(content, left, read), false, this::arrived);
            }

            private void arrived(AsyncResult<Buffer> read) {
                int bytes = read.succeeded() ? read.result().length() : 0;
                left -= bytes;
                if (bytes == 0 && left > 0) {
                    // The file was truncated or cannot be read: the browser must see an incomplete response.
                    abandon(read.cause());
                } else {
                    write(read.result(), left == 0);
                }
            }
        }.start(type, length);
    }

    private static void readPiece(InputStream content, long left, Promise<Buffer> read) {
        try {
            read.complete(Buffer.buffer(content.readNBytes((int) Math.min(PIECE, left))));
        } catch (IOException e) {
            read.fail(e);
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.warn("cannot close a file: {}", e.getMessage());
        }
    }

    /** A response that is being sent, from its headers to its last piece. */
    private abstract static class Answer {

        private final HttpServerResponse response;
        private final Vertx vertx;
        private final Runnable end;
        private boolean last;

        Answer(RoutingContext context, Runnable end) {
            this.response = context.response();
            this.vertx = context.vertx();
            this.end = end;
        }

        /** Writes the next piece. */
        abstract void piece();

        final void start(String type, long length) {
            try {
                response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                        .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(length));
                piece();
            } catch (IllegalStateException e) {
                end.run(); // The browser has disconnected.
            }
        }

        final void write(Buffer piece, boolean isLast) {
            last = isLast;
            try {
                if (isLast) {
                    response.end(piece, this::written);
                } else {
                    response.write(piece, this::written);
                }
            } catch (IllegalStateException e) {
                end.run();
            }
        }

        private void written(AsyncResult<Void> result) {
            if (last || result.failed()) {
                end.run();
            } else {
                // Do not call piece() directly: with a fast reader the calls would nest without limit.
                vertx.runOnContext(ignored -> piece());
            }
        }

        final void abandon(@Nullable Throwable reason) {
            LOG.warn("a response was broken off: {}", reason == null ? "the file was truncated" : reason.getMessage());
            end.run();
            response.close();
        }
    }
}
