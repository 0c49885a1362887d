package io.dbn4j.core.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The bytes of small zip files, sound and broken. */
public final class ZipBytes {

    private ZipBytes() {}

    /** A deflated file of these entries. */
    public static byte[] of(Map<String, byte[]> entries) {
        return of(entries, Deflater.DEFAULT_COMPRESSION);
    }

    /** A file of these entries that is not compressed. */
    public static byte[] stored(Map<String, byte[]> entries) {
        return of(entries, Deflater.NO_COMPRESSION);
    }

    private static byte[] of(Map<String, byte[]> entries, int level) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(level);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A file with two entries of one name: the name of the second, as long as the first, is written over. */
    public static byte[] twice(String name, byte[] content) {
        String other = name.substring(0, name.length() - 1) + "~";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(name, content);
        entries.put(other, content);
        byte[] zip = of(entries);
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        return text.replace(other, name).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same file with what its directory says about the first entry's size replaced. */
    public static byte[] withClaimedSize(byte[] zip, int size) {
        byte[] changed = zip.clone();
        ByteBuffer bytes = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < changed.length - 4; i++) {
            if (bytes.getInt(i) == 0x02014b50) {
                bytes.putInt(i + 24, size);
                return changed;
            }
        }
        throw new IllegalArgumentException("no directory");
    }
}
