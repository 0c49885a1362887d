package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    @TempDir
    Path folder;

    private Path original;

    @BeforeEach
    void runOnce() {
        original = folder.resolve("original");
        Run.create(Coin.request(42), original, Progress.SILENT).execute();
    }

    private Replay replay() {
        return Replay.of(original, folder.resolve("again"), Coin.LIST, Progress.SILENT);
    }

    private void tamper(String file, String found, String replacement) throws IOException {
        String text = Files.readString(original.resolve(file));
        assertThat(text).contains(found);
        Files.writeString(original.resolve(file), text.replace(found, replacement));
    }

    @Test
    void aRunIsEqualToItsReplayInEveryBit() {
        Replay replay = replay();

        assertThat(replay.differences()).isEmpty();
        assertThat(replay.circumstances()).isEmpty();
        assertThat(replay.summary()).isEqualTo("replayed: equal");
    }

    @Test
    void aTamperedResultIsFoundWithBothValues() throws IOException {
        double heads =
                Json.tree(original.resolve("result.json")).at("/heads/value").doubleValue();
        tamper("result.json", "\"value\": " + heads, "\"value\": 99.5");

        assertThat(replay().differences())
                .containsExactly(new Difference("result.json: heads.value", "99.5", String.valueOf(heads)));
        assertThat(Replay.of(original, folder.resolve("third"), Coin.LIST, Progress.SILENT)
                        .summary())
                .isEqualTo("replayed: 1 differences\nresult.json: heads.value: recorded 99.5, replayed " + heads);
    }

    @Test
    void aTamperedMeasurementIsFound() throws IOException {
        tamper("metrics.jsonl", "\"step\":200", "\"step\":201");

        assertThat(replay().differences())
                .extracting(Difference::place)
                .containsExactly("metrics.jsonl: line 1, heads.step", "metrics.jsonl: line 2, share.step");
    }

    @Test
    void aMissingMeasurementIsFound() throws IOException {
        String lines = Files.readString(original.resolve("metrics.jsonl"));
        Files.writeString(original.resolve("metrics.jsonl"), lines.substring(0, lines.indexOf('\n') + 1));

        assertThat(replay().differences()).containsExactly(new Difference("metrics.jsonl: number of lines", "1", "2"));
    }

    @Test
    void aChangedArrayIsFound() throws IOException {
        byte[] array = Files.readAllBytes(original.resolve("flips.npy"));
        array[array.length - 1] ^= 1;
        Files.write(original.resolve("flips.npy"), array);

        assertThat(replay().differences()).extracting(Difference::place).containsExactly("flips.npy");
    }

    @Test
    void aChangedModelIsFound() throws IOException {
        Path other = folder.resolve("other");
        Run.create(Coin.request(43), other, Progress.SILENT).execute();
        Files.copy(other.resolve("model.zip"), original.resolve("model.zip"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(replay().differences()).extracting(Difference::place).containsExactly("model.zip!flips");
    }

    @Test
    void otherDataAreFound() throws IOException {
        tamper("run.json", "00ff", "ff00");

        assertThat(replay().differences())
                .containsExactly(new Difference("run.json: data.coin", "\"ff00\"", "\"00ff\""));
    }

    @Test
    void anotherMachineIsSaidButIsNoDifference() throws IOException {
        tamper("run.json", "\"blasKernel\": \"", "\"blasKernel\": \"Other");

        Replay replay = replay();

        assertThat(replay.isEqual()).isTrue();
        assertThat(replay.circumstances()).singleElement().asString().startsWith("blasKernel was Other");
    }

    @Test
    void anExperimentThatDoesNotRepeatItselfIsFound() {
        Path first = folder.resolve("counting");
        Preset preset = new Preset("counting", "Counts its runs", Counting.class);
        Run.create(new RunRequest("counting", new Counting(1), 1, Map.of()), first, Progress.SILENT)
                .execute();

        Replay replay = Replay.of(first, folder.resolve("again"), ExperimentList.of(preset), Progress.SILENT);

        assertThat(replay.differences()).containsExactly(new Difference("result.json: runs", "1", "2"));
    }

    /** A broken experiment that keeps a state between runs. */
    @JsonTypeName("counting")
    record Counting(int step) implements Experiment {
        private static final AtomicInteger RUNS = new AtomicInteger();

        record Count(int runs) implements Result {
            @Override
            public String headline() {
                return runs + " runs";
            }
        }

        @Override
        public Result run(Run run) {
            return new Count(RUNS.addAndGet(step));
        }
    }

    @Test
    void aRunThatIsNotDoneIsRefused() {
        Path unfinished = folder.resolve("unfinished");
        Run.create(Coin.request(1), unfinished, Progress.SILENT);

        assertThatThrownBy(() -> Replay.of(unfinished, folder.resolve("again"), Coin.LIST, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(unfinished + " cannot be replayed: its status is running, must be done");
    }

    @Test
    void theRecordedThreadsAreUsed() throws IOException {
        NativeThreads before = NativeThreads.current();
        tamper("run.json", "\"blas\": " + before.blas(), "\"blas\": 2");

        replay();

        assertThat(RunRecord.read(folder.resolve("again")).threads().blas()).isEqualTo(2);
        assertThat(NativeThreads.current().blas()).isEqualTo(before.blas());
    }
}
