package io.dbn4j.ui.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A queue of limited length in front of the worker threads; when it is full, requests get status 503.
 *
 * <p>A request is dropped if its browser has disconnected while it waited.
 */
final class Gate {

    private static final int UNAVAILABLE = 503;

    private final int most;
    private final AtomicInteger inside = new AtomicInteger();

    /** @param most number of requests that wait or are being answered */
    Gate(int most) {
        this.most = most;
    }

    /**
     * Adds a handler to a route, behind this queue.
     *
     * @param ordered whether requests are handled one at a time
     */
    void before(Route route, Handler<RoutingContext> work, boolean ordered) {
        route.handler(this::enter)
                .blockingHandler(
                        context -> {
                            try {
                                if (!context.response().closed()) {
                                    work.handle(context);
                                }
                            } finally {
                                inside.decrementAndGet();
                            }
                        },
                        ordered);
    }

    private void enter(RoutingContext context) {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            refuse(context, "the server is busy; try again");
        } else {
            context.next();
        }
    }

    /** Answers with status 503, a reason and the advice to retry after a second. */
    static void refuse(RoutingContext context, String reason) {
        context.response()
                .setStatusCode(UNAVAILABLE)
                .putHeader(HttpHeaders.RETRY_AFTER, "1")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(reason + "\n");
    }
}
