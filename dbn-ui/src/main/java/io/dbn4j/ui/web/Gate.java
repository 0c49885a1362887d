package io.dbn4j.ui.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A queue before the threads that work, no longer than it may be: who comes too late is told to come again.
 *
 * <p>Nothing is begun for a browser that has gone while it waited.
 */
final class Gate {

    private static final int UNAVAILABLE = 503;

    private final int most;
    private final AtomicInteger inside = new AtomicInteger();

    /** @param most questions that wait or are worked at */
    Gate(int most) {
        this.most = most;
    }

    /**
     * Lets work be done on a route.
     *
     * @param ordered whether one question is worked at a time
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
            refuse(context, "the server is busy; ask again");
        } else {
            context.next();
        }
    }

    /** Says that it is too much now. */
    static void refuse(RoutingContext context, String reason) {
        context.response()
                .setStatusCode(UNAVAILABLE)
                .putHeader(HttpHeaders.RETRY_AFTER, "1")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(reason + "\n");
    }
}
