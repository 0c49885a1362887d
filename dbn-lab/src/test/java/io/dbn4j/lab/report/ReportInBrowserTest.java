package io.dbn4j.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Tests of reports that need a browser, Chromium. */
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
        assertThat(page).contains("<a href=\"names.csv\">names.csv</a>");
        assertThat(page).doesNotContain("<title>taken</title>").doesNotContain("onerror=\"");
    }

    /** Numbers that differ in the seventh digit, whole steps, ten series, and a point at 0 of a logarithmic axis. */
    @Test
    void axesTellTheirTicksApartAndChartsSayWhatTheyLeaveOut() throws IOException, InterruptedException {
        List<Series> many = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
            many.add(new Series(
                    "s" + s, List.of(at(1, 0.001326005 + s * 1e-9), at(2, 0.001326006), at(3, 0.001326007))));
        }
        Path file = folder.resolve("charts.html");
        Report.of("charts")
                .lines(new LineChart("close", Axis.linear("step", ""), Axis.linear("y", ""), many))
                .lines(new LineChart(
                        "log",
                        Axis.logarithmic("w", ""),
                        Axis.logarithmic("KL", "nats"),
                        List.of(new Series("a", List.of(at(0, 1), at(1, 1.690e-4), at(9, 1.694e-4))))))
                .tiles(Tiles.signed("weights", Nd4j.createFromArray(new float[][] {{-0.5f, 0.5f}}), 1, 2))
                .write(file);

        String page = rendered(file);
        List<String> left = Pattern.compile("text-anchor=\"end\">([^<]+)</text>")
                .matcher(page.substring(0, page.indexOf("<figcaption>log")))
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> below = Pattern.compile("text-anchor=\"middle\">([^<]+)</text>")
                .matcher(page.substring(0, page.indexOf("<figcaption>log")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(left)
                .hasSizeGreaterThan(3)
                .doesNotHaveDuplicates()
                .anyMatch(label -> label.startsWith("0.00132600"));
        assertThat(below).containsExactly("1", "2", "3");
        assertThat(page).contains("plot-line plot-series-6\"", "plot-line plot-series-1 plot-dashed");
        assertThat(page)
                .contains("Points at zero or below, which a logarithmic axis cannot show: 1.")
                .contains("plot-gradient")
                .contains("\u2264 \u22120.5");
    }

    private static LineChart.Point at(double x, double y) {
        return new LineChart.Point(x, y, Double.NaN, Double.NaN);
    }

    /** Returns the page after its scripts have run. */
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
