package io.dbn4j.core.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a run, appended to {@code metrics.jsonl} while it computes, one JSON object a line.
 *
 * <p>A run that is killed leaves at most a torn last line, which reading ignores and appending cuts off.
 */
public final class MetricLog implements AutoCloseable {

    /** The file in a run folder. */
    public static final String FILE = "metrics.jsonl";

    /** A day of a small model leaves some hundred megabytes. */
    private static final long LARGEST = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4);

    private final RunFile place;
    private final Path file;
    private @Nullable FileChannel channel;

    /**
     * The log in this file. Nothing is written before the first measurement.
     *
     * @param file appended to if it exists
     */
    public MetricLog(Path file) {
        this.file = file;
        this.place = RunFile.of(file);
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

    /**
     * Bytes of all measurements so far, which are on the disk when this returns: what refers to them may be written now, and
     * a power cut leaves no reference to what is not there.
     */
    synchronized long forced() {
        try {
            if (channel == null && !place.exists()) {
                return 0;
            }
            channel = channel == null ? open() : channel;
            channel.force(true);
            return channel.position();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Which numbers of bytes, from the beginning, are sound measurements and nothing else. */
    LongPredicate sound() {
        byte[] bytes = place.exists() ? completeLines(file, 0, (int) LARGEST) : new byte[0];
        int sound = soundLength(bytes);
        return size -> size == 0 || (size > 0 && size <= sound && bytes[(int) size - 1] == '\n');
    }

    private static int soundLength(byte[] lines) {
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                try {
                    Metric.fromLine(new String(lines, start, i - start, StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return start;
                }
                start = i + 1;
            }
        }
        return start;
    }

    /**
     * Cuts off all measurements after the first {@code size} bytes. The rest becomes a new file: what had its name may be
     * linked to from elsewhere, and stays as it is.
     */
    synchronized void truncate(long size) {
        close();
        if (place.exists() || size > 0) {
            byte[] all = place.bytes(LARGEST);
            Check.require(size <= all.length, "%s must have at least %d bytes, had %d", file, size, all.length);
            byte[] kept = Arrays.copyOf(all, (int) size);
            place.write(fresh -> Files.write(fresh, kept));
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
        long start = from < 0 || from > file.toFile().length() ? 0 : from;
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
        String below = folder.getFileName() + "/";
        tables.forEach((series, table) ->
                new RunFile(place.folder(), below + series + ".csv").write(csv -> Files.writeString(csv, table)));
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
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new byte[0];
        }
        long most = atMost == Integer.MAX_VALUE ? LARGEST : Long.MAX_VALUE;
        try (InputStream in = RunFile.of(file).open(most)) {
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
        FileChannel opened = place.inPlace();
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
