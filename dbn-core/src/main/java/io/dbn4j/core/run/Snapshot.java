package io.dbn4j.core.run;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Everything that a computation needs to go on where it is: arrays and whole numbers, by name.
 *
 * @param arrays may be live views: a snapshot is written at once
 * @param numbers such as counters and random states
 */
public record Snapshot(Map<String, INDArray> arrays, Map<String, List<Long>> numbers) {

    private static final String NUMBERS = "numbers.json";

    /** The content of {@link #NUMBERS}. */
    record Numbers(Map<String, List<Long>> values) {}

    public Snapshot {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /** Arrays alone. */
    public static Snapshot of(Map<String, INDArray> arrays) {
        return new Snapshot(arrays, Map.of());
    }

    /** Everything in both. */
    public Snapshot and(Snapshot other) {
        Map<String, INDArray> allArrays = new LinkedHashMap<>(arrays);
        Map<String, List<Long>> allNumbers = new LinkedHashMap<>(numbers);
        allArrays.putAll(other.arrays);
        allNumbers.putAll(other.numbers);
        return new Snapshot(allArrays, allNumbers);
    }

    /** With these numbers too. */
    public Snapshot and(String name, long... values) {
        Map<String, List<Long>> all = new LinkedHashMap<>(numbers);
        all.put(name, Arrays.stream(values).boxed().toList());
        return new Snapshot(arrays, all);
    }

    /** Everything under names that begin with {@code prefix}. */
    public Snapshot under(String prefix) {
        Map<String, INDArray> allArrays = new LinkedHashMap<>();
        Map<String, List<Long>> allNumbers = new LinkedHashMap<>();
        arrays.forEach((name, array) -> allArrays.put(prefix + name, array));
        numbers.forEach((name, values) -> allNumbers.put(prefix + name, values));
        return new Snapshot(allArrays, allNumbers);
    }

    /** What {@link #under} was called on, of a snapshot that holds it among others. */
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

    /** A snapshot that no longer changes with what it was made of. */
    public Snapshot copy() {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        arrays.forEach((name, array) -> copies.put(name, array.dup()));
        return new Snapshot(copies, numbers);
    }

    /** The numbers of this name. */
    public long[] get(String name) {
        List<Long> values = numbers.get(name);
        if (values == null) {
            throw new IllegalArgumentException("checkpoint has no numbers \"" + name + "\"");
        }
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Copies an array back.
     *
     * @param into modified; has as many elements
     */
    public void restore(String name, INDArray into) {
        INDArray saved = arrays.get(name);
        if (saved == null) {
            throw new IllegalArgumentException("checkpoint has no array \"" + name + "\"");
        }
        Check.require(
                saved.length() == into.length(),
                "array \"%s\" of a checkpoint must have %d elements, had %d",
                name,
                into.length(),
                saved.length());
        into.assign(saved.reshape(into.shape()));
    }

    void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
        }
    }

    /** Writes arrays as {@code NAME.npy} and the numbers as JSON as a zip file. */
    public void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(Nd4j.toNpyByteArray(dense(array.getValue())));
            }
            zip.putNextEntry(new ZipEntry(NUMBERS));
            zip.write(Json.write(new Numbers(numbers)).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** ND4J 1.0.0-M2.1 writes a view as if it began where its buffer begins. */
    private static INDArray dense(INDArray array) {
        return array.isView() ? array.dup('c') : array;
    }

    static Snapshot read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /** Reads what {@link #write} wrote, with its check sums. */
    public static Snapshot read(InputStream in) throws IOException {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Map<String, List<Long>> numbers = Map.of();
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                if (entry.getName().equals(NUMBERS)) {
                    numbers = Json.read(new String(content, StandardCharsets.UTF_8), Numbers.class)
                            .values();
                } else {
                    arrays.put(entry.getName().replaceFirst("\\.npy$", ""), Nd4j.createNpyFromByteArray(content));
                }
            }
        }
        return new Snapshot(arrays, numbers);
    }
}
