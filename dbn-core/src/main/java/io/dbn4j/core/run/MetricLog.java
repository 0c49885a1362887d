package io.dbn4j.core.run;

import io.dbn4j.core.stats.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a run, appended to {@code metrics.jsonl} while it computes, one JSON object a line.
 *
 * <p>A run that is killed leaves at most a torn last line, which reading ignores and appending cuts off.
 */
public final class MetricLog implements AutoCloseable {

    /** The file in a run folder. */
    public static final String FILE = "metrics.jsonl";

    private final Path file;
    private @Nullable FileChannel channel;

    /**
     * The log in this file. Nothing is written before the first measurement.
     *
     * @param file appended to if it exists
     */
    public MetricLog(Path file) {
        this.file = file;
    }

    /**
     * Appends a number about whose error nothing is known.
     *
     * @param series what was measured; letters, digits, {@code . _ -}
     * @param step number of updates so far
     * @param epoch passes through the data so far
     */
    public void add(String series, long step, double epoch, double value) {
        add(series, step, epoch, Metric.plain(value));
    }

    /** Appends an estimate. */
    public synchronized void add(String series, long step, double epoch, Estimate value) {
        String line = new Metric(series, step, epoch, value, Instant.now()).toLine() + "\n";
        try {
            channel = channel == null ? open() : channel;
            // One write a line: nothing waits in a buffer of this process when it is killed.
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Bytes of all measurements so far. */
    synchronized long size() {
        try {
            return channel == null ? completeLines(file).length : channel.position();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Cuts off all measurements after the first {@code size} bytes. */
    synchronized void truncate(long size) {
        try {
            channel = channel == null ? open() : channel;
            channel.truncate(size).position(size);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** All measurements so far. */
    public List<Metric> read() {
        return read(file);
    }

    /**
     * Reads the measurements of a run; none if there is no such file.
     *
     * @throws IllegalArgumentException naming the line, if one that is not the torn last one is damaged
     */
    public static List<Metric> read(Path file) {
        return metrics(file, "", completeLines(file));
    }

    /**
     * A part of the measurements.
     *
     * @param metrics those of the part
     * @param start where it begins, in bytes
     * @param end where the next part begins
     */
    public record Part(List<Metric> metrics, long start, long end) {}

    /**
     * Reads the measurements of a run that may still be going on, from one place on.
     *
     * @param from where the part before ended, or 0; if the file has become shorter, for a resumed run cuts off what came
     *     after its checkpoint, the part starts at 0
     * @param atMost bytes that are read; a longer rest is left for the next part
     * @throws IllegalArgumentException naming the line, if one is damaged
     */
    public static Part read(Path file, long from, int atMost) {
        long start = from > file.toFile().length() ? 0 : from;
        byte[] lines = completeLines(file, start, atMost);
        String place = start == 0 ? "" : " after byte " + start;
        return new Part(metrics(file, place, lines), start, start + lines.length);
    }

    private static List<Metric> metrics(Path file, String place, byte[] complete) {
        List<Metric> metrics = new ArrayList<>();
        List<String> lines =
                new String(complete, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                metrics.add(Metric.fromLine(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s, line %d%s: %s", file, i + 1, place, e.getMessage()), e);
            }
        }
        return metrics;
    }

    /** Writes each series to {@code <series>.csv}: step, epoch, value, and what is known about its error. */
    void export(Path folder) {
        Map<String, StringBuilder> tables = new LinkedHashMap<>();
        for (Metric metric : read()) {
            tables.computeIfAbsent(
                            metric.series(),
                            series -> new StringBuilder("step,epoch,value,standardError,low,high,unit\n"))
                    .append(row(metric));
        }
        if (!tables.isEmpty()) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot create " + folder + ": " + e.getMessage(), e);
            }
        }
        tables.forEach((series, table) -> AtomicFile.write(folder.resolve(series + ".csv"), table.toString()));
    }

    private static String row(Metric metric) {
        Estimate value = metric.value();
        String error = metric.isPlain()
                ? ",,,"
                : "%s,%s,%s,%s".formatted(value.standardError(), value.low(), value.high(), value.unit());
        return String.format(Locale.ROOT, "%d,%s,%s,%s\n", metric.step(), metric.epoch(), value.value(), error);
    }

    /** A line is complete when its line feed is there: the last write may have been cut anywhere, even in a letter. */
    private static byte[] completeLines(Path file) {
        return completeLines(file, 0, Integer.MAX_VALUE);
    }

    private static byte[] completeLines(Path file, long from, int atMost) {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            byte[] bytes = in.readNBytes(atMost);
            int length = bytes.length;
            while (length > 0 && bytes[length - 1] != '\n') {
                length--;
            }
            return Arrays.copyOf(bytes, length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private FileChannel open() throws IOException {
        long kept = completeLines(file).length;
        FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return opened.truncate(kept).position(kept);
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
