package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Report;
import io.dbn4j.mnist.data.Mnist;
import io.dbn4j.ui.command.Training;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the pages in a browser. Needs Chromium; pictures of the pages stay in target/pages. */
@Tag("system")
class PagesInBrowserTest {

    private static final Path PICTURES = Path.of("target", "pages");

    /** A stroke that draws the digit one. */
    private static final double[][] STROKE = {{0.5, 0.2}, {0.5, 0.4}, {0.5, 0.6}, {0.5, 0.8}};

    private static final String SWEPT = """
            {"score": "logLikelihood", "trials": [%s, %s],
             "first": {"layers": [{"visible": 4, "hidden": 2}], "logPartition": {"ais": %s, "raise": %s}},
             "second": {"layers": [{"visible": 4, "hidden": 2}], "logPartition": {"ais": %s, "raise": %s}},
             "third": {"layers": [{"visible": 4, "hidden": 2}], "logPartition": {"ais": %s, "raise": %s},
                       "bracket": {"starts": [], "warnings": ["the start failed its test"]}}}
            """.formatted(
                    trial(1, "0.1", -100),
                    trial(2, "0.01", -120),
                    logZ(5.5, Estimate.Bound.LOWER),
                    logZ(3.25, Estimate.Bound.UPPER),
                    logZ(3.001, Estimate.Bound.LOWER),
                    logZ(3, Estimate.Bound.UPPER_FROM_EQUILIBRIUM),
                    logZ(3, Estimate.Bound.LOWER),
                    logZ(4, Estimate.Bound.NONE));

    @TempDir
    Path folder;

    private Browser browser;

    @BeforeEach
    void start() {
        browser = new Browser(folder.resolve("profile"));
    }

    @AfterEach
    void stop() {
        browser.close();
    }

