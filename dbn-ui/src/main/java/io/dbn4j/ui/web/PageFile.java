package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.partition.LogPartitionMethods;
import io.dbn4j.lab.report.Report;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A file that is sent to a browser.
 *
 * @param type media type
 * @param content bytes of the file
 */
record PageFile(String type, Buffer content) {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** Files that reports use too; they lie in the package of {@link Report}. */
    private static final List<String> OF_REPORTS = List.of("plots.js", "plots.css", "report.css");

    /** A script that is generated: display names of the estimators of log Z. */
    private static final String METHODS = "methods.js";

    static PageFile of(String type, byte[] content) {
        return new PageFile(type, Buffer.buffer(content));
    }

    /**
     * Returns a file of the pages from the class path.
     *
     * @throws NoSuchElementException if there is no file of this name
     */
    static PageFile named(String name) {
        if (name.equals(METHODS)) {
            return methods();
        }
        // Without a slash and with one dot, the name cannot leave the folder.
        boolean isName = name.matches("[a-z-]+\\.(html|css|js|svg)");
        Class<?> owner = OF_REPORTS.contains(name) ? Report.class : PageFile.class;
        try (InputStream in = isName ? owner.getResourceAsStream(name) : null) {
            if (in == null) {
                throw new NoSuchElementException("there is no page " + Check.shown(name));
            }
            String type = TYPES.get(name.substring(name.indexOf('.') + 1));
            return of(String.valueOf(type), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }

    /** Returns a script that maps result names of the estimators to display names. */
    private static PageFile methods() {
        String names = Json.line(LogPartitionMethods.REGISTERED.displayNames());
        String script = "export const METHODS = new Map(Object.entries(" + names + "));\n";
        return of(String.valueOf(TYPES.get("js")), script.getBytes(StandardCharsets.UTF_8));
    }
}
