package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads stats files with random changes: each is read or refused in one line, within the memory of valid files. */
class StatsFuzzTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    /** Largest heap use for a file of some ten kilobytes; a valid file takes less than a tenth of it. */
    private static final long MOST_ALLOCATED = 16 << 20;

    /**
     * Wrong lengths that were once believed: the largest, a negative one, the letters 9999, and one just beyond the
     * record.
     */
    private static final int[] LENGTHS = {Integer.MAX_VALUE, -1, 0x39393939, 1 << 22};

    /** An odd stride, so that changes hit lengths at even and odd offsets, in all of their bytes. */
    private static final int EVERY = 7;

    @TempDir
    Path folder;

    private Path file;
    private byte[] sound;
    private int read;
    private int refused;

    @BeforeEach
    void keepReports() throws IOException {
        file = folder.resolve("training/layer1.stats");
        TrainingPagesTest.train(2, new StatsListener(new StatsFile(file), 1));
        sound = modelAndReport(Files.readAllBytes(file));
    }

    /** The first record of each kind. */
    private static byte[] modelAndReport(byte[] all) {
        ByteBuffer records = ByteBuffer.wrap(all);
        ByteBuffer kept = ByteBuffer.allocate(all.length);
        for (byte kind = 1; kind <= 2; kind++) {
            while (records.get(records.position()) != kind) {
                records.position(end(records));
            }
            kept.put(records.slice(records.position(), end(records) - records.position()));
        }
        return Arrays.copyOf(kept.array(), kept.position());
    }

    private static int end(ByteBuffer records) {
        return records.position() + Byte.BYTES + Integer.BYTES + records.getInt(records.position() + Byte.BYTES);
    }

    @Test
    @Timeout(600)
    void mutatedFilesAreReadOrRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 400; i++) {
            read(mutated(random), "mutation " + i);
        }
        // The test needs both outcomes: some files must be valid and some broken.
        assertThat(read).isGreaterThan(60);
        assertThat(refused).isGreaterThan(60);
    }

    /** Puts wrong lengths at regular offsets, which also hits the lengths of a record. */
    @Test
    @Timeout(600)
    void aClaimedLengthIsNotBelieved() throws IOException {
        for (int at = 0; at + Integer.BYTES <= sound.length; at += EVERY) {
            byte[] changed = sound.clone();
            int length = LENGTHS[at % LENGTHS.length];
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, length);
            read(changed, length + " at byte " + at);
        }
        assertThat(refused).isGreaterThan(100);
    }

    private byte[] mutated(SplittableRandom random) {
        byte[] bytes = sound.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x39);
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) '9');
                default -> {
                    int length = Math.min(random.nextInt(64), bytes.length - at);
                    System.arraycopy(sound, random.nextInt(sound.length - length + 1), bytes, at, length);
                }
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private void read(byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        long before = allocated();
        try {
            StatsFile.read(file, 0, "session");
            read++;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .as("seed %d, %s", SEED, what)
                    .contains("is damaged at byte")
                    .hasLineCount(1);
            refused++;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + SEED + ", " + what, e);
        }
        assertThat(allocated() - before).as("seed %d, %s", SEED, what).isLessThan(MOST_ALLOCATED);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
