package io.dbn4j.core.json;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.ZipArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state from which a computation can continue: arrays and whole numbers, by name.
 *
 * @param arrays arrays, possibly live views of a model, which change with it: {@link #copy} keeps them
 * @param numbers whole numbers such as counters and random states
 */
public record Snapshot(Map<String, INDArray> arrays, Map<String, List<Long>> numbers) {

    /** An empty snapshot, to add to. */
    public static final Snapshot NONE = new Snapshot(Map.of(), Map.of());

    private static final String NUMBERS = "numbers.json";

    private static final int LONGEST_NUMBERS = 1 << 24;

    private static final String ENDING = ".npy";

    /** The content of {@link #NUMBERS}. */
    record Numbers(Map<String, List<Long>> values) {}

    public Snapshot {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /** Returns a snapshot of arrays alone. */
    public static Snapshot of(Map<String, INDArray> arrays) {
        return new Snapshot(arrays, Map.of());
    }

    /** Returns the union of both snapshots. */
    public Snapshot and(Snapshot other) {
        Map<String, INDArray> allArrays = new LinkedHashMap<>(arrays);
        Map<String, List<Long>> allNumbers = new LinkedHashMap<>(numbers);
        allArrays.putAll(other.arrays);
        allNumbers.putAll(other.numbers);
        return new Snapshot(allArrays, allNumbers);
    }

    /** Returns this snapshot with additional numbers. */
    public Snapshot and(String name, long... values) {
        Map<String, List<Long>> all = new LinkedHashMap<>(numbers);
        all.put(name, Arrays.stream(values).boxed().toList());
        return new Snapshot(arrays, all);
    }

    /** Returns this snapshot with {@code prefix} before every name. */
    public Snapshot under(String prefix) {
        Map<String, INDArray> allArrays = new LinkedHashMap<>();
        Map<String, List<Long>> allNumbers = new LinkedHashMap<>();
        arrays.forEach((name, array) -> allArrays.put(prefix + name, array));
        numbers.forEach((name, values) -> allNumbers.put(prefix + name, values));
        return new Snapshot(allArrays, allNumbers);
    }

    /** Returns the part whose names begin with {@code prefix}, without the prefix: the inverse of {@link #under}. */
    public Snapshot part(String prefix) {
        return new Snapshot(without(prefix, arrays), without(prefix, numbers));
    }

    private static <V> Map<String, V> without(String prefix, Map<String, V> all) {
        Map<String, V> some = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                some.put(name.substring(prefix.length()), value);
            }
        });
        return some;
    }

    /** Returns a snapshot with copies of all arrays. */
    public Snapshot copy() {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        arrays.forEach((name, array) -> copies.put(name, array.dup()));
        return new Snapshot(copies, numbers);
    }

    /**
     * Returns the numbers of a name.
     *
     * @throws DamagedCheckpointException if there are none
     */
    public long[] get(String name) {
        List<Long> values = numbers.get(name);
        if (values == null) {
            throw new DamagedCheckpointException("checkpoint has no numbers \"" + name + "\"");
        }
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Returns {@code count} numbers of a name.
     *
     * @throws DamagedCheckpointException if there are more, fewer or none
     */
    public long[] get(String name, int count) {
        long[] values = get(name);
        require(
                values.length == count,
                "numbers \"%s\" of a checkpoint must have %d values, had %d",
                name,
                count,
                values.length);
        return values;
    }

    /** Checks that an index or counter lies from {@code low} to {@code high}; otherwise the checkpoint is damaged. */
    public static int within(int low, int high, long value, String name) {
        require(
                value >= low && value <= high,
                "%s of a checkpoint must be from %d to %d, was %d",
                name,
                low,
                high,
                value);
        return (int) value;
    }

    /**
     * Checks a condition on the content of a checkpoint.
     *
     * @throws DamagedCheckpointException with the formatted message if {@code condition} is false
     */
    public static void require(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new DamagedCheckpointException(String.format(Locale.ROOT, format, arguments));
        }
    }

    /**
     * Copies a saved array into an existing one.
     *
     * @param into modified
     * @throws DamagedCheckpointException if there is no such array, or its number of elements differs
     */
    public void restore(String name, INDArray into) {
        INDArray saved = array(name, into.length());
        into.assign(saved.reshape(into.shape()));
    }

    /**
     * Copies saved parameters into existing ones, see {@link #restore}.
     *
     * @throws DamagedCheckpointException also if a parameter is not finite, because such a state is never saved
     */
    public void restoreFinite(String name, INDArray into) {
        for (double value : Elements.of(array(name, into.length()))) {
            require(Double.isFinite(value), "array \"%s\" of a checkpoint must be finite, had %s", name, value);
        }
        restore(name, into);
    }

    /**
     * Reads the order in which rows are visited.
     *
     * @param length number of rows
     * @throws DamagedCheckpointException if the array does not hold each of 0 to {@code length - 1} once
     */
    public int[] permutation(String name, long length) {
        if (length == 0) {
            return new int[0];
        }
        double[] saved = Elements.of(array(name, length));
        boolean[] seen = new boolean[saved.length];
        int[] order = new int[saved.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) saved[i];
            require(
                    order[i] == saved[i] && order[i] >= 0 && order[i] < seen.length && !seen[order[i]],
                    "array \"%s\" of a checkpoint must hold each row once, had %s",
                    name,
                    saved[i]);
            seen[order[i]] = true;
        }
        return order;
    }

    private INDArray array(String name, long length) {
        INDArray saved = arrays.get(name);
        if (saved == null) {
            throw new DamagedCheckpointException("checkpoint has no array \"" + name + "\"");
        }
        require(
                saved.length() == length,
                "array \"%s\" of a checkpoint must have %d elements, had %d",
                name,
                length,
                saved.length());
        return saved;
    }

    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
        }
    }

    /** Writes an uncompressed zip file, with arrays as {@code NAME.npy} and the numbers as JSON. */
    public void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
                if (!array.getValue().isEmpty()) {
                    zip.putNextEntry(new ZipEntry(array.getKey() + ENDING));
                    Npy.write(array.getValue(), zip);
                }
            }
            zip.putNextEntry(new ZipEntry(NUMBERS));
            zip.write(Json.write(new Numbers(numbers)).getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads a file of {@link #write} strictly, and verifies its checksums.
     *
     * <p>The file may be untrusted: nothing in it is compressed, so its arrays take at most a few times its bytes.
     *
     * @throws IllegalArgumentException naming file, entry and the broken rule
     */
    public static Snapshot read(Path file) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Map<String, List<Long>> numbers = Map.of();
        try (ZipArchive zip = ZipArchive.open(file)) {
            long left = Files.size(file);
            for (String entry : zip.names()) {
                long[] size = {0};
                if (entry.equals(NUMBERS)) {
                    byte[] json = zip.bytes(entry, (int) Math.min(left, LONGEST_NUMBERS));
                    size[0] = json.length;
                    numbers = numbers(zip.place(entry), json);
                } else {
                    Check.require(entry.endsWith(ENDING), "%s must end in .npy", zip.place(entry));
                    String name = entry.substring(0, entry.length() - ENDING.length());
                    arrays.put(name, zip.read(entry, left, (in, length) -> {
                        size[0] = length;
                        return Npy.read(zip.place(entry), in, length);
                    }));
                }
                left -= size[0];
            }
            return new Snapshot(arrays, numbers);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a snapshot from bytes. */
    public static Snapshot read(byte[] sent) {
        try {
            Path file = Files.createTempFile("dbn", ".zip");
            try {
                Files.write(file, sent);
                return read(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a snapshot: " + e.getMessage(), e);
        }
    }

    private static Map<String, List<Long>> numbers(String place, byte[] json) {
        try {
            return Json.read(new String(json, StandardCharsets.UTF_8), Numbers.class)
                    .values();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }
}
