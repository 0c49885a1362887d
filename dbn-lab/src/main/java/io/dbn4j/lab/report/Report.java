package io.dbn4j.lab.report;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Machine;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A page for a reader: one HTML file that needs no other file, for large and small screens, light and dark.
 *
 * <pre>
 *   Report.of("MNIST, seed 42").estimates("Results", results).lines(curves).tiles(filters).write(file);
 * </pre>
 *
 * <p>Sections appear in the order of the calls. All arguments are shown as text: markup in them is escaped. The page
 * forbids the browser to run scripts other than its own and to load anything.
 */
public final class Report {

    private static final Pattern NUMBER = Pattern.compile(
            "[-+\u2212]?[0-9][0-9,.:]*(e[-+]?[0-9]+)?( \u00b1 [0-9.]+(e[-+]?[0-9]+)?)?( ?%| s)?|[-+]?Infinity|NaN");

    private static final int SHORT = 24;

    private final String title;
    private final StringBuilder body = new StringBuilder();
    private final Map<String, String> files = new LinkedHashMap<>();

    private Report(String title) {
        this.title = title;
    }

    /** Creates an empty page with a title. */
    public static Report of(String title) {
        return new Report(title);
    }

    /**
     * Gives a run its page: {@code report.html}, which ends with the provenance, and a CSV file for each table.
     *
     * @param run modified
     * @param content adds the content when the run is done
     * @throws IllegalArgumentException if the run already has a page
     */
    public static void ofRun(Run run, String title, Consumer<Report> content) {
        run.page(done -> {
            Report report = of(title);
            content.accept(report);
            report.files.forEach((name, csv) -> done.save(name + ".csv", file -> Files.writeString(file, csv)));
            String html = report.provenance(done.record()).toHtml();
            done.save("report.html", file -> Files.writeString(file, html));
        });
    }

    /** Starts a section of the page. */
    public Report section(String heading) {
        return element("h2", heading);
    }

    /** Adds a paragraph of text. */
    public Report text(String paragraph) {
        return element("p", paragraph);
    }

    /** Adds a paragraph with a badge for its evidence. */
    public Report claim(Evidence evidence, String paragraph) {
        body.append("<p>")
                .append(badge(evidence))
                .append(' ')
                .append(Html.escape(paragraph))
                .append("</p>\n");
        return this;
    }

    /** Adds a list of sentences with one badge for their common evidence. */
    public Report claims(Evidence evidence, List<String> sentences) {
        body.append("<p>").append(badge(evidence)).append("</p>\n<ul>\n");
        sentences.forEach(
                sentence -> body.append("<li>").append(Html.escape(sentence)).append("</li>\n"));
        body.append("</ul>\n");
        return this;
    }

    /** Adds a table of numbers with error, interval and evidence. */
    public Report estimates(String caption, Map<String, Estimate> estimates) {
        List<List<String>> rows = new ArrayList<>();
        estimates.forEach((name, estimate) -> rows.add(List.of(
                "<td>" + Html.escape(name) + " " + badge(Evidence.of(estimate)) + "</td>",
                cell("td", "number", EstimateText.withError(estimate)),
                cell("td", "number", EstimateText.interval(estimate)))));
        return rows(
                caption,
                Run.RESULT,
                List.of(cell("th", "", ""), cell("th", "number", "value"), cell("th", "number", "95 % interval")),
                rows);
    }

    /**
     * Adds a table and the name of its file, a link if the page lies in the same folder as the file. Numbers are
     * aligned right.
     *
     * @param rows in order; may be empty
     * @throws IllegalArgumentException if another table of the page has the same file
     */
    public <R> Report table(String caption, Table<R> table, List<R> rows) {
        if (!table.isLook()) {
            String before = files.put(table.name(), table.csv(rows));
            Check.require(before == null, "two tables of a page are named %s", table.name());
        }
        List<List<String>> cells = table.cells(rows);
        List<String> headings = new ArrayList<>();
        for (String heading : table.headings()) {
            int column = headings.size();
            String first = cells.stream()
                    .map(row -> row.get(column))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
            headings.add(cell("th", kind(first), heading));
        }
        return rows(
                caption,
                table.name() + ".csv",
                headings,
                cells.stream()
                        .map(row -> row.stream()
                                .map(text -> cell("td", kind(text), text))
                                .toList())
                        .toList());
    }

