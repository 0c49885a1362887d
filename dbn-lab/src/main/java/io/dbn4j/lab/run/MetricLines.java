package io.dbn4j.lab.run;

import io.dbn4j.core.json.RunFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the complete lines of a file of measurements, which may be larger than the Java heap.
 *
 * <p>A line is complete when its line feed is there: the last write may have been cut anywhere, even inside a
 * character.
 */
final class MetricLines implements AutoCloseable {

    /** Longest line in bytes; a measurement takes a few hundred bytes. */
    private static final int LONGEST = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final byte[] block = new byte[1 << 16];
    private int at;
    private int filled;
    private long number;
    private long end;

    /**
     * Opens a file of measurements.
     *
     * @param most largest size in bytes; reading further throws IllegalArgumentException
     */
    MetricLines(Path file, long most) {
        this.file = file;
        this.in = Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? RunFile.of(file).open(most)
                : InputStream.nullInputStream();
    }

    /**
     * Returns the next measurement; null at the end.
     *
     * @throws IllegalArgumentException if the line is damaged, naming it
     */
    @Nullable
    Metric next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long length = 0;
        while (fill()) {
            int stop = at;
            while (stop < filled && block[stop] != '\n') {
                stop++;
            }
            line.write(block, at, Math.min(stop - at, LONGEST + 1 - line.size()));
            length += stop - at;
            at = stop;
            if (stop < filled) {
                at++;
                number++;
                Metric metric = metric(line);
                end += length + 1;
                return metric;
            }
        }
        return null;
    }

    private Metric metric(ByteArrayOutputStream line) {
        try {
            if (line.size() > LONGEST) {
                throw new IllegalArgumentException("must have at most " + LONGEST + " bytes, has more");
            }
            return Metric.fromLine(line.toString(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s, line %d: %s", file, number, e.getMessage()), e);
        }
    }

    private boolean fill() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, in.read(block));
        }
        return at < filled;
    }

    /** Returns the length in bytes of the measurements read so far. */
    long end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
