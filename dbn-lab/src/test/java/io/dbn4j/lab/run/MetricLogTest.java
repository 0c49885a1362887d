package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.stats.Estimate;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricLogTest {

    private static final Estimate ERROR = Estimate.proportion(131, 10_000);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("metrics.jsonl");
    }

    private void writeTwo() {
        try (MetricLog log = new MetricLog(file)) {
            log.add("gap", 600, 1.5, 0.25);
            log.add("error", 1200, 2, ERROR);
        }
    }

    @Test
    void measurementsAreReadBackAsTheyWereAdded() {
        writeTwo();

        assertThat(MetricLog.read(file)).hasSize(2);
        Metric gap = MetricLog.read(file).get(0);
        assertThat(gap.series()).isEqualTo("gap");
        assertThat(gap.step()).isEqualTo(600);
        assertThat(gap.epoch()).isEqualTo(1.5);
        assertThat(gap.value().value()).isEqualTo(0.25);
        assertThat(gap.isPlain()).isTrue();
        assertThat(MetricLog.read(file).get(1).value()).isEqualTo(ERROR);
    }

    @Test
    void aMeasurementIsInTheFileAtOnce() {
        try (MetricLog log = new MetricLog(file)) {
            log.add("gap", 1, 0, Double.NEGATIVE_INFINITY);

            assertThat(file).content().contains("\"value\":\"-Infinity\"").endsWith("\n");
        }
    }

    @Test
    void aTornLastLineIsIgnored() throws IOException {
        writeTwo();
        byte[] whole = Files.readAllBytes(file);

        for (int cut = 1; cut < 60; cut++) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            assertThat(MetricLog.read(file)).hasSize(1);
        }
    }

    @Test
    void appendingCutsOffATornLine() throws IOException {
        writeTwo();
        Files.writeString(file, "{\"series\":\"gap\",\"st\u00e9", StandardOpenOption.APPEND);

        try (MetricLog log = new MetricLog(file)) {
            log.add("gap", 1800, 3, 0.5);
        }

        assertThat(MetricLog.read(file)).extracting(Metric::step).containsExactly(600L, 1200L, 1800L);
    }

    @Test
    void aDamagedLineThatIsNotTheLastIsNamed() throws IOException {
        writeTwo();
        Files.writeString(file, Files.readString(file).replaceFirst("\"step\"", "\"stop\""));

        assertThatThrownBy(() -> MetricLog.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ", line 1: unknown property \"stop\"; allowed: series, step, epoch, value, time");
    }

    @Test
    void aSeriesThatCouldLeaveTheFolderIsRefused() {
        try (MetricLog log = new MetricLog(file)) {
            assertThatThrownBy(() -> log.add("../gap", 1, 1, 1)).hasMessageContaining("series must match");
        }
    }

    @Test
    void eachSeriesBecomesATable() throws IOException {
        writeTwo();

        new MetricLog(file).export(folder.resolve("plots"));

        assertThat(folder.resolve("plots/gap.csv"))
                .content()
                .isEqualTo("step,epoch,value,standardError,low,high,unit\n600,1.5,0.25,,,,\n");
        assertThat(Files.readString(folder.resolve("plots/error.csv")))
                .contains("\n1200,2.0,1.31,")
                .endsWith(",percent\n");
    }

    @Test
    void aRunWithoutMeasurementsHasNone() {
        assertThat(MetricLog.read(file)).isEmpty();
    }

    /** After the complete lines follows a torn line of zeros, a sparse part of the file that takes no disk space. */
    @Test
    @Tag("slow")
    void aRunReadsAndExportsItsOwnLogOfAnySize() throws IOException {
        writeTwo();
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4) + 1);
        }

        try (MetricLog log = new MetricLog(file)) {
            assertThat(log.read()).hasSize(2);
            log.export(folder.resolve("plots"));
        }

        assertThat(folder.resolve("plots/gap.csv")).content().hasLineCount(2);
        assertThatThrownBy(() -> MetricLog.read(file)).hasMessageContaining("must have at most");
    }

    @Test
    void aTornLineLongerThanABlockIsCutOff() throws IOException {
        writeTwo();
        long whole = Files.size(file);
        Files.writeString(file, "x".repeat(200_000), StandardOpenOption.APPEND);

        try (MetricLog log = new MetricLog(file)) {
            assertThat(log.read()).hasSize(2);
            assertThat(log.forced()).isEqualTo(whole);
            assertThat(log.sound().test(whole)).isTrue();
            assertThat(log.sound().test(whole - 1)).isFalse();
            assertThat(log.sound().test(whole + 1)).isFalse();
        }
    }
}
