package io.dbn4j.ui.web;

import io.dbn4j.lab.run.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Takes the pictures of the pages for the documentation.
 *
 * <p>Arguments: a folder of runs with at least {@code mnist}, {@code rbm-16}, {@code rbm-16-centered}, {@code
 * rg-schemes} and {@code rbm-flow} in it, and the folder for the pictures.
 */
final class DocumentedPages {

    /** A stroke that draws the digit two. */
    private static final double[][] STROKE = {
        {0.30, 0.32},
        {0.38, 0.22},
        {0.52, 0.19},
        {0.64, 0.25},
        {0.66, 0.37},
        {0.58, 0.50},
        {0.46, 0.62},
        {0.33, 0.76},
        {0.45, 0.77},
        {0.58, 0.76},
        {0.70, 0.75}
    };

    private final Browser browser;
    private final RunSummary.All runs;
    private final String home;
    private final Path pictures;

    private DocumentedPages(Browser browser, RunSummary.All runs, String home, Path pictures) {
        this.browser = browser;
        this.runs = runs;
        this.home = home;
        this.pictures = pictures;
    }

    /** Takes all pictures. */
    public static void main(String[] arguments) throws Exception {
        RunFolders folders = new RunFolders(List.of(Path.of(arguments[0])));
        Path profile = Files.createTempDirectory("profile");
        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), folders);
                Browser browser = new Browser(profile)) {
            Path pictures = Path.of(arguments[1]);
            new DocumentedPages(browser, RunSummary.all(folders), server.url(), pictures).take();
        }
        System.exit(0);
    }

    private void take() {
        show("#/runs", ".runs tbody tr", 620);
        save("ui-runs");
        String ids = "id=%s&id=%s".formatted(id("rbm-16"), id("rbm-16-centered"));
        show("#/compare?" + ids, ".plot-line", 900);
        save("ui-compare");
        run("mnist", "filters", ".filters img", 760);
        run("dbn-500-2000", "stack", "fieldset", 860);
        run("mnist", "settings", "table", 900);
        run("rg-schemes", "result", "table", 760);
        run("rg-schemes", "report", "iframe", 860);
        run("rbm-flow", "tables", "table", 860);
        play();
    }

    private void run(String name, String tab, String there, int height) {
        show("#/run?id=%s&tab=%s".formatted(id(name), tab), there, height);
        save("ui-" + tab);
    }

    private void play() {
        show("#/run?id=%s&tab=play".formatted(id("mnist")), "canvas", 760);
        browser.draw("canvas", STROKE);
        browser.click("button", "Read and rebuild");
        browser.until("document.querySelector('.answer img') && !document.querySelector('.busy')");
        save("ui-play");
        browser.click("button", "Free the lower half");
        browser.click("button", "Fill what is free");
        browser.until("document.querySelectorAll('.answer img').length === 20 && !document.querySelector('.busy')");
        save("ui-fill");
    }

    private void show(String address, String there, int height) {
        browser.size(1180, height);
        browser.open("about:blank");
        browser.open(home + address);
        browser.untilThere(there);
        // Images and frames load after the elements that hold them.
        browser.value("new Promise(done => setTimeout(done, 1500))");
    }

    private String id(String name) {
        return runs.runs().stream()
                .filter(run -> run.name().equals(name) && run.status() == RunRecord.Status.DONE)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name))
                .id();
    }

    private void save(String name) {
        browser.screenshot(pictures.resolve(name + ".png"));
    }
}
