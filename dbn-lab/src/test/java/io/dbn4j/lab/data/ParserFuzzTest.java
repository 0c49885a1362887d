package io.dbn4j.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dbn4j.core.data.IdxBytes;
import io.dbn4j.core.data.Mutation;
import io.dbn4j.core.data.NumpyFiles;
import io.dbn4j.core.data.ZipBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzz tests of the parsers: valid files of every format with a few random changes are read, or refused in one line.
 *
 * <p>The time limit only ends hangs; it is no test of speed.
 */
class ParserFuzzTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    /** Largest allocation in bytes of the Java heap for one file of at most a few kilobytes. */
    private static final long MOST_ALLOCATED = 16 << 20;

    @TempDir
    Path folder;

    /** A valid file, with counts of its variants that were read and refused. */
    private static final class Seed {

        private final String name;
        private final byte[] bytes;
        private int read;
        private int refused;

        Seed(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }
    }

    @Test
    @Timeout(600)
    void mutatedFilesAreReadOrRefused() throws IOException {
        mutate(2000);
    }

    @Test
    @Tag("slow")
    @Timeout(3000)
    void aHundredThousandMutatedFilesAreReadOrRefused() throws IOException {
        mutate(100_000);
    }

    private void mutate(int count) throws IOException {
        List<Seed> seeds = seeds();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < count; i++) {
            Seed seed = seeds.get(i % seeds.size());
            read(seed, Mutation.of(seed.bytes, seeds.get(random.nextInt(seeds.size())).bytes, random), i);
        }
        // If all variants were read, or all refused, the test would not exercise the parsers.
        assertThat(seeds).allSatisfy(seed -> {
            assertThat(seed.read).as(seed.name).isPositive();
            assertThat(seed.refused).as(seed.name).isPositive();
        });
    }

    private void read(Seed seed, byte[] bytes, int number) throws IOException {
        Path file = Files.write(folder.resolve(seed.name), bytes);
        long before = allocated();
        try {
            DataFile.read(file);
            seed.read++;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .as("seed %d, file %d", SEED, number)
                    .contains(seed.name)
                    .hasLineCount(1);
            seed.refused++;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(String.format(Locale.ROOT, "seed %d, file %d, %s", SEED, number, seed.name), e);
        }
        assertThat(allocated() - before).as("seed %d, file %d", SEED, number).isLessThan(MOST_ALLOCATED);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static List<Seed> seeds() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String name : List.of(
                "bits-f4.npy",
                "bits-f8-fortran.npy",
                "bits-u1.npy",
                "bits-i8.npy",
                "bits-bool.npy",
                "bits-cube-fortran.npy",
                "bits-version-2.npy",
                "bits.npz",
                "bits-and-more.npz",
                "bits.csv")) {
            seeds.add(new Seed(name, Files.readAllBytes(NumpyFiles.file(name))));
        }
        byte[] images = IdxBytes.images(5, 3, 4);
        seeds.add(new Seed("images.idx", images));
        seeds.add(new Seed("images.idx.gz", IdxBytes.gzip(images)));
        byte[] bits = Files.readAllBytes(NumpyFiles.file("bits-f4.npy"));
        seeds.add(new Seed("deflated.npz", ZipBytes.of(Map.of("bits.npy", bits))));
        return seeds;
    }
}
