package io.dbn4j.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.run.Coin;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class ReportTest {

    /** Tries to end a script, a title, an attribute and a string. */
    static final String HOSTILE =
            "</script></title>\"'><script>document.title='taken'</script><img src=x onerror=alert(1)>\u2028&";

    static LineChart chart(String name, int points) {
        List<Point> line = IntStream.range(0, points)
                .mapToObj(i -> new Point(i, 0.5 * i, Double.NaN, Double.NaN))
                .toList();
        return new LineChart(
                name, Axis.linear(name, name), Axis.logarithmic(name, name), List.of(new Series(name, line)));
    }

    static Report everySection(String name, Path folder) {
        RunRequest request = new RunRequest("coin", new Coin(1, 0.5), 1, Map.of(name, name));
        Run run = Run.create(request, folder, Progress.SILENT);
        run.data(name, name);
        return Report.of(name)
                .section(name)
                .text(name)
                .claim(Evidence.ANALOGY, name)
                .estimates(name, Map.of(name, Estimate.exact(1, name)))
                .claims(Evidence.BOUND, List.of(name))
                .table(name, Table.<String>of("names").text("name", name, text -> text), List.of(name))
                .lines(chart(name, 30))
                .tiles(Tiles.gray(name, Nd4j.zeros(1, 4), 2, 2, List.of(name)))
                .parallel(new ParallelCoordinates(
                        name,
                        List.of(new ParallelCoordinates.Axis(name, false, List.of(name))),
                        List.of(new ParallelCoordinates.Line(name, List.of(0.0), 1))))
                .heatmap(HeatMap.counts(name, name, name, List.of(name), new int[][] {{1}}))
                .provenance(run.record());
    }

    @Test
    void namesCannotBecomeMarkupOrScript(@TempDir Path folder) {
        String page = everySection(HOSTILE, folder).toHtml();

        assertThat(page)
                .doesNotContain("<script>document")
                .doesNotContain("<img src=x")
                .doesNotContain("\"'>");
        assertThat(occurrences(page, "<script"))
                .isEqualTo(occurrences(page, "</script>"))
                .isEqualTo(5);
        assertThat(occurrences(page, "</title>")).isEqualTo(1);
    }

    @Test
    void embeddedJsonIsWhatWasGiven() {
        LineChart chart = chart(HOSTILE, 3);
        Matcher embedded = Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
                .matcher(Report.of("x").lines(chart).toHtml());

        assertThat(embedded.find()).isTrue();
        assertThat(Json.read(embedded.group(1), LineChart.class)).isEqualTo(chart);
    }

    @Test
    void thePageLoadsNothingAndRunsOnlyItsOwnScript(@TempDir Path folder) {
        String page = everySection("plain", folder).toHtml();

        assertThat(page).contains("default-src 'none'").containsPattern("script-src 'sha256-[A-Za-z0-9+/]{43}='");
        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("url(");
    }

    @Test
    void aReportOfUsualContentIsSmallerThanThreeMegabytes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.html");
        Report report = Report.of("large");
        for (int i = 0; i < 5; i++) {
            report.lines(chart("series", 100_000))
                    .tiles(Tiles.signed(
                            "filters", Nd4j.linspace(-1, 1, 100 * 784).reshape(100, 784), 28, 28));
        }

        report.write(file);

        assertThat(Files.size(file)).isLessThan(3_000_000);
    }

    @Test
    void longSeriesKeepTheirEnds() {
        List<Point> points = chart("series", 100_001).series().get(0).points();

        assertThat(points).hasSizeLessThan(900);
        assertThat(points.get(0).x()).isEqualTo(0);
        assertThat(points.get(points.size() - 1).x()).isEqualTo(100_000);
    }

    @Test
    void estimatesCarryTheirEvidence() {
        Estimate bound = new Estimate(1, 0.1, 0.8, 1.2, "nats", Estimate.Bound.LOWER, 10, 10);

        assertThat(Report.of("x")
                        .estimates("numbers", Map.of("a", Estimate.exact(1, "nats")))
                        .toHtml())
                .contains("badge exact");
        assertThat(Report.of("x").estimates("numbers", Map.of("a", bound)).toHtml())
                .contains("badge bound")
                .doesNotContain("badge exact");
        assertThat(Report.of("x")
                        .estimates("numbers", Map.of("a", Estimate.proportion(1, 10)))
                        .toHtml())
                .contains("badge estimate");
    }

    @Test
    void matricesOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> HeatMap.counts("t", "r", "c", List.of("0", "1"), new int[][] {{1, 2}, {3}}))
                .hasMessage("values must be 2 rows of 2 numbers");
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
