package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Mutation;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.lab.run.RunRecord.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of untrusted values in {@code run.json}: one bad record does not hide the others. */
class RunRecordTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    @TempDir
    Path root;

    private Path bad;
    private String sound = "";

    @BeforeEach
    void run() throws IOException {
        Run.create(Coin.request(1), root.resolve("good"), Progress.SILENT).execute();
        bad = root.resolve("bad");
        Run.create(Coin.request(2), bad, Progress.SILENT).execute();
        sound = Files.readString(bad.resolve("run.json"));
    }

    private RunList with(String pattern, String replacement) throws IOException {
        String changed = sound.replaceFirst(pattern, replacement);
        assertThat(changed).isNotEqualTo(sound);
        Files.writeString(bad.resolve("run.json"), changed);
        return RunList.of(root);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"resumed\": \"\"' | '\"resumed\": \"garbage\"' | resumed must be empty or a time",
                "'\"ended\": \"[^\"]*\"' | '\"ended\": \"now\"' | ended must be empty or a time",
                "'\"started\": \"[^\"]*\"' | '\"started\": \"+1000000000-12-31T23:59:59.999999999Z\"' | started must be a time from",
                "'\"started\": \"[^\"]*\"' | '\"started\": \"-1000000000-01-01T00:00:00Z\"' | started must be a time from",
                "'\"started\": \"[^\"]*\"' | '\"started\": \"yesterday\"' | must be a time such as",
                "'\"name\": \"coin\"' | '\"name\": \"mnist; touch X #\"' | name must match",
                "'\"name\": \"coin\"' | '\"name\": \"../x\"' | name must match",
                "'\"ops\": [0-9]+' | '\"ops\": 20000' | ops must be from 1 to 1024",
                "'\"blas\": [0-9]+' | '\"blas\": 0' | blas must be from 1 to 1024",
                "'\"process\": [0-9]+' | '\"process\": -1' | process must be at least 0",
                "'\"status\": \"done\"' | '\"status\": \"x\"' | status: must be one of running"
            })
    void aValueOutOfRangeIsNamedAndHidesNoOtherRun(String pattern, String replacement, String message)
            throws IOException {
        RunList list = with(pattern, replacement);

        assertThat(list.runs()).extracting(RunList.Entry::folder).containsExactly(root.resolve("good"));
        assertThat(list.unreadable()).hasSize(1);
        assertThat(list.unreadable().get(0).reason()).contains(message).hasLineCount(1);
    }

    @Test
    void unknownNamesAreNotShownInFull() throws IOException {
        String name = "\\\\u001b]0;x" + "y".repeat(10_000);
        String reason = with("\"name\"", "\"" + name + "\": 1, \"name\"")
                .unreadable()
                .get(0)
                .reason();

        assertThat(reason)
                .contains("unknown property \"?]0;xyyy")
                .hasSizeLessThan(400 + root.toString().length());
    }

    @Test
    void theCommandToCopyHoldsNoCharacterThatATerminalActsOn() throws IOException {
        RunRecord record = RunRecord.read(bad);
        RunRecord evil = Json.read(
                Json.line(record)
                        .replace("\"overrides\":{}", "\"overrides\":{\"a\":\"\\u001b[201~; rm 'x' \\u009b\\n\"}"),
                RunRecord.class);

        assertThat(evil.command())
                .isEqualTo("./dbn run coin --seed 2 --set $'a=\\u001b[201~; rm \\u0027x\\u0027 \\u009b\\u000a'");
    }

    @Test
    void controlCharactersBecomeQuestionMarksAndLettersStay() {
        assertThat(Check.printable("a\u001b]0;x\u0007\u009b2J\u202egr\u00f6\u00dfe\u200c"))
                .isEqualTo("a?]0;x??2J?gr\u00f6\u00dfe\u200c");
        assertThat(Check.printable("one \n two\tthree")).isEqualTo("one two three");
    }

    @Test
    void aCopyOfARunThatIsGoingOnIsNotAlive() throws IOException {
        Path running = root.resolve("running");
        Run.create(Coin.request(3), running, Progress.SILENT);
        Path copy = Files.createDirectory(root.resolve("copy"));
        for (String name : RunFile.names(running)) {
            if (!name.equals(RunLock.FILE)) {
                Files.copy(running.resolve(name), copy.resolve(name));
            }
        }
        Files.createFile(copy.resolve(RunLock.FILE));

        assertThat(status(running)).isEqualTo(Status.RUNNING);
        assertThat(status(copy)).isEqualTo(Status.INTERRUPTED);
        assertThatThrownBy(() -> Run.resume(running, Coin.LIST, Progress.SILENT))
                .hasMessageContaining("still running");
        Run.resume(copy, Coin.LIST, Progress.SILENT).execute();
        assertThat(status(copy)).isEqualTo(Status.DONE);
        assertThat(status(running)).isEqualTo(Status.RUNNING);
    }

    private static Status status(Path folder) {
        return new RunList.Entry(folder, RunRecord.read(folder)).status();
    }

    @Test
    void mutatedRecordsAreReadOrRefusedAndListed() throws IOException {
        mutate(500);
    }

    @Test
    @Tag("slow")
    void twentyThousandMutatedRecordsAreReadOrRefusedAndListed() throws IOException {
        mutate(20_000);
    }

    private void mutate(int count) throws IOException {
        byte[] bytes = sound.getBytes(StandardCharsets.UTF_8);
        byte[] values = "\"garbage\" -1 1e999 null 99999999999 [] {} \"\\u0000\" true -1000000000-01-01T00:00:00Z"
                .getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(SEED);
        int read = 0;
        for (int i = 0; i < count; i++) {
            Files.write(bad.resolve("run.json"), Mutation.of(bytes, values, random));
            RunList list = RunList.of(root);
            assertThat(list.runs()).extracting(RunList.Entry::folder).contains(root.resolve("good"));
            assertThat(list.runs().size() + list.unreadable().size()).isEqualTo(2);
            list.runs().forEach(entry -> assertThat(entry.status()).isNotNull());
            list.unreadable().forEach(entry -> assertThat(entry.reason()).hasLineCount(1));
            read += list.runs().size() - 1;
        }
        assertThat(read).isBetween(1, count - 1);
    }
}