    @Test
    void everyPageIsDrawnAndFollowsTraining() throws IOException {
        Path runs = Files.createDirectory(folder.resolve("runs"));
        Path run = runs.resolve("digits");
        try (Training training = Training.start(
                "rbm",
                "train",
                "--data",
                digits(),
                "--hidden",
                "64,32",
                "--objective",
                "pcd-1",
                "--epochs",
                "60",
                "--batch",
                "10",
                "--held-out",
                "200",
                "--set",
                "likelihood.betas=100",
                "--set",
                "likelihood.burnIn=10",
                "--out",
                run,
                "--ui",
                "--quiet")) {
            browser.open(training.address());
            followTraining();
            browser.open("about:blank");
        }
        // The server ends with the run, so the browser reports lost connections.
        browser.errors().removeIf(error -> error.contains("net::ERR_"));
        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(runs)))) {
            SmallRuns.done(runs.resolve("small"), 5);
            leaveFindings(SmallRuns.done(runs.resolve("found"), 0));
            for (String noPage : List.of("#/constructor", "#/__proto__")) {
                browser.open("about:blank");
                browser.open(server.url() + noPage);
                browser.untilThere(".runs tbody tr");
            }
            browser.open(server.url());
            list();
            tabs();
            play();
            dl4jsPages();
            browser.open(server.url());
            compare();
            experiment();
        }
        assertThat(browser.errors()).isEmpty();
    }

    private static String trial(int number, String rate, double score) {
        String estimate = Json.line(Estimate.normal(score, 0.5, "nats", 3, 3));
        return String.format(
                Locale.ROOT,
                "{\"trial\": %d, \"values\": {\"rate\": \"%s\"}, \"score\": %s, \"failure\": \"\"}",
                number,
                rate,
                estimate);
    }

    private static String logZ(double value, Estimate.Bound bound) {
        return Json.line(Estimate.normal(value, 0.1, "nats", 100, 100).bound(bound));
    }

    private Path digits() throws IOException {
        Path file = folder.resolve("digits.npy");
        try (OutputStream out = Files.newOutputStream(file)) {
            Npy.write(Rows.first(1200, Mnist.load().test().images()).dup('c'), out);
        }
        return file;
    }

    private void followTraining() {
        browser.untilThere(".status.running");
        browser.click("a", "rbm-training");
        browser.untilThere(".plot-line");
        String points = "document.querySelectorAll('.plot-dot, .plot-line')[0].parentNode.innerHTML.length";
        String before = browser.value(points);
        browser.until(points + " > " + before);
        browser.until("document.querySelector('.chart .plot-line').getAttribute('points').split(' ').length >= 16");
        picture("live");
        browser.click(".tabs a", "Filters");
        browser.untilThere(".filters img");
        String first = "document.querySelector('.filters img').src.length + document.querySelector('.filters img').src";
        String seen = browser.value(first);
        browser.until("document.querySelector('.status.running') === null || " + first + " !== " + Json.line(seen));
    }

    private void list() {
        browser.untilThere(".runs tbody tr");
        picture("runs");
        assertThat(browser.value("document.body.innerText")).doesNotContain("null");
        browser.press("Tab");
        assertThat(browser.value("document.activeElement.textContent")).isEqualTo("Skip to the content");
        browser.click("a", "rbm-training");
    }

    private void tabs() {
        browser.untilThere(".status.done");
        for (String tab : List.of("Training", "Filters", "Stack", "Result", "Settings")) {
            browser.click(".tabs a", tab);
            browser.untilThere(".tabs a[aria-current]");
            browser.untilThere("section, table, .filters img");
            picture(tab);
        }
        assertThat(browser.value("document.querySelectorAll('.failure').length"))
                .isEqualTo("0");
    }

    private void play() {
        browser.click(".tabs a", "Play");
        browser.untilThere("canvas");
        browser.draw("canvas", STROKE);
        for (String action : List.of("Sample", "Fill what is free", "Read and rebuild")) {
            browser.click("button", action);
            browser.until("document.querySelector('.answer img') && !document.querySelector('.busy')");
        }
        assertThat(browser.value("document.querySelectorAll('.answer img').length"))
                .isEqualTo("2");
        assertThat(browser.value("document.querySelector('.answer').innerText")).contains("free energy", "nats");
        picture("play");
    }

    private void dl4jsPages() {
        browser.click(".tabs a", "Training");
        browser.untilThere("a[href^='/train/']");
        String overview = browser.value("document.querySelector(\"a[href^='/train/']\").href");
        for (String page : List.of("overview", "model", "system")) {
            browser.open(overview.replaceFirst("overview$", page));
            browser.untilThere("canvas");
            if (page.equals("model")) {
                // The graph is one canvas without elements, so the layer is chosen by its number.
                browser.value("setSelectedVertex(1); renderModelPage(true)");
                browser.until("document.querySelectorAll('canvas.flot-base').length > 2");
            }
            browser.value("new Promise(done => setTimeout(done, 3000))");
            browser.screenshot(PICTURES.resolve("dl4j-" + page + ".png"));
        }
    }

    private void compare() {
        browser.click("nav a", "Runs");
        browser.untilThere(".runs input");
        browser.value("document.querySelectorAll('.runs input').forEach(box => box.click())");
        browser.click("a", "Compare 3 runs");
        browser.untilThere("#series");
        picture("compare");
        assertThat(browser.value("document.body.innerText")).contains("What differs in the settings");
    }

    /** Writes the files of experiments into a run folder: a report, tables, the trials of a search. */
    private static void leaveFindings(Path run) throws IOException {
        Report.of("What was found").text("A sentence.").write(run.resolve("report.html"));
        Files.writeString(run.resolve("flow.csv"), "start,step,K,KError\n\"a, b\",1,0.5,0.1\n\"a, b\",2,0.25,0.1\n");
        Files.writeString(run.resolve("result.json"), SWEPT);
    }

    private void experiment() {
        browser.click("nav a", "Runs");
        browser.click("a", "small");
        browser.untilThere("polyline.plot-best");
        picture("sweep");
        browser.click(".tabs a", "Stack");
        browser.untilThere(".warning");
        assertThat(browser.value("document.querySelector('main').innerText"))
                .contains(
                        "Inverted bracket: the upper bound lies below the lower one, by 2.25 ± 0.14 nats.",
                        "The bounds meet within their errors: they cross by 0.00 ± 0.14 nats.",
                        "the start failed its test",
                        "upper bound if the reverse chains start in equilibrium");
        picture("inverted");
        browser.click(".tabs a", "Result");
        browser.untilThere(".warning");
        assertThat(browser.value("document.querySelector('.warning').innerText"))
                .contains("the start failed its test");
        browser.click(".tabs a", "Tables");
        browser.untilThere(".plot-line");
        assertThat(browser.value("document.querySelector('.plot-legend').innerText"))
                .contains("a, b");
        picture("tables");
        browser.click(".tabs a", "Report");
        browser.untilThere("iframe");
        picture("report");
    }

    /**
     * Takes pictures of a page on a screen, on a phone and in dark mode; checks that it is never wider than the window.
     */
    private void picture(String page) {
        String name = page.toLowerCase(Locale.ROOT);
        browser.screenshot(PICTURES.resolve(name + ".png"));
        browser.size(390, 844);
        browser.dark(true);
        browser.until("document.documentElement.scrollWidth <= innerWidth");
        browser.screenshot(PICTURES.resolve(name + "-phone-dark.png"));
        browser.dark(false);
        browser.size(1280, 900);
    }
}
