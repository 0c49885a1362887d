package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.run.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a browser can ask for.
 *
 * <pre>
 *   GET /dbn/                             the page, and FILE that belongs to it
 *   GET /dbn/api/runs                     {@link RunSummary} of every run
 *   GET /dbn/api/run?id=RUN               {@link RunView}
 *   GET /dbn/api/metrics?id=RUN&amp;after=N   {@link MetricPart}: what was measured since
 *   GET /dbn/api/report?id=RUN            report.html
 *   GET /dbn/api/table?id=RUN&amp;name=FILE   a table of the run folder, as CSV
 * </pre>
 *
 * <p>An error is an object with one property, {@code error}.
 */
final class RunPages {

    /** Where the pages begin. */
    static final String HOME = "/dbn/";

    private static final String API = HOME + "api/";

    /** A report is a page from a run folder, which somebody else may have made: it may draw, and reach nothing. */
    private static final String REPORT_POLICY = "sandbox allow-scripts; default-src 'none'; img-src data:;"
            + " style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'";

    private static final Logger LOG = LoggerFactory.getLogger(RunPages.class);

    private final RunFolders runs;

    /** What went wrong. */
    record Failure(String error) {}

    RunPages(RunFolders runs) {
        this.runs = runs;
    }

    void addTo(Router router) {
        router.get("/").handler(context -> redirect(context, HOME));
        router.get("/dbn").handler(RunPages::home);
        router.get(HOME).handler(RunPages::home);
        router.get(HOME + ":file").handler(context -> send(context, PageFile.named(context.pathParam("file"))));
        get(router, "runs", context -> RunSummary.all(runs));
        get(router, "run", context -> RunView.of(id(context), runs.run(id(context))));
        get(router, "metrics", context -> MetricPart.read(runs.folder(id(context)), after(context)));
        router.get(API + "report").blockingHandler(this::report, false);
        router.get(API + "table").blockingHandler(this::table, false);
        router.route().handler(context -> fail(context, new NoSuchElementException("there is no such page")));
        router.route().failureHandler(context -> fail(context, context.failure()));
    }

    private static void get(Router router, String name, Function<RoutingContext, Object> answer) {
        router.get(API + name).blockingHandler(context -> send(context, answer.apply(context)), false);
    }

    /** To Vert.x the address with a slash at its end may be the same; to the names inside the page it is another. */
    private static void home(RoutingContext context) {
        if (context.request().path().equals(HOME)) {
            send(context, PageFile.named("index.html"));
        } else {
            redirect(context, HOME);
        }
    }

    private void report(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", REPORT_POLICY);
        send(context, PageFile.of("text/html; charset=utf-8", RunView.report(runs.folder(id(context)))));
    }

    private void table(RoutingContext context) {
        byte[] table = RunView.table(runs.folder(id(context)), parameter(context, "name"));
        send(context, PageFile.of("text/csv; charset=utf-8", table));
    }

    static String id(RoutingContext context) {
        return parameter(context, "id");
    }

    static String parameter(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        Check.require(value != null, "%s must be given", name);
        return value;
    }

    private static long after(RoutingContext context) {
        String text = parameter(context, "after");
        Check.require(text.matches("[0-9]{1,18}"), "after must be a number of bytes, was %s", Check.shown(text));
        return Long.parseLong(text);
    }

    private static void redirect(RoutingContext context, String to) {
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, to)
                .end();
    }

    private static void send(RoutingContext context, PageFile file) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.content());
    }

    static void send(RoutingContext context, Object answer) {
        send(context, PageFile.of("application/json", Json.line(answer).getBytes(StandardCharsets.UTF_8)));
    }

    private static void fail(RoutingContext context, Throwable failure) {
        int status = status(context, failure);
        if (status == 500) {
            LOG.warn("{} failed", context.request().path(), failure);
        }
        if (!context.response().ended()) {
            context.response().setStatusCode(status);
            send(context, new Failure(reason(status, failure)));
        }
    }

    private static int status(RoutingContext context, Throwable failure) {
        if (failure instanceof NoSuchElementException) {
            return 404;
        }
        if (failure instanceof IllegalArgumentException || failure instanceof UncheckedIOException) {
            return 400;
        }
        return context.statusCode() >= 400 ? context.statusCode() : 500;
    }

    private static String reason(int status, Throwable failure) {
        return switch (status) {
            case 400, 404 -> String.valueOf(failure.getMessage());
            case 413 -> "that is too much";
            default -> "the server failed; its log says where";
        };
    }
}
