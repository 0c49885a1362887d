package io.dbn4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a browser can tell. Needs Chromium. */
@Tag("system")
class ReportInBrowserTest {

    @TempDir
    Path folder;

    @Test
    void chartsAreDrawnAndNamesRunNoScript() throws IOException, InterruptedException {
        Path file = folder.resolve("report.html");
        ReportTest.everySection(ReportTest.HOSTILE, folder.resolve("run")).write(file);

        String page = rendered(file);

        assertThat(page).contains("<polyline").contains("plot-tile").contains("plot-cell");
        assertThat(page).doesNotContain("<title>taken</title>").doesNotContain("onerror=\"");
    }

    /** The page as it is after its scripts have run. */
    private String rendered(Path file) throws IOException, InterruptedException {
        Process browser = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        file.toUri().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String page = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(browser.waitFor()).isZero();
        return page;
    }
}
