package io.dbn4j.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.JsonShape;
import io.dbn4j.core.json.RunFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A comparison of two run folders bit for bit, times excluded: hashes of the loaded data, the result, every metric, and
 * every array in {@code .npy} files and in the entries of {@code .zip} and {@code .npz} files.
 */
public final class FolderComparison {

    private final Path recorded;
    private final Path replayed;
    private final List<Difference> differences = new ArrayList<>();

    private FolderComparison(Path recorded, Path replayed) {
        this.recorded = recorded;
        this.replayed = replayed;
    }

    /** Returns the places that differ, in the order of the files; empty if the folders are equal. */
    public static List<Difference> of(Path recorded, Path replayed) {
        FolderComparison comparison = new FolderComparison(recorded, replayed);
        comparison.compare(
                "run.json: data",
                Json.tree(RunRecord.read(recorded).data()),
                Json.tree(RunRecord.read(replayed).data()));
        comparison.compare(
                Run.RESULT + ": ",
                Json.tree(new RunFile(recorded, Run.RESULT)),
                Json.tree(new RunFile(replayed, Run.RESULT)));
        comparison.compareMetrics();
        comparison.compareArrays();
        return comparison.differences;
    }

    private void compareMetrics() {
        List<Metric> before = MetricLog.read(recorded.resolve(MetricLog.FILE));
        List<Metric> after = MetricLog.read(replayed.resolve(MetricLog.FILE));
        if (before.size() != after.size()) {
            add(MetricLog.FILE + ": number of lines", before.size(), after.size());
        }
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            String place = String.format(
                    Locale.ROOT,
                    "%s: line %d, %s",
                    MetricLog.FILE,
                    i + 1,
                    before.get(i).series());
            compare(
                    place,
                    Json.parse(before.get(i).toLine()),
                    Json.parse(after.get(i).toLine()));
        }
    }

    private void compareArrays() {
        Map<String, String> before = checksums(recorded);
        Map<String, String> after = checksums(replayed);
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String one = before.getOrDefault(name, Difference.NOTHING);
            String other = after.getOrDefault(name, Difference.NOTHING);
            if (!one.equals(other)) {
                add(name, one, other);
            }
        }
    }

    private void compare(String place, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (!isTime(name)) {
                    String below = place.endsWith(": ") ? place + name : place + "." + name;
                    compare(below, before.path(name), after.path(name));
                }
            }
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(JsonShape.element(place, i), before.path(i), after.path(i));
            }
        } else if (!before.equals(after)) {
            add(place, shown(before), shown(after));
        }
    }

    /** Tells whether {@link Result} reserves a name for times. */
    private static boolean isTime(String name) {
        return name.equals("time") || name.equals("seconds") || name.endsWith("Seconds") || name.endsWith("PerSecond");
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? Difference.NOTHING : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private void add(String place, Object before, Object after) {
        differences.add(new Difference(place, before.toString(), after.toString()));
    }

    private static Map<String, String> checksums(Path folder) {
        Map<String, String> checksums = new TreeMap<>();
        try {
            for (String name : RunFile.names(folder)) {
                if (name.endsWith(".npy")) {
                    CRC32 crc = new CRC32();
                    long size = 0;
                    try (InputStream in = new RunFile(folder, name).open(Long.MAX_VALUE)) {
                        CheckedInputStream checked = new CheckedInputStream(in, crc);
                        size = checked.transferTo(OutputStream.nullOutputStream());
                    }
                    checksums.put(name, checksum(crc.getValue(), size));
                } else if (name.endsWith(".zip") || name.endsWith(".npz")) {
                    addEntries(new RunFile(folder, name), checksums);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compare " + folder + ": " + e.getMessage(), e);
        }
        return checksums;
    }

    /** Compares the entries alone, because the zip file also holds the time at which it was written. */
    private static void addEntries(RunFile file, Map<String, String> checksums) throws IOException {
        try (ZipFile zip = new ZipFile(file.path().toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                checksums.put(file.name() + "!" + entry.getName(), checksum(entry.getCrc(), entry.getSize()));
            }
        }
    }

    private static String checksum(long crc, long size) {
        return String.format(Locale.ROOT, "CRC %08x of %d bytes", crc, size);
    }
}
