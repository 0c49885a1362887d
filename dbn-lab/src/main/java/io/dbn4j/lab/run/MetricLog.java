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
 * The measurements of a run, appended to {@code metrics.jsonl} while it computes, one JSON object a line.
 *
 * <p>A run that is killed leaves at most a torn last line, which reading ignores and appending cuts off.
 */
public final class MetricLog implements AutoCloseable {

    /** The file in a run folder. */
    public static final String FILE = "metrics.jsonl";

    private static final int BLOCK = 1 << 16;

    /** Most bytes of a log that are read as a whole: a quarter of the heap, and no more than 1 GiB. */
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

    /**
     * Which numbers of bytes, from the beginning, are sound measurements and nothing else.
     *
     * @throws UncheckedIOException if the file cannot be read, which says nothing about the measurements
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
                return lines.end(); // What follows is damaged.
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
     * Cuts off all measurements after the first {@code size} bytes. The rest becomes a new file: what had its name may be
     * linked to from elsewhere, and stays as it is.
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

    /** All measurements so far, of however large a file. */
    public List<Metric> read() {
        return read(file, Long.MAX_VALUE);
    }

    /**
     * Reads the measurements of a run that somebody else may have made; none if there is no such file.
     *
     * @throws IllegalArgumentException naming the line, if one that is not the torn last one is damaged; if the file is
     *     larger than 1 GiB or a quarter of the memory of Java
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

    /**
     * Writes each series to {@code <series>.csv}: step, epoch, value, and what is known about its error. Reads the
     * measurements once for each series, so that none must fit into memory.
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

    /** Where the last whole line of a block ends; 0 if none does. */
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

    /** Bytes of the whole lines, found from the end of the file. */
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
