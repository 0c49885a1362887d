package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.core.stats.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a run, appended to {@code metrics.jsonl} during the run, one JSON object a line.
 *
 * <p>A run that is killed leaves at most a torn last line, which reading ignores and appending cuts off.
 */
public final class MetricLog implements AutoCloseable {

    /** Name of the file that holds the measurements in a run folder. */
    public static final String FILE = "metrics.jsonl";

    private static final int BLOCK = 1 << 16;

    /** Largest size in bytes of a log that is read as a whole: a quarter of the heap, at most 1 GiB. */
    private static final long LARGEST = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4);

    private final RunFile place;
    private final Path file;
    private @Nullable FileChannel channel;

    /**
     * Opens the log in a file. Nothing is written before the first measurement.
     *
     * @param file appended to if it exists
     */
    public MetricLog(Path file) {
        this.file = file;
        this.place = RunFile.of(file);
    }

    /**
     * Appends a number whose error is unknown.
     *
     * @param series name of the measured quantity: letters, digits, {@code . _ -}
     * @param step number of updates so far
     * @param epoch passes through the data so far
     */
    public void add(String series, long step, double epoch, double value) {
        add(series, step, epoch, Metric.plain(value));
    }

    /** Appends an estimate to a series. */
    public synchronized void add(String series, long step, double epoch, Estimate value) {
        String line = new Metric(series, step, epoch, value, Instant.now()).toLine() + "\n";
        try {
            channel = channel == null ? open() : channel;
            // Write each line at once, so that no line is lost in a buffer when the process is killed.
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Forces all measurements to the disk and returns their length in bytes. A file that refers to them may be written
     * afterwards: even a power cut leaves no reference to missing measurements.
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

    /**
     * Returns a test of lengths in bytes: whether that many bytes from the beginning are sound, complete measurements.
     *
     * @throws UncheckedIOException if the file cannot be read, which does not mean that the measurements are damaged
     */
    LongPredicate sound() {
        long sound = soundLength();
        return size -> size == 0 || (size > 0 && size <= sound && endsLine(size));
    }

    private long soundLength() {
        try (MetricLines lines = new MetricLines(file, Long.MAX_VALUE)) {
            try {
                Metric metric = lines.next();
                while (metric != null) {
                    metric = lines.next();
                }
            } catch (IllegalArgumentException e) {
                return lines.end(); // The rest is damaged.
            }
            return lines.end();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private boolean endsLine(long size) {
        try (FileChannel bytes = FileChannel.open(place.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return bytes.read(last, size - 1) == 1 && last.get(0) == '\n';
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Cuts off all measurements after the first {@code size} bytes. The kept part becomes a new file: the old file may
     * be hard-linked elsewhere and stays unchanged.
     */
    synchronized void truncate(long size) {
        close();
        if (place.exists() || size > 0) {
            Path all = place.path();
            place.write(fresh -> {
                Files.copy(all, fresh, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel kept = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    Check.require(
                            size <= kept.size(), "%s must have at least %d bytes, had %d", file, size, kept.size());
                    kept.truncate(size);
                }
            });
        }
    }

    /** Reads all measurements so far, from a file of any size. */
    public List<Metric> read() {
        return read(file, Long.MAX_VALUE);
    }

    /**
     * Reads the measurements of a run from an untrusted source; empty if there is no such file.
     *
     * @throws IllegalArgumentException if a line other than a torn last one is damaged, naming the line; if the file is
     *     larger than 1 GiB or a quarter of the Java heap
     */
    public static List<Metric> read(Path file) {
        return read(file, LARGEST);
    }

    private static List<Metric> read(Path file, long most) {
        List<Metric> metrics = new ArrayList<>();
        each(file, most, metrics::add);
        return metrics;
    }

    private static void each(Path file, long most, Consumer<Metric> action) {
        try (MetricLines lines = new MetricLines(file, most)) {
            for (Metric metric = lines.next(); metric != null; metric = lines.next()) {
                action.accept(metric);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException e) {
        return new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }

    /**
     * A contiguous part of the measurements.
     *
     * @param metrics the measurements
     * @param start first byte of the part
     * @param end first byte of the next part
     */
    public record Part(List<Metric> metrics, long start, long end) {}

    /**
     * Reads the next measurements of a run that may still be running.
     *
     * @param from end of the previous part, or 0; the part starts at 0 if the file has become shorter, because a
     *     resumed run cuts off the measurements after its checkpoint
     * @param atMost largest number of bytes that are read; the next part begins after them
     * @throws IllegalArgumentException if a line is damaged, naming it
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

    /**
     * Writes each series to {@code <series>.csv}: step, epoch, value and error. Reads the log once for each series, so
     * that no series must fit into memory.
     */
    void export(Path folder) {
        Set<String> names = new LinkedHashSet<>();
        each(file, Long.MAX_VALUE, metric -> names.add(metric.series()));
        String below = folder.getFileName() + "/";
        for (String name : names) {
            new RunFile(place.folder(), below + name + ".csv").write(csv -> exportSeries(name, csv));
        }
    }

    private void exportSeries(String name, Path csv) throws IOException {
        try (PrintWriter table = new PrintWriter(Files.newBufferedWriter(csv))) {
            table.print("step,epoch,value,standardError,low,high,unit\n");
            each(file, Long.MAX_VALUE, metric -> {
                if (metric.series().equals(name)) {
                    table.print(row(metric));
                }
            });
            if (table.checkError()) {
                throw new IOException("the disk may be full");
            }
        }
    }

    private static String row(Metric metric) {
        Estimate value = metric.value();
        String error = metric.isPlain()
                ? ",,,"
                : "%s,%s,%s,%s".formatted(value.standardError(), value.low(), value.high(), value.unit());
        return String.format(Locale.ROOT, "%d,%s,%s,%s\n", metric.step(), metric.epoch(), value.value(), error);
    }

    private static byte[] completeLines(Path file, long from, int atMost) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new byte[0];
        }
        try (InputStream in = RunFile.of(file).open(Long.MAX_VALUE)) {
            in.skipNBytes(from);
            byte[] bytes = in.readNBytes(atMost);
            return Arrays.copyOf(bytes, endOfLines(bytes, bytes.length));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Returns the position after the last line feed of a block; 0 if there is none. */
    private static int endOfLines(byte[] block, int length) {
        int end = length;
        while (end > 0 && block[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private FileChannel open() throws IOException {
        FileChannel opened = place.inPlace();
        long kept = wholeLines(opened);
        return opened.truncate(kept).position(kept);
    }

    /** Returns the length in bytes of the complete lines, searched from the end of the file. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long end = channel.size();
        while (end > 0) {
            long start = Math.max(0, end - BLOCK);
            block.clear().limit((int) (end - start));
            int read = 0;
            while (block.hasRemaining() && read >= 0) {
                read = channel.read(block, start + block.position());
            }
            int lines = endOfLines(block.array(), block.position());
            if (lines > 0) {
                return start + lines;
            }
            end = start;
        }
        return 0;
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
