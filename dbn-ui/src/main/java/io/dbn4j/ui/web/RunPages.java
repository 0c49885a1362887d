package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.RunFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of runs and the requests that they send.
 *
 * <pre>
 *   GET /dbn/                             the page; GET /dbn/FILE its scripts and styles
 *   GET /dbn/api/runs                     {@link RunSummary} of every run
 *   GET /dbn/api/run?id=RUN               {@link RunView}
 *   GET /dbn/api/metrics?id=RUN&amp;after=N   {@link MetricPart}: measurements after offset N
 *   GET /dbn/api/pictures?id=RUN&amp;layer=1&amp;from=0&amp;order=strongest      {@link Pictures}
 *   POST /dbn/api/reconstruct?id=RUN      {@link Play.Answer} to a {@link Play.Question}; also fill, sample
 *   GET /dbn/api/report?id=RUN            report.html
 *   GET /dbn/api/table?id=RUN&amp;name=FILE   a table of the run folder, as CSV
 * </pre>
 *
 * <p>An error is a JSON object with one property, {@code error}.
 */
final class RunPages {

    /** The path of the list of runs. */
    static final String HOME = "/dbn/";

    private static final String API = HOME + "api/";

    /** Policy for report.html, which somebody else may have written: its scripts may draw but load and send nothing. */
    private static final String REPORT_POLICY = "sandbox allow-scripts; default-src 'none'; img-src data:;"
            + " style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'self'";

    private static final Logger LOG = LoggerFactory.getLogger(RunPages.class);

    /** Largest number of bytes of a posted question; a picture has some hundred numbers. */
    private static final int LARGEST_QUESTION = 1 << 18;

    /** Largest number of waiting requests that read run folders. */
    private static final int MOST_WAITING = 256;

    /** Largest number of waiting requests that compute with a model; each takes seconds of all processors. */
    private static final int MOST_PLAYING = 8;

    private static final long LARGEST_FILE = 64L << 20;

    private final RunFolders runs;
    private final Outbox outbox;
    private final Gate reading = new Gate(MOST_WAITING);
    private final Gate playing = new Gate(MOST_PLAYING);
    private final RecentAnswers recent = new RecentAnswers();
    private final RunModels<RunModel> models = new RunModels<>(RunModel::read);
    private final RunModels<Play> plays = new RunModels<>(Play::read);

    /** The JSON of an error. */
    record Failure(String error) {}

    /** A computation with a model, which stops when the browser has disconnected. */
    private interface Asked {

        Play.Answer answer(Play play, Play.Question question, BooleanSupplier gone);
    }

    RunPages(RunFolders runs, Outbox outbox) {
        this.runs = runs;
        this.outbox = outbox;
    }

    void addTo(Router router) {
        router.get("/").handler(context -> redirect(context, HOME));
        router.get("/dbn").handler(this::home);
        router.get(HOME).handler(this::home);
        router.get(HOME + ":file").handler(context -> outbox.send(context, PageFile.named(context.pathParam("file"))));
        get(router, "runs", context -> RunSummary.all(runs));
        get(router, "run", context -> RunView.of(id(context), runs));
        get(router, "metrics", context -> MetricPart.read(runs.folder(id(context)), number(context, "after")));
        get(router, "pictures", this::pictures);
        router.post(API + "*").handler(BodyHandler.create(false).setBodyLimit(LARGEST_QUESTION));
        post(router, "reconstruct", Play::reconstructed);
        post(router, "fill", Play::filled);
        post(router, "sample", Play::sampled);
        reading.before(router.get(API + "report"), this::report, false);
        reading.before(router.get(API + "table"), this::table, false);
        router.route().handler(context -> fail(context, new NoSuchElementException("there is no such page")));
        router.route().failureHandler(context -> fail(context, context.failure()));
    }

    private void get(Router router, String name, Function<RoutingContext, Object> answer) {
        reading.before(
                router.get(API + name),
                context -> outbox.send(context, recent.of(context.request().uri(), () -> json(answer.apply(context)))),
                false);
    }

    /**
     * Adds a computation with a model; one runs at a time, because each uses all processors and training may need some.
     */
    private void post(Router router, String name, Asked asked) {
        playing.before(
                router.post(API + name),
                context -> {
                    Play.Question question = Json.read(context.getBodyAsString(), Play.Question.class);
                    Play play = plays.of(runs.folder(id(context)));
                    BooleanSupplier gone = context.response()::closed;
                    outbox.send(context, json(asked.answer(play, question, gone)));
                },
                true);
    }

    private Pictures pictures(RoutingContext context) {
        Path folder = runs.folder(id(context));
        return Pictures.of(
                models.of(folder),
                RunModel.version(folder),
                (int) number(context, "layer"),
                (int) number(context, "from"),
                parameter(context, "order").equals("strongest"));
    }

    /** Relative addresses in the page need the trailing slash, but Vert.x matches both forms. */
    private void home(RoutingContext context) {
        if (context.request().path().equals(HOME)) {
            outbox.send(context, PageFile.named("index.html"));
        } else {
            redirect(context, HOME);
        }
    }

    private void report(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", REPORT_POLICY);
        send(context, "text/html; charset=utf-8", RunView.report(runs.folder(id(context))));
    }

    private void table(RoutingContext context) {
        RunFile table = RunView.table(runs.folder(id(context)), parameter(context, "name"));
        send(context, "text/csv; charset=utf-8", table);
    }

    private void send(RoutingContext context, String type, RunFile file) {
        RunFile.Opened opened = file.opened(LARGEST_FILE);
        if (opened.size() > LARGEST_FILE) {
            close(opened.in());
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is larger than %d bytes", file.name(), LARGEST_FILE));
        }
        outbox.send(context, type, opened.in(), opened.size());
    }

    private static void close(InputStream file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a file: " + e.getMessage(), e);
        }
    }

    static String id(RoutingContext context) {
        return parameter(context, "id");
    }

    static String parameter(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        Check.require(value != null, "%s must be given", name);
        return value;
    }

    private static long number(RoutingContext context, String name) {
        String text = parameter(context, name);
        Check.require(
                text.matches("[0-9]{1,18}"),
                "%s must have 1 to 18 digits and no sign, was %s",
                name,
                Check.shown(text));
        return Long.parseLong(text);
    }

    static void redirect(RoutingContext context, String to) {
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, to)
                .end();
    }

    private static PageFile json(Object answer) {
        return PageFile.of("application/json", Json.line(answer).getBytes(StandardCharsets.UTF_8));
    }

    private static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof CancellationException) {
            return; // The browser has disconnected.
        }
        int status = status(context, failure);
        if (status == 500) {
            LOG.warn("{} failed", context.request().path(), failure);
        }
        if (!context.response().ended() && !context.response().closed()) {
            PageFile answer = json(new Failure(reason(status, failure)));
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, answer.type())
                    .end(answer.content());
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
            case 413 -> "request larger than 256 KiB";
            default -> "internal error; see the messages of the server";
        };
    }
}
