package io.dbn4j.ui.web;

import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import io.dbn4j.core.Check;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.i18n.DefaultI18N;
import org.deeplearning4j.ui.i18n.I18NProvider;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.ui.module.train.TrainModule;

/**
 * DL4J's own training pages, for every training that a run has recorded with {@link TrainingStats}.
 *
 * <pre>
 *   GET /train/SESSION/overview    also model, system; SESSION is RUN/TRAINING with ~ for each slash
 *   GET /assets/...                files that these pages load
 * </pre>
 *
 * <p>DL4J's server always listens on every interface, so it is not started; this class asks its module for the answers.
 * The pages contain inline scripts, which the content policy allows by their hashes.
 */
final class TrainingPages {

    private static final String SESSION = "/train/:sessionId";
    private static final String ASSETS = "/assets/";

    /** DL4J's template of each page. */
    private static final Map<String, String> TEMPLATES =
            Map.of("overview", "TrainingOverview", "model", "TrainingModel", "system", "TrainingSystem");

    private static final Pattern SCRIPT =
            Pattern.compile("<script>(.*?)</script>|\\son[a-z]+=(?:\"([^\"]*)\"|'([^']*)')", Pattern.DOTALL);

    /** A script element that loads a library, with the path of its file. */
    private static final Pattern LIBRARY = Pattern.compile("<script src=\"/assets/webjars/([^\"]*)\"></script>");

    /** The libraries that the training pages use; DL4J loads others that nothing in the pages refers to. */
    private static final Pattern USED =
            Pattern.compile("(jquery/3|bootstrap|coreui__coreui|flot|cytoscape|cytoscape-dagre|dagre)[./].*");

    /**
     * Paths in DL4J's pages and their replacements by releases without known vulnerabilities. Bootstrap's bundle has
     * its own popper.
     */
    private static final Map<String, String> MENDED = Map.of(
            "jquery/3.4.1/", "jquery/3.7.1/",
            "bootstrap/4.3.1/dist/js/bootstrap.min.js", "bootstrap/4.6.2/dist/js/bootstrap.bundle.min.js");

    private static final Pattern PAGE = Pattern.compile(SESSION + "/(overview|model|system)");

    /** Routes that only read; DL4J's others would change a choice that all visitors share. */
    private static final Pattern MOUNTED =
            Pattern.compile(SESSION + "/.*|/train/multisession|/train/sessions/lastUpdate/:sessionId");

    private static final int MOST_WAITING = 64;

    /** Largest number of bytes of all open trainings, and of one training. */
    private static final long KEPT = 64L << 20;

    private final RunFolders runs;
    private final Outbox outbox;
    private final Gate gate = new Gate(MOST_WAITING);
    private final TrainModule module;
    private final Map<String, PageFile> pages = new ConcurrentHashMap<>();
    private final String policy;
    private final Map<String, Followed> sessions = new LinkedHashMap<>(8, 0.75f, true);

    /** A server that is never started; DL4J's module asks it whether each session has its own address. */
    private static final class Unstarted extends VertxUIServer {

        @Override
        public String getAddress() {
            return "";
        }
    }

    /** An open training and the offset up to which its file was read. */
    private static final class Followed {

        private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
        private final ByteBuffer beginning;
        private volatile long end;

        Followed(ByteBuffer beginning) {
            this.beginning = beginning;
        }
    }

    TrainingPages(RunFolders runs, Outbox outbox) {
        this.runs = runs;
        this.outbox = outbox;
        new Unstarted();
        VertxUIServer.getMultiSession().set(true);
        module = new TrainModule();
        policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " script-src 'self' 'unsafe-hashes' " + String.join(" ", hashes());
    }

