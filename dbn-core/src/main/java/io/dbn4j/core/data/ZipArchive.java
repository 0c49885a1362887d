package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip file from an untrusted source.
 *
 * <p>No entry is read beyond the size in the file's directory. That size is refused if deflate could not hold it in the
 * stored bytes. Two entries of one name are refused. The caller limits the size of each entry.
 */
public final class ZipArchive implements AutoCloseable {

    /** Largest compression ratio of deflate: a pair of bits for 258 bytes. */
    static final long MOST_COMPRESSED = 1032;

    private final String name;
    private final ZipFile zip;
    private final long storedBytes;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    /** A reader of the content of an entry. */
    @FunctionalInterface
    public interface Content<T> {

        /**
         * Reads the whole entry.
         *
         * @param in the entry; must be read to its end
         * @param length number of bytes of the entry
         */
        T of(InputStream in, long length) throws IOException;
    }

    /** A reader of the beginning of an entry. */
    @FunctionalInterface
    interface Beginning<T> {

        T of(InputStream in) throws IOException;
    }

    private ZipArchive(String name, ZipFile zip, long storedBytes) {
        this.name = name;
        this.zip = zip;
        this.storedBytes = storedBytes;
    }

    /**
     * Opens a zip file and checks its directory.
     *
     * @throws IllegalArgumentException if it is missing, not a sound zip file, or has two entries of one name
     */
    public static ZipArchive open(Path file) {
        Check.require(Files.isRegularFile(file), "no such file: %s", file);
        ZipArchive archive;
        try {
            long size = Files.size(file); // Ask before the file is open, because this may fail.
            archive = new ZipArchive(file.toString(), new ZipFile(file.toFile()), size);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + ": must be an undamaged zip file, was cut short", e);
        } catch (ZipException | IllegalArgumentException e) {
            throw unsound(file.toString(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        try {
            archive.list();
        } catch (IllegalArgumentException e) {
            archive.close();
            throw e;
        }
        return archive;
    }

    private static IllegalArgumentException unsound(String name, Exception e) {
        return new IllegalArgumentException(
                "%s: must be an undamaged zip file, cannot be read (%s)".formatted(name, e.getMessage()), e);
    }

    private List<? extends ZipEntry> directory() {
        try {
            return Collections.list(zip.entries());
        } catch (IllegalArgumentException e) {
            // The zip library decodes names only here, so a name that is not valid text fails only now.
            throw unsound(name, e);
        }
    }

    private void list() {
        for (ZipEntry entry : directory()) {
            Check.require(
                    entries.put(entry.getName(), entry) == null,
                    "%s: entries must have different names, two were %s",
                    name,
                    Check.shown(entry.getName()));
        }
    }

    /** Returns the names of the entries, in the order of the directory. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Returns the printable name of an entry for messages: the file and the entry. */
    public String place(String entry) {
        return name + ": " + Check.shown(entry);
    }

    /**
     * Reads the bytes of an entry.
     *
     * @param most largest number of bytes allowed
     * @throws IllegalArgumentException if there is no such entry, or it is too large or damaged
     * @throws UncheckedIOException if the file cannot be read
     */
    public byte[] bytes(String entry, int most) {
        return read(entry, most, (in, length) -> in.readNBytes((int) length));
    }

    /** Returns the number of bytes of an entry after unpacking; 0 if there is no such entry. */
    public long size(String entry) {
        ZipEntry found = entries.get(entry);
        return found == null ? 0 : Math.max(0, found.getSize());
    }

    /**
     * Reads an entry of limited size.
     *
     * @param most largest number of bytes allowed
     * @throws IllegalArgumentException if there is no such entry, or it is too large or damaged
     * @throws UncheckedIOException if the file cannot be read
     */
    public <T> T read(String entry, long most, Content<T> content) {
        ZipEntry found = found(entry);
        long limit = Math.min(most, MOST_COMPRESSED * Math.min(found.getCompressedSize(), storedBytes));
        Check.require(
                found.getSize() >= 0 && found.getSize() <= limit,
                "%s must have at most %d bytes, was %d",
                place(entry),
                limit,
                found.getSize());
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(found), sum)) {
            T result = content.of(in, found.getSize());
            Check.require(in.read() < 0, "%s must have %d bytes, had more", place(entry), found.getSize());
            Check.require(
                    sum.getValue() == found.getCrc(),
                    "%s must have the checksum in the zip directory, had another",
                    place(entry));
            return result;
        } catch (EOFException e) {
            throw new IllegalArgumentException(place(entry) + " must be whole, was cut short", e);
        } catch (ZipException | UTFDataFormatException | CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "%s must be sound, was damaged (%s)".formatted(place(entry), e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place(entry) + ": " + e.getMessage(), e);
        }
    }

    private ZipEntry found(String entry) {
        ZipEntry found = entries.get(entry);
        if (found == null) {
            String held = names().isEmpty() ? "nothing" : Check.shown(String.join(", ", names()));
            throw new IllegalArgumentException("%s must hold %s, holds %s".formatted(name, Check.shown(entry), held));
        }
        return found;
    }

    /**
     * Reads the beginning of an entry, without a check of its checksum.
     *
     * @param beginning reads the entry, not necessarily to its end
     * @throws IllegalArgumentException if there is no such entry, or it is damaged
     */
    <T> T start(String entry, Beginning<T> beginning) {
        try (InputStream in = zip.getInputStream(found(entry))) {
            return beginning.of(in);
        } catch (EOFException e) {
            throw new IllegalArgumentException(place(entry) + " must be whole, was cut short", e);
        } catch (ZipException | UTFDataFormatException | CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "%s must be sound, was damaged (%s)".formatted(place(entry), e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place(entry) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }
}
