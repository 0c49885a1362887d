package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
import java.util.regex.Pattern;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.ui.module.train.TrainModule;

/**
 * DL4J's own training pages, of every training that a run has kept in {@link TrainingStats}.
 *
 * <pre>
 *   GET /train/SESSION/overview    and model, system; SESSION is ~ between the parts of a run's name and the training's
 *   GET /assets/...                what these pages load
 * </pre>
 *
 * <p>DL4J's server listens on every interface and cannot be told not to; its module is asked here for what it would answer.
 * Its pages have scripts in their text: those are let run, by their hashes, and no others.
 */
final class TrainingPages {

    private static final String HOME = "/train";
    private static final String SESSION = HOME + "/:sessionId";
    private static final String ASSETS = "/assets/";

    /** Where DL4J's server looks for them. */
    private static final Map<String, String> ON_CLASS_PATH =
            Map.of("webjars/", "META-INF/resources/webjars/", "", VertxUIServer.ASSETS_ROOT_DIRECTORY);

    private static final List<String> TEMPLATES = List.of("TrainingOverview", "TrainingModel", "TrainingSystem");

    private static final Pattern SCRIPT =
            Pattern.compile("<script>(.*?)</script>|\\son[a-z]+=(?:\"([^\"]*)\"|'([^']*)')", Pattern.DOTALL);

    private static final Pattern PAGE = Pattern.compile(SESSION + "/(overview|model|system)");

    /** Trainings that stay open. */
    private static final int KEPT = 4;

    private final RunFolders runs;
    private final TrainModule module;
    private final String policy;
    private final Map<String, Followed> sessions = new LinkedHashMap<>(8, 0.75f, true);

    /** What DL4J's module asks whether it shows several sessions, each under its own address. Never started. */
    private static final class Unstarted extends VertxUIServer {

        @Override
        public String getAddress() {
            return "";
        }
    }

    /** A training and how far its file was read. */
    private static final class Followed {

        private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
        private boolean attached;
        private long end;
    }

    TrainingPages(RunFolders runs) {
        this.runs = runs;
        new Unstarted();
        VertxUIServer.getMultiSession().set(true);
        module = new TrainModule();
        policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " script-src 'self' 'unsafe-hashes' " + String.join(" ", hashes());
    }

    private static Set<String> hashes() {
        Set<String> hashes = new TreeSet<>();
        for (String template : TEMPLATES) {
            String page = new String(resource("templates/" + template + ".html.ftl"), StandardCharsets.UTF_8);
            SCRIPT.matcher(page)
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
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void addTo(Router router) {
        router.get(ASSETS + "*").blockingHandler(TrainingPages::asset, false);
        for (Route route : module.getRoutes()) {
            if (route.getRoute().equals(HOME)) {
                router.get(HOME).handler(context -> RunPages.redirect(context, RunPages.HOME));
            } else {
                router.get(route.getRoute()).blockingHandler(context -> answer(route, context), false);
            }
        }
    }

    private void answer(Route route, RoutingContext context) {
        boolean ofSession =
                route.getRoute().startsWith(SESSION) || route.getRoute().endsWith(":sessionId");
        if (ofSession) {
            follow(context.pathParam("sessionId"));
        }
        context.response().headers().set("Content-Security-Policy", policy);
        if (PAGE.matcher(route.getRoute()).matches()) {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        }
        List<String> arguments = Arrays.stream(route.getRoute().split("/"))
                .filter(part -> part.startsWith(":"))
                .map(part -> context.pathParam(part.substring(1)))
                .toList();
        route.getConsumer().accept(arguments, context);
    }

    /** Reads what has been added to the file of a session since it was asked for last. */
    private synchronized void follow(String session) {
        int last = session.lastIndexOf('~');
        if (last < 0) {
            throw new NoSuchElementException("there is no training " + Check.shown(session));
        }
        Path file = TrainingStats.file(
                runs.folder(session.substring(0, last).replace('~', '/')), session.substring(last + 1));
        Followed followed = sessions.computeIfAbsent(session, name -> new Followed());
        StatsFile.Part part = StatsFile.read(file, followed.end, session);
        part.models().forEach(followed.storage::putStaticInfo);
        part.reports().forEach(followed.storage::putUpdate);
        followed.end = part.end();
        if (!followed.attached && followed.end > 0) {
            followed.attached = true;
            module.onAttach(followed.storage);
            followed.storage.registerStatsStorageListener(event -> module.reportStorageEvents(List.of(event)));
        }
        if (sessions.size() > KEPT) {
            var eldest = sessions.values().iterator();
            module.onDetach(eldest.next().storage);
            eldest.remove();
        }
    }

    private static void asset(RoutingContext context) {
        String path = context.normalisedPath().substring(ASSETS.length());
        boolean ofLibrary = path.startsWith("webjars/");
        String name = ON_CLASS_PATH.get(ofLibrary ? "webjars/" : "") + (ofLibrary ? path.substring(8) : path);
        if (path.contains("..") || path.isEmpty() || path.endsWith("/")) {
            throw new NoSuchElementException("there is no such page");
        }
        byte[] content = resource(name);
        String type = MimeMapping.getMimeTypeForFilename(path);
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type == null ? "application/octet-stream" : type)
                .end(PageFile.of("", content).content());
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