    private static Set<String> hashes() {
        Set<String> hashes = new TreeSet<>();
        for (String template : TEMPLATES.values()) {
            SCRIPT.matcher(template(template))
                    .results()
                    .map(script -> Arrays.asList(script.group(1), script.group(2), script.group(3)).stream()
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(""))
                    .map(TrainingPages::hash)
                    .forEach(hashes::add);
        }
        return hashes;
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    void addTo(Router router) {
        gate.before(router.get(ASSETS + "*"), this::asset, false);
        for (Route route : module.getRoutes()) {
            if (MOUNTED.matcher(route.getRoute()).matches()) {
                gate.before(router.get(route.getRoute()), context -> answer(route, context), false);
            }
        }
        router.get("/train/*").handler(context -> RunPages.redirect(context, RunPages.HOME));
    }

    private void answer(Route route, RoutingContext context) {
        if (context.queryParams().contains("sessionId")) {
            // DL4J's module would keep an entry for every session that is named here.
            throw new NoSuchElementException("there is no such page");
        }
        List<String> arguments = Arrays.stream(route.getRoute().split("/"))
                .filter(part -> part.startsWith(":"))
                .map(part -> context.pathParam(part.substring(1)))
                .toList();
        boolean known = arguments.isEmpty() || follow(arguments.get(0));
        context.response().headers().set("Content-Security-Policy", policy);
        Matcher page = PAGE.matcher(route.getRoute());
        if (known && page.matches()) {
            outbox.send(context, pages.computeIfAbsent(TEMPLATES.get(page.group(1)), TrainingPages::page));
        } else {
            route.getConsumer().accept(arguments, context);
        }
    }

    /**
     * Returns a page, which is the same for every training.
     *
     * <p>DL4J would make it anew for each visitor, from a temporary file that stays until the server ends.
     */
    private static PageFile page(String template) {
        StringWriter page = new StringWriter();
        try {
            new Template(
                            template,
                            new StringReader(template(template)),
                            new Configuration(Configuration.VERSION_2_3_23))
                    .process(DefaultI18N.getInstance().getMessages("en"), page);
        } catch (IOException | TemplateException e) {
            throw new IllegalStateException("cannot make DL4J's page " + template + ": " + e.getMessage(), e);
        }
        return PageFile.of("text/html; charset=utf-8", page.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns DL4J's page with the libraries that it uses, each in the version on the class path. */
    private static String template(String name) {
        String page = new String(resource("templates/" + name + ".html.ftl"), StandardCharsets.UTF_8);
        return LIBRARY.matcher(page).replaceAll(script -> {
            String path = script.group(1);
            for (Map.Entry<String, String> mended : MENDED.entrySet()) {
                path = path.replace(mended.getKey(), mended.getValue());
            }
            return USED.matcher(path).matches() ? "<script src=\"/assets/webjars/" + path + "\"></script>" : "";
        });
    }

    /** Reads the new records of a session's file; returns whether the file has any records. */
    private boolean follow(String session) {
        int last = session.lastIndexOf('~');
        String run = session.substring(0, Math.max(0, last)).replace('~', '/');
        if (last < 0 || run.contains("/.")) {
            throw new NoSuchElementException("there is no training " + Check.shown(session));
        }
        Path file = TrainingStats.file(runs.folder(run), session.substring(last + 1));
        Check.require(file.toFile().length() <= KEPT, "%s must have at most %d bytes, has more", file, KEPT);
        Followed followed = opened(session, file);
        synchronized (followed) {
            StatsFile.Part part = StatsFile.read(file, followed.end, session);
            while (part.end() > followed.end) {
                part.models().forEach(followed.storage::putStaticInfo);
                part.reports().forEach(followed.storage::putUpdate);
                if (followed.end == 0) {
                    module.onAttach(followed.storage);
                    followed.storage.registerStatsStorageListener(event -> module.reportStorageEvents(List.of(event)));
                }
                followed.end = part.end();
                part = StatsFile.read(file, followed.end, session);
            }
            return followed.end > 0;
        }
    }

    /** Returns the open training of a session; opens it again if its file was replaced. */
    private synchronized Followed opened(String session, Path file) {
        ByteBuffer beginning = StatsFile.beginning(file);
        Followed before = sessions.get(session);
        if (before != null
                && !(before.beginning.equals(beginning)
                        && before.end <= file.toFile().length())) {
            close(session);
        }
        Followed followed = sessions.computeIfAbsent(session, name -> new Followed(beginning));
        while (sessions.size() > 1
                && sessions.values().stream().mapToLong(open -> open.end).sum() > KEPT) {
            close(sessions.keySet().iterator().next());
        }
        return followed;
    }

    private void close(String session) {
        Followed closed = sessions.remove(session);
        if (closed != null) {
            module.onDetach(closed.storage);
            I18NProvider.removeInstance(session);
        }
    }

    private void asset(RoutingContext context) {
        String path = context.normalisedPath().substring(ASSETS.length());
        if (path.contains("..") || path.isEmpty() || path.endsWith("/")) {
            throw new NoSuchElementException("there is no such page");
        }
        byte[] content = resource(
                (path.startsWith("webjars/") ? "META-INF/resources/" : VertxUIServer.ASSETS_ROOT_DIRECTORY) + path);
        String type = MimeMapping.getMimeTypeForFilename(path);
        outbox.send(context, PageFile.of(type == null ? "application/octet-stream" : type, content));
    }

    private static byte[] resource(String name) {
        try (InputStream in = TrainModule.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new NoSuchElementException("there is no such page");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }
}
