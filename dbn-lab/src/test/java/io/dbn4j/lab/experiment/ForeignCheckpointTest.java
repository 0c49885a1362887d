package io.dbn4j.lab.experiment;

import static io.dbn4j.lab.experiment.SmallTraining.copy;
import static io.dbn4j.lab.experiment.SmallTraining.differences;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.data.Mutation;
import io.dbn4j.core.data.ZipBytes;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.lab.run.RunRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of untrusted checkpoints with valid check sums: a run continues from the newest checkpoint or from the one
 * before, and no process crashes.
 */
class ForeignCheckpointTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    /** Position of the first number after the header of an array. */
    private static final int FIRST_FLOAT = 128;

    @TempDir
    static Path shared;

    @SuppressWarnings("NullAway.Init")
    private static SmallTraining training;

    @SuppressWarnings("NullAway.Init")
    private static Path whole;

    @SuppressWarnings("NullAway.Init")
    private static Path stopped;

    private static String newest = "";
    private static Map<String, byte[]> entries = new LinkedHashMap<>();

    @TempDir
    Path root;

    @BeforeAll
    static void train() throws IOException {
        training = new SmallTraining(shared);
        whole = training.whole("whole");
        stopped = training.stopped("stopped", 14);
        try (var files = Files.list(stopped.resolve("checkpoints"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names).hasSize(3);
            newest = names.get(2);
        }
        entries = entries(Files.readAllBytes(stopped.resolve("checkpoints").resolve(newest)));
        assertThat(entries).containsKeys("order.npy", "layer-1-parameters.npy", "numbers.json");
    }

    private static byte[] entry(String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    /** Copies the stopped run and replaces its newest checkpoint. */
    private Path with(byte[] checkpoint, int number) throws IOException {
        Path folder = copy(stopped, root.resolve("copy-" + number));
        Files.write(folder.resolve("checkpoints").resolve(newest), checkpoint);
        return folder;
    }

    private byte[] changed(String entry, byte[] content) {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put(entry, content);
        return ZipBytes.stored(changed);
    }

    private byte[] numbers(String from, String into) {
        String text = new String(entry("numbers.json"), ISO_8859_1);
        assertThat(text).containsPattern(from);
        return changed("numbers.json", text.replaceAll(from, into).getBytes(ISO_8859_1));
    }

    private byte[] header(String entry, String from, String into) {
        String text = new String(entry(entry), ISO_8859_1);
        assertThat(text).contains(from);
        return changed(entry, text.replace(from, into).getBytes(ISO_8859_1));
    }

    private byte[] renamed(String entry, String name) {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        entries.forEach((key, content) -> changed.put(key.equals(entry) ? name : key, content));
        return ZipBytes.stored(changed);
    }

    @Test
    void theCheckpointItselfIsGoneOnFrom() throws IOException {
        Path folder = with(ZipBytes.stored(entries), 0);
        training.resume(folder);
        assertThat(differences(whole, folder)).isEmpty();
    }

    /** All checkpoints have valid check sums; a required entry is missing, has another size, or is out of range. */
    @Test
    void craftedCheckpointsGiveWayToTheOneBefore() throws IOException {
        String parameters = "layer-1-parameters.npy";
        byte[] first = entry(parameters);
        byte[] nan = first.clone();
        nan[nan.length - 2] = (byte) 0xc0;
        nan[nan.length - 1] = 0x7f;
        byte[] huge = first.clone();
        huge[FIRST_FLOAT + 3] = 0x7e;
        byte[] twice = entry("order.npy").clone();
        System.arraycopy(twice, twice.length - 8, twice, twice.length - 16, 8);
        List<byte[]> crafted = List.of(
                header(parameters, "'shape': (", "'shape': (9999999, "),
                header(parameters, "<f4", "|O8"),
                changed(parameters, Arrays.copyOf(first, 140)),
                changed(parameters, nan),
                changed(parameters, huge),
                changed("order.npy", twice),
                renamed(parameters, "layer-1-paremeters.npy"),
                renamed("layer-1-updater.npy", "updater.npy"),
                renamed("numbers.json", "number.json"),
                renamed("order.npy", "order.npx"),
                numbers("\"position\" *: *\\[[^\\]]*\\]", "\"position\": [0]"),
                numbers("\"position\" *: *\\[[^\\]]*\\]", "\"position\": [9, 1, 1, 60]"),
                numbers("\"position\" *: *\\[[^\\]]*\\]", "\"position\": [-1, 1, 1, 60]"),
                numbers("\"position\" *: *\\[[^\\]]*\\]", "\"position\": [1, 5, 1, 60]"),
                numbers("\"position\" *: *\\[[^\\]]*\\]", "\"position\": [1, 2, 4, 60]"),
                numbers("\"position\" *: *\\[[^\\]]*\\]", "\"position\": [1, 2, 1, 2147483647]"),
                numbers("\"random\" *: *\\[[^\\]]*\\]", "\"random\": []"),
                numbers("\"layer-1-counters\" *: *\\[[^\\]]*\\]", "\"layer-1-counters\": [1, 2, -3, 4]"),
                numbers("\"metrics\" *: *\\[[^\\]]*\\]", "\"metrics\": [1000000000]"),
                numbers("\"metrics\" *: *\\[[^\\]]*\\]", "\"metrics\": [-1]"),
                numbers("\"metrics\" *: *\\[[^\\]]*\\]", "\"metrics\": [7]"),
                numbers("\"metrics\" *: *\\[[^\\]]*\\]", "\"metrics\": null"),
                new byte[0],
                "no zip".getBytes(ISO_8859_1));
        for (int i = 0; i < crafted.size(); i++) {
            Path folder = with(crafted.get(i), i);
            training.resume(folder);
            assertThat(differences(whole, folder)).as("crafted %d", i).isEmpty();
        }
    }

    @Test
    void allCheckpointsAreTriedAndThenTheRunStartsAnew() throws IOException {
        Path folder = copy(stopped, root.resolve("copy"));
        byte[] crafted = renamed("layer-1-parameters.npy", "x.npy");
        try (var files = Files.list(folder.resolve("checkpoints"))) {
            for (Path file : files.toList()) {
                Files.write(file, crafted);
            }
        }
        training.resume(folder);
        assertThat(differences(whole, folder)).isEmpty();
    }

    @Test
    void aResultOfAnotherTypeIsComputedAgain() throws IOException {
        Path folder = copy(stopped, root.resolve("copy"));
        Files.writeString(
                folder.resolve("checkpoints/000999-likelihood-tested.json"), "{\"metrics\": 0, \"value\": {\"x\": 1}}");
        training.resume(folder);
        assertThat(differences(whole, folder)).isEmpty();
    }

    @Test
    @Timeout(600)
    void mutatedSnapshotsAreReadOrRefused() throws IOException {
        mutate(600);
    }

    @Test
    @Tag("slow")
    @Timeout(3000)
    void fiftyThousandMutatedSnapshotsAreReadOrRefused() throws IOException {
        mutate(50_000);
    }

    private void mutate(int count) throws IOException {
        byte[] zip = ZipBytes.stored(entries);
        List<String> names = new ArrayList<>(entries.keySet());
        SplittableRandom random = new SplittableRandom(SEED);
        int read = 0;
        for (int i = 0; i < count; i++) {
            String entry = names.get(random.nextInt(names.size()));
            byte[] bytes = i % 3 == 0
                    ? Mutation.of(zip, entry("numbers.json"), random)
                    : changed(entry, Mutation.of(entry(entry), zip, random));
            read += read(bytes, i);
        }
        assertThat(read).isBetween(1, count - 1);
    }

    private int read(byte[] bytes, int number) throws IOException {
        Path file = Files.write(root.resolve("mutated.zip"), bytes);
        try {
            Snapshot.read(file);
            return 1;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            assertThat(e.getMessage())
                    .as("seed %d, file %d", SEED, number)
                    .contains("mutated.zip")
                    .hasLineCount(1);
            return 0;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + SEED + ", file " + number, e);
        }
    }

    /**
     * Entries are changed and the check sums adapted: the run ends, and goes back one checkpoint if it detects the
     * change.
     */
    @Test
    @Timeout(600)
    void runsGoOnWhateverTheirNewestCheckpointHolds() throws IOException {
        resumeMutated(15);
    }

    @Test
    @Tag("slow")
    @Timeout(3000)
    void aThousandRunsGoOnWhateverTheirNewestCheckpointHolds() throws IOException {
        resumeMutated(1000);
    }

    private void resumeMutated(int count) throws IOException {
        List<String> names = new ArrayList<>(entries.keySet());
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < count; i++) {
            String entry = names.get(random.nextInt(names.size()));
            Path folder = with(changed(entry, Mutation.of(entry(entry), entry("numbers.json"), random)), i);
            try {
                training.resume(folder);
                assertThat(RunRecord.read(folder).status()).isEqualTo(RunRecord.Status.DONE);
            } catch (ArithmeticException e) {
                // The numbers are plausible parameters, but training diverges or leaves a model far worse than chance.
                assertThat(e.getMessage()).containsAnyOf("diverged", "ruined").hasLineCount(1);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", run " + i + ", " + entry, e);
            }
        }
    }

    @Test
    void aCheckpointIsNotUnpackedFurtherThanItsOwnSize() throws IOException {
        Map<String, byte[]> bomb = new LinkedHashMap<>(entries);
        bomb.put("order.npy", new byte[1 << 20]);
        Path file = Files.write(root.resolve("bomb.zip"), ZipBytes.of(bomb));
        assertThatThrownBy(() -> Snapshot.read(file)).hasMessageContaining("must have at most");
    }
}
