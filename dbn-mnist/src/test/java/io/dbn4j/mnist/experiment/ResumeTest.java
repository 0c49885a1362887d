package io.dbn4j.mnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.mnist.MnistExperiments;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a run that was stopped at any moment ends with the bits of an uninterrupted run. */
class ResumeTest {

    /** Images, and runs that nothing stopped. */
    @TempDir
    private static Path whole;

    private static RunRequest request;
    private static int calls;

    @TempDir
    private Path folder;

    /** Fails at the call of a number, like a machine that loses power. */
    private static final class CountingProgress implements Progress {

        private final int last;
        private int calls;

        CountingProgress(int last) {
            this.last = last;
        }

        private void count() {
            calls++;
            if (calls == last) {
                throw new IllegalStateException("power cut");
            }
        }

        @Override
        public void begin(String task, long total, String unit) {
            count();
        }

        @Override
        public void at(long done) {
            count();
        }

        @Override
        public void advance(long more) {
            count();
        }
    }

    /** The program of the process that is killed; it runs the request. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            run(request(Path.of(arguments[0])), Path.of(arguments[1]), Duration.ZERO, Progress.SILENT);
        }
    }

    /**
     * Returns a request with every kind of state: momentum, persistent chains, centering, dropout, AIS, a second
     * network.
     */
    private static RunRequest request(Path images) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (int layer = 0; layer < 3; layer++) {
            overrides.put(String.format(Locale.ROOT, "layers[%d].hidden", layer), "6");
            overrides.put(String.format(Locale.ROOT, "layers[%d].epochs", layer), "2");
        }
        overrides.put("layers[1].objective", PERSISTENT);
        overrides.put(
                "layers[2].objective",
                "{\"type\": \"centered\", \"objective\": %s, \"rate\": 0.1}".formatted(PERSISTENT));
        overrides.put("data.folder", images.toString());
        overrides.put("batch", "30"); // does not divide the number of rows
        overrides.put("input", "bernoulli");
        overrides.put("fineTuning.epochs", "3");
        overrides.put("fineTuning.batch", "30");
        overrides.put("likelihood.betas", "20");
        overrides.put("likelihood.burnIn", "5");
        overrides.put("likelihood.exactUpTo", "2");
        overrides.put("compareRandomStart", "true");
        return RunRequest.of(MnistExperiments.LIST.preset("mnist"), 7, overrides);
    }

    private static final String PERSISTENT = """
            {"type": "likelihood", "negativePhase":
             {"type": "persistent", "chains": 10, "sampler": {"type": "gibbs"}, "k": 1}}
            """.strip();

    private static void run(RunRequest request, Path into, Duration interval, Progress progress) {
        Run run = Run.create(request, into, progress);
        run.checkpoints().every(interval);
        run.execute();
    }

    private void resume(Path stopped, String like) {
        RunRecord.read(stopped).threads().configure();
        Run run = Run.resume(stopped, MnistExperiments.LIST, Progress.SILENT);
        run.checkpoints().every(Duration.ZERO);
        run.execute();
        assertThat(FolderComparison.of(whole.resolve(like), stopped)).isEmpty();
    }

    @BeforeAll
    static void runTheWhole() throws IOException {
        request = request(TinyImages.writeTo(Files.createDirectory(whole.resolve("images"))));
        CountingProgress progress = new CountingProgress(0);
        run(request, whole.resolve("whole"), Duration.ofHours(1), progress);
        calls = progress.calls;
    }

    /** The moments are spread evenly over the run: all layers, AIS both ways, both fine-tunings. */
    @ParameterizedTest
    @CsvSource({"0, 7", "3600, 2"})
    void aRunThatFailsAtAnyMomentEndsWithTheSameBits(long secondsBetweenCheckpoints, int moments) {
        for (int moment = 1; moment <= moments; moment++) {
            Path stopped = folder.resolve("stopped-" + moment);
            CountingProgress failing = new CountingProgress(moment * calls / (moments + 1));
            assertThatThrownBy(() -> run(request, stopped, Duration.ofSeconds(secondsBetweenCheckpoints), failing))
                    .hasMessage("power cut");
            resume(stopped, "whole");
        }
    }

    @Tag("slow")
    @Test
    void aRunThatFailsAtTwentyNineMomentsEndsWithTheSameBits() {
        aRunThatFailsAtAnyMomentEndsWithTheSameBits(0, 29);
    }

    /** The run has greedy training of two parts and training of the whole network. */
    @Test
    void upDownTrainingThatFailsEndsWithTheSameBits() {
        RunRequest labeled = ExperimentsTest.labeled(
                whole.resolve("images"),
                Map.of(
                        "layers[0].epochs", "4",
                        "layers[1].epochs", "4",
                        "layers[2].epochs", "4",
                        "upDown.epochs", "4"));
        CountingProgress all = new CountingProgress(0);
        run(labeled, whole.resolve("labeled"), Duration.ofHours(1), all);
        for (int moment = 1; moment <= 5; moment++) {
            Path stopped = folder.resolve("stopped-" + moment);
            CountingProgress failing = new CountingProgress(moment * all.calls / 6);
            assertThatThrownBy(() -> run(labeled, stopped, Duration.ZERO, failing))
                    .hasMessage("power cut");
            resume(stopped, "labeled");
        }
    }

    @Test
    void aComparisonSeesOneOtherSeed() {
        run(
                new RunRequest(request.name(), request.experiment(), 8, request.overrides()),
                folder.resolve("other"),
                Duration.ofHours(1),
                Progress.SILENT);
        assertThat(FolderComparison.of(whole.resolve("whole"), folder.resolve("other")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aKilledRunEndsWithTheSameBits(int trial) throws Exception {
        kill(trial);
    }

    @Tag("slow")
    @Test
    void aRunKilledAtTwentyMomentsEndsWithTheSameBits() throws Exception {
        for (int trial = 11; trial <= 30; trial++) {
            kill(trial);
        }
    }

    /** Kills the child at a random moment after its first checkpoint; it writes one after every update. */
    private void kill(int trial) throws IOException, InterruptedException {
        Path killed = folder.resolve("killed-" + trial);
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        whole.resolve("images").toString(),
                        killed.toString()))
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "child.log"))
                .start();
        Path first = killed.resolve("checkpoints");
        while (child.isAlive() && !Files.isDirectory(first)) {
            child.waitFor(5, TimeUnit.MILLISECONDS);
        }
        child.waitFor(new Random(trial).nextInt(2500), TimeUnit.MILLISECONDS);
        child.destroyForcibly().waitFor();
        assertThat(killed.resolve("run.json")).exists();
        if (RunRecord.read(killed).status() != RunRecord.Status.DONE) {
            resume(killed, "whole");
        }
    }
}
