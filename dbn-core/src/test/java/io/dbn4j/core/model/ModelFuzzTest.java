package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.data.Mutation;
import io.dbn4j.core.data.NumpyFiles;
import io.dbn4j.core.data.ZipBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** Sound model files with a few random changes, of the file or inside an entry: they are read, or refused in one line. */
class ModelFuzzTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    @TempDir
    Path folder;

    private Path zip;

    @BeforeEach
    void save() throws IOException {
        DeepBeliefNetwork network =
                initialized(new DeepBeliefNetwork(classifier(base(DataType.FLOAT, new Adam(0.01)))));
        network.getUpdater();
        zip = folder.resolve("sound.zip");
        network.save(zip.toFile(), true);
    }

    @Test
    @Timeout(600)
    void mutatedModelsAreReadOrRefused() throws IOException {
        mutate(300);
    }

    @Test
    @Tag("slow")
    @Timeout(3000)
    void tenThousandMutatedModelsAreReadOrRefused() throws IOException {
        mutate(10_000);
    }

    private void mutate(int count) throws IOException {
        byte[] npz = Files.readAllBytes(NumpyFiles.file("spin-f8.npz"));
        byte[] whole = Files.readAllBytes(zip);
        Map<String, byte[]> entries = ModelZipTest.entries(zip.toFile());
        List<String> names = new ArrayList<>(entries.keySet());
        SplittableRandom random = new SplittableRandom(SEED);
        int read = 0;
        for (int i = 0; i < count; i++) {
            switch (i % 4) {
                case 0 -> read += read("model.npz", Mutation.of(npz, whole, random), i);
                case 1 -> read += read("model.zip", Mutation.of(whole, npz, random), i);
                default -> {
                    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
                    changed.computeIfPresent(
                            names.get(random.nextInt(names.size())),
                            (name, content) ->
                                    Mutation.of(content, requireNonNull(entries.get("configuration.json")), random));
                    read += read("model.zip", ZipBytes.of(changed), i);
                }
            }
        }
        assertThat(read).isBetween(1, count - 1);
    }

    private int read(String name, byte[] bytes, int number) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        try {
            ModelFile.read(file);
            return 1;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .as("seed %d, file %d", SEED, number)
                    .contains(name)
                    .hasLineCount(1);
            return 0;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(String.format(Locale.ROOT, "seed %d, file %d", SEED, number), e);
        }
    }
}
