package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.TooLargeException;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.RunRecord.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointsTest {

    @TempDir
    private Path folder;

    private Checkpoints checkpoints;
    private MetricLog metrics;

    @BeforeEach
    void open() {
        metrics = new MetricLog(folder.resolve(MetricLog.FILE));
        checkpoints = new Checkpoints(folder.resolve("checkpoints"), metrics);
        checkpoints.every(Duration.ZERO);
    }

    private static Snapshot count(long n) {
        return Snapshot.of(Map.of()).and("count", n);
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder.resolve("checkpoints"))) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void arraysOfEveryTypeAndNumbersComeBack() {
        INDArray floats = Nd4j.createFromArray(0.1f, -3f);
        INDArray doubles = Nd4j.createFromArray(new double[][] {{0.1, Double.NaN}, {-0.0, 1e300}});
        INDArray whole = Nd4j.createFromArray(1, -7, 60_000);
        Snapshot snapshot =
                Snapshot.of(Map.of("f", floats, "d", doubles, "i", whole)).and("n", Long.MIN_VALUE, 0, Long.MAX_VALUE);

        checkpoints.offer("part", false, () -> snapshot);
        Snapshot back = checkpoints.last("part").orElseThrow();

        for (Map.Entry<String, INDArray> array : snapshot.arrays().entrySet()) {
            INDArray into = array.getValue().ulike().assign(0);
            back.restore(array.getKey(), into);
            assertThat(Elements.of(into)).isEqualTo(Elements.of(array.getValue()));
        }
        assertThat(back.get("n")).containsExactly(Long.MIN_VALUE, 0, Long.MAX_VALUE);
        assertThatThrownBy(() -> back.get("none")).hasMessage("checkpoint has no numbers \"none\"");
        assertThatThrownBy(() -> back.restore("f", Nd4j.zeros(DataType.FLOAT, 3)))
                .hasMessage("array \"f\" of a checkpoint must have 3 elements, had 2");
    }

    @Test
    void threeAgesAreKeptAndOfAFinishedPartOne() throws IOException {
        for (int n = 1; n <= 5; n++) {
            long now = n;
            checkpoints.offer("first", n % 2 == 0, () -> count(now));
        }
        assertThat(files()).containsExactly("000003-first.zip", "000004-first.zip", "000005-first.zip");

        checkpoints.done("first", count(6));
        checkpoints.offer("second", false, () -> count(7));

        assertThat(files()).containsExactly("000006-first.zip", "000007-second.zip");
        assertThat(checkpoints.last("first").orElseThrow().get("count")).containsExactly(6);
        assertThat(checkpoints.last("third")).isEmpty();
    }

    @Test
    void nothingIsSavedBeforeItIsTime() {
        checkpoints.every(Duration.ofHours(1));
        checkpoints.offer("part", false, () -> count(1));
        checkpoints.offer("part", true, () -> count(2));
        assertThat(folder.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void measurementsAfterTheNewestCheckpointAreCutOff() {
        metrics.add("loss", 1, 1, 0.5);
        checkpoints.offer("part", false, () -> count(1));
        metrics.add("loss", 2, 1, 0.25);

        MetricLog later = new MetricLog(folder.resolve(MetricLog.FILE));
        new Checkpoints(folder.resolve("checkpoints"), later).rewind(Progress.SILENT);
        later.add("loss", 2, 1, 0.125);

        assertThat(later.read()).extracting(metric -> metric.value().value()).containsExactly(0.5, 0.125);
    }

    @Test
    void withoutACheckpointTheRunStartsAnew() {
        metrics.add("loss", 1, 1, 0.5);
        checkpoints.rewind(Progress.SILENT);
        assertThat(metrics.read()).isEmpty();
    }

    @Test
    void aDamagedCheckpointGivesWayToTheOneBefore() throws IOException {
        checkpoints.offer("part", false, () -> count(1));
        checkpoints.offer("part", false, () -> count(2));
        Path newest = folder.resolve("checkpoints/000002-part.zip");
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("checkpoints/.000003-part.zip.tmp"), "half");

        Checkpoints later = new Checkpoints(folder.resolve("checkpoints"), metrics);
        later.rewind(Progress.SILENT);
        later.every(Duration.ZERO);

        assertThat(later.last("part").orElseThrow().get("count")).containsExactly(1);
        later.offer("part", false, () -> count(3));
        assertThat(files()).containsExactly("000001-part.zip", "000002-part.zip");
        later.delete();
        assertThat(folder.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void whatIsComputedInOneGoIsComputedOnce() {
        List<String> calls = new ArrayList<>();
        Coin.Heads tossed = new Coin.Heads(Estimate.proportion(1, 3), 0.1);
        for (int process = 0; process < 2; process++) {
            Checkpoints same = new Checkpoints(folder.resolve("checkpoints"), metrics);
            same.rewind(Progress.SILENT);
            Coin.Heads heads = same.once("toss", Coin.Heads.class, () -> {
                calls.add("toss");
                return tossed;
            });
            assertThat(heads).isEqualTo(tossed);
        }
        assertThat(calls).hasSize(1);
    }

    /** Counts up and cancels itself once, at five. */
    @JsonTypeName("counting")
    record Counting(int to) implements Experiment {

        record Counted(long n) implements Result {
            @Override
            public String headline() {
                return "counted to " + n;
            }
        }

        @Override
        public Result run(Run run) {
            run.checkpoints().every(Duration.ofHours(1));
            long n = run.checkpoints()
                    .last("count")
                    .map(from -> from.get("count")[0])
                    .orElse(0L);
            boolean first = n == 0;
            while (n < to) {
                long now = ++n;
                run.metrics().add("n", n, 0, (double) n);
                if (first && n == to / 2) {
                    run.cancel();
                }
                run.checkpoints().offer("count", false, () -> count(now));
            }
            return new Counted(n);
        }
    }

    private static final ExperimentList COUNTING = ExperimentList.of(new Preset("counting", "counts", Counting.class));

    @Test
    void aCanceledRunIsResumedWhereItWas() {
        Path place = folder.resolve("run");
        Run run = Run.create(new RunRequest("counting", new Counting(10), 1, Map.of()), place, Progress.SILENT);

        assertThatThrownBy(run::execute).isInstanceOf(CancellationException.class);
        assertThat(RunRecord.read(place).status()).isEqualTo(Status.INTERRUPTED);
        assertThat(MetricLog.read(place.resolve(MetricLog.FILE))).hasSize(5);

        Run.resume(place, COUNTING, Progress.SILENT).execute();

        assertThat(RunRecord.read(place).status()).isEqualTo(Status.DONE);
        assertThat(RunRecord.read(place).resumed()).isNotEmpty();
        assertThat(MetricLog.read(place.resolve(MetricLog.FILE)))
                .extracting(Metric::step)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(place.resolve("checkpoints")).doesNotExist();
        assertThatThrownBy(() -> Run.resume(place, COUNTING, Progress.SILENT))
                .hasMessage(place + " cannot be resumed: it is done");
    }

    @Test
    void aRunThatIsStillAliveIsNotResumed() {
        Path place = folder.resolve("alive");
        Run.create(new RunRequest("counting", new Counting(10), 1, Map.of()), place, Progress.SILENT);

        assertThatThrownBy(() -> Run.resume(place, COUNTING, Progress.SILENT))
                .hasMessage(String.format(
                        Locale.ROOT,
                        "%s cannot be resumed: it is still running, process %d",
                        place,
                        ProcessHandle.current().pid()));
    }

    /** Writes a snapshot whose array takes one byte per number in the file and four in memory. */
    private static void writeTooLarge(Path file) throws IOException {
        long count = Runtime.getRuntime().maxMemory() / 8 + 1;
        String header = String.format(
                Locale.ROOT, "%-117s\n", "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ",), }");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry("large.npy"));
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
            zip.write(header.getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[1 << 20];
            for (long left = count; left > 0; left -= block.length) {
                zip.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    @Test
    void aCheckpointThatIsTooLargeForTheMemoryIsNotDeleted() throws IOException {
        checkpoints.offer("part", false, () -> count(1));
        writeTooLarge(folder.resolve("checkpoints/000002-part.zip"));

        assertThatThrownBy(() -> checkpoints.rewind(Progress.SILENT))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("must fit into half of Java's memory");
        assertThat(files()).containsExactly("000001-part.zip", "000002-part.zip");
    }

    @Test
    void aDamagedCheckpointIsNamedAlsoToThoseWhoWantNoProgress() throws IOException {
        checkpoints.offer("part", false, () -> count(1));
        Files.writeString(folder.resolve("checkpoints/000001-part.zip"), "no zip file");
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        checkpoints.rewind(Progress.warningsOn(new PrintStream(said, true, StandardCharsets.UTF_8)::println));

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("000001-part.zip is damaged and is ignored: ");
    }
}