    /** Adds a line chart. */
    public Report lines(LineChart chart) {
        return plot("line", chart);
    }

    /** Adds a set of images. */
    public Report tiles(Tiles tiles) {
        return plot("tiles", tiles);
    }

    /** Adds a matrix in colors. */
    public Report heatmap(HeatMap map) {
        return plot("heatmap", map);
    }

    /** Adds a plot of settings and their results. */
    public Report parallel(ParallelCoordinates settings) {
        return plot("parallel", settings);
    }

    /** Adds the provenance of the numbers and the command that reproduces them. */
    Report provenance(RunRecord run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("started", run.started().toString());
        facts.put("code", run.code());
        facts.put("seed", String.valueOf(run.seed()));
        run.data().forEach((name, sha256) -> facts.put("data: " + name, "sha-256 " + sha256));
        facts.put(
                "threads",
                String.format(
                        Locale.ROOT,
                        "%d, of the BLAS %d; %s",
                        run.threads().ops(),
                        run.threads().blas(),
                        run.threads().reason()));
        Machine machine = run.machine();
        facts.put(
                "machine",
                String.format(Locale.ROOT, "%s, %s, %d processors", machine.os(), machine.arch(), machine.cpus()));
        facts.put("Java", machine.java());
        facts.put("ND4J", machine.backend() + ", " + machine.nativeBinary());
        facts.put("BLAS", machine.blas() + " " + machine.blasVersion() + ", kernel " + machine.blasKernel());
        section("Where these numbers come from");
        body.append("<pre>").append(Html.escape(run.command())).append("</pre>\n<dl>\n");
        facts.forEach((name, value) -> body.append("<dt>")
                .append(Html.escape(name))
                .append("</dt><dd>")
                .append(Html.escape(value))
                .append("</dd>\n"));
        body.append("</dl>\n<details><summary>Configuration</summary>\n<pre>")
                .append(Html.escape(Json.write(run.experiment())))
                .append("</pre></details>\n");
        return this;
    }

    /** Returns the CSV files of the tables by name. */
    Map<String, String> files() {
        return files;
    }

    /** Writes the page to a file. */
    public void write(Path file) {
        AtomicFile.write(file, toHtml());
    }

    String toHtml() {
        String script = resource("plots.js") + "\ndbnPlots.drawAll();\n" + resource("report.js");
        String policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-%s'"
                .formatted(sha256(script));
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <title>%s</title>
                <style>
                %s%s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                <noscript><p>Charts and images need JavaScript; their numbers are in the run folder.</p></noscript>
                %s</main>
                <script>%s</script>
                </body>
                </html>
                """.formatted(
                        policy,
                        Html.escape(title),
                        resource("plots.css"),
                        resource("report.css"),
                        Html.escape(title),
                        body,
                        script);
    }

    private Report element(String tag, String text) {
        body.append("<%s>%s</%s>\n".formatted(tag, Html.escape(text), tag));
        return this;
    }

    private Report plot(String kind, Object spec) {
        body.append("<figure data-plot=\"")
                .append(kind)
                .append("\"><script type=\"application/json\">")
                .append(Html.json(spec))
                .append("</script></figure>\n");
        return this;
    }

    private Report rows(String caption, String file, List<String> headings, List<List<String>> cells) {
        body.append("<div class=\"table\"><table><caption>")
                .append(Html.escape(caption))
                .append("</caption>\n<thead><tr>")
                .append(String.join("", headings))
                .append("</tr></thead>\n<tbody>\n");
        cells.forEach(row -> body.append("<tr>").append(String.join("", row)).append("</tr>\n"));
        body.append("</tbody></table><p class=\"file\">").append(file).append("</p></div>\n");
        return this;
    }

    private static String cell(String tag, String kind, String text) {
        return "<%s class=\"%s\">%s</%s>".formatted(tag, kind, Html.escape(text), tag);
    }

    /** Returns the style of a cell: numbers are aligned right; numbers and short texts are not broken into lines. */
    private static String kind(String text) {
        String other = text.length() <= SHORT ? "short" : "";
        return NUMBER.matcher(text).matches() ? "number" : other;
    }

    private static String badge(Evidence evidence) {
        return "<span class=\"badge %s\" title=\"%s\">%s</span>"
                .formatted(evidence.label(), evidence.meaning(), evidence.label());
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            Check.require(in != null, "no resource %s", name);
            // Browsers turn line ends into line feeds before they compare the hash of the script.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
