package io.dbn4j.core.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A zip file of {@link Npy} files, named arrays and texts, as {@code numpy.savez} writes it. */
public final class Npz implements AutoCloseable {

    private static final String ENDING = ".npy";

    /** Fixed time of all entries, so that equal content gives equal files. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipArchive zip;
    private final String prefix;
    private final Map<String, String> entries = new LinkedHashMap<>();

    private Npz(ZipArchive zip, String prefix) {
        this.zip = zip;
        this.prefix = prefix;
    }

    /**
     * Opens a file without reading its arrays. Entries whose names do not end in {@code .npy} are ignored.
     *
     * @throws IllegalArgumentException if it is missing or not a sound zip file
     */
    public static Npz open(Path file) {
        ZipArchive zip = ZipArchive.open(file);
        Npz npz = new Npz(zip, "");
        for (String entry : zip.names()) {
            if (entry.endsWith(ENDING)) {
                npz.entries.put(entry.substring(0, entry.length() - ENDING.length()), entry);
            }
        }
        return npz;
    }

    /**
     * Returns the arrays and texts whose names begin with a prefix, by the rest of their names, until this is closed.
     */
    public Npz part(String start) {
        Npz part = new Npz(zip, prefix + start);
        entries.forEach((name, entry) -> {
            if (name.startsWith(start)) {
                part.entries.put(name.substring(start.length()), entry);
            }
        });
        return part;
    }

    /** Returns the names of the arrays and texts. */
    public Set<String> names() {
        return Set.copyOf(entries.keySet());
    }

    /**
     * Reads an array of numbers.
     *
     * @throws IllegalArgumentException naming file, entry and the broken rule
     */
    public INDArray array(String name) {
        return stored(name).values();
    }

    /** Reads an array of numbers and their type in the file. */
    public StoredArray stored(String name) {
        String entry = entry(name);
        return zip.read(entry, Long.MAX_VALUE, (in, length) -> Npy.stored(zip.place(entry), in, length));
    }

    /** Reads the type and the sizes of an array. */
    public NpyHeader header(String name) {
        String entry = entry(name);
        return zip.start(entry, in -> NpyHeader.read(zip.place(entry), in));
    }

    /**
     * Reads a single text.
     *
     * @throws IllegalArgumentException naming file, entry and the broken rule
     */
    public String text(String name) {
        String entry = entry(name);
        return zip.read(entry, Long.MAX_VALUE, (in, length) -> Npy.readText(zip.place(entry), in, length));
    }

    private String entry(String name) {
        return entries.getOrDefault(name, prefix + name + ENDING);
    }

    /**
     * Writes arrays and texts to a file.
     *
     * @param content arrays and texts by name, in the order of the file
     */
    public static void write(Path file, Map<String, ?> content) throws IOException {
        try (OutputStream stored = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(stored))) {
            for (Map.Entry<String, ?> named : content.entrySet()) {
                ZipEntry entry = new ZipEntry(named.getKey() + ENDING);
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                if (named.getValue() instanceof INDArray array) {
                    Npy.write(array, zip);
                } else {
                    Npy.write(String.valueOf(named.getValue()), zip);
                }
                zip.closeEntry();
            }
        }
    }

    @Override
    public void close() {
        zip.close();
    }
}
