package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.DamagedCheckpointException;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.RunRecord.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {

    @JsonTypeName("failing")
    record Failing(String message) implements Experiment {
        @Override
        public Result run(Run run) {
            assertThat(RunRecord.read(run.folder()).status()).isEqualTo(Status.RUNNING);
            throw new IllegalStateException(message);
        }
    }

    /** Starts a run that waits to be stopped, in a given folder. */
    static final class Endless {

        @JsonTypeName("waiting")
        record Waiting(int count) implements Experiment {
            @Override
            public Result run(Run run) {
                run.metrics().add("waiting", count, 0, 0.0);
                LockSupport.park();
                throw new IllegalStateException("woken");
            }
        }

        public static void main(String[] arguments) {
            RunRequest request = new RunRequest("waiting", new Waiting(1), 1, Map.of());
            Run.create(request, Path.of(arguments[0]), Progress.SILENT).execute();
        }
    }

    @TempDir
    Path folder;

    @Test
    void theRecordIsWrittenBeforeAnythingIsComputed() {
        RunRequest request = new RunRequest("coin", new Coin(10, 0.5), 42, Map.of("flips", "10"));

        Run.create(request, folder.resolve("a/b"), Progress.SILENT);

        RunRecord record = RunRecord.read(folder.resolve("a/b"));
        assertThat(record.status()).isEqualTo(Status.RUNNING);
        assertThat(record.seed()).isEqualTo(42);
        assertThat(record.overrides()).isEqualTo(Map.of("flips", "10"));
        assertThat(record.experiment()).isEqualTo(Map.of("type", "coin", "flips", 10, "bias", 0.5));
        assertThat(record.machine()).isEqualTo(Machine.current());
        assertThat(record.threads()).isEqualTo(NativeThreads.current());
        assertThat(record.request(Coin.LIST)).isEqualTo(request);
    }

    @Test
    void aFinishedRunLeavesItsResultMeasurementsAndData() throws IOException {
        Run run = Run.create(Coin.request(1), folder, Progress.SILENT);

        Result result = run.execute();

        assertThat(folder.resolve("result.json")).content().isEqualTo(Json.write(result));
        assertThat(RunRecord.read(folder)).isEqualTo(run.record());
        assertThat(run.record().status()).isEqualTo(Status.DONE);
        assertThat(run.record().headline()).isEqualTo(result.headline());
        assertThat(run.record().ended()).isNotEmpty();
        assertThat(run.record().data()).isEqualTo(Map.of("coin", "00ff"));
        assertThat(folder.resolve("plots/share.csv")).exists();
        try (var files = Files.walk(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void aFailureIsRecordedAndPassedOn() {
        Run run = Run.create(new RunRequest("failing", new Failing("no data"), 1, Map.of()), folder, Progress.SILENT);

        assertThatThrownBy(run::execute)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no data");

        assertThat(RunRecord.read(folder).status()).isEqualTo(Status.FAILED);
        assertThat(RunRecord.read(folder).message()).isEqualTo("no data");
        assertThat(folder.resolve("result.json")).doesNotExist();
    }

    @Test
    void aRunThatGoesBackToAnEarlierCheckpointSetsItsPageAgain() {
        Run run = Run.create(Coin.request(1), folder, Progress.SILENT);
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger pages = new AtomicInteger();

        run.execute(running -> {
            running.page(done -> pages.incrementAndGet());
            running.checkpoints().once("part", Integer.class, () -> 1);
            if (attempts.incrementAndGet() == 1) {
                running.checkpoints().once("part", Integer.class, () -> 2);
                throw new DamagedCheckpointException("its size does not fit");
            }
            return new Coin.Heads(Estimate.exact(1, ""), 0);
        });

        assertThat(attempts).hasValue(2);
        assertThat(pages).hasValue(1);
    }

    @Test
    void aRunThatIsStoppedFromOutsideSaysSo() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        while (process.isAlive() && !Files.exists(folder.resolve("metrics.jsonl"))) {
            Thread.sleep(20);
        }
        assertThat(RunRecord.read(folder).isAlive()).isTrue();

        process.destroy();
        process.waitFor();

        assertThat(RunRecord.read(folder).isAlive()).isFalse();
        assertThat(RunRecord.read(folder).status()).isEqualTo(Status.INTERRUPTED);
        assertThat(folder.resolve("result.json")).doesNotExist();
    }

    @Test
    void aFolderThatHoldsARunIsRefusedAndAnyOtherIsFine() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Run.create(Coin.request(1), folder, Progress.SILENT);

        assertThatThrownBy(() -> Run.create(Coin.request(1), folder, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder + " already holds a run; choose another folder");
        assertThatThrownBy(() -> Run.create(Coin.request(1), folder.resolve("notes.txt"), Progress.SILENT))
                .hasMessageContaining("is not a folder");
    }

    @Test
    void runsOfTheSameSecondGetFoldersOfTheirOwn() {
        Path one = Run.createBelow(folder, Coin.request(42), ExperimentList.of(), Progress.SILENT)
                .folder();
        Path other = Run.createBelow(folder, Coin.request(42), ExperimentList.of(), Progress.SILENT)
                .folder();

        assertThat(one).isNotEqualTo(other);
        assertThat(one.getFileName().toString()).matches("\\d{8}-\\d{6}-coin-s42");
    }

    @Test
    void aRandomStreamIsOpenedOnceAndFollowsTheSeed() {
        Run run = Run.create(Coin.request(7), folder, Progress.SILENT);

        Nd4jRandomSource stream = run.random("chains");

        assertThat(stream.permutation(100))
                .isEqualTo(new Seed(7).stream("chains").permutation(100));
        assertThatThrownBy(() -> run.random("chains"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("random stream \"chains\" can be opened only once; share it");
    }

    @Test
    void trainingsOfOneRunHaveSeedsOfTheirOwn() {
        Run run = Run.create(Coin.request(7), folder, Progress.SILENT);

        assertThat(run.seed()).isEqualTo(new Seed(7));
        assertThat(run.seed("first")).isNotEqualTo(run.seed("second"));
        assertThatThrownBy(run::seed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the seed of the run is already given out; use seed(name) for another part");
        assertThatThrownBy(() -> run.seed("first"))
                .hasMessage("random stream \"first\" can be opened only once; share it");
        assertThatThrownBy(() -> run.random("second")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Run run = Run.create(Coin.request(1), folder, Progress.SILENT);
        run.save("model.zip", file -> Files.writeString(file, "whole"));

        assertThatThrownBy(() -> run.save("model.zip", file -> {
                    Files.writeString(file, "hal");
                    throw new IOException("disk is full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("model.zip: disk is full");

        assertThat(folder.resolve("model.zip")).content().isEqualTo("whole");
        assertThat(folder.resolve(".model.zip.tmp")).doesNotExist();
    }

    @Test
    void theCommandThatRunsItAgainIsSafeInAShell() {
        RunRequest request = new RunRequest("coin", new Coin(10, 0.5), 3, Map.of("bias", "it's $HOME"));

        assertThat(Run.create(request, folder, Progress.SILENT).record().command())
                .isEqualTo("./dbn run coin --seed 3 --set 'bias=it'\\''s $HOME'");
    }

    @Test
    void aNameThatCouldLeaveTheFolderIsRefused() {
        assertThatThrownBy(() -> new RunRequest("../x", new Coin(1, 0.5), 1, Map.of()))
                .hasMessageContaining("name must match");
    }
}
