package io.dbn4j.core.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The bytes of small IDX files. */
public final class IdxBytes {

    private IdxBytes() {}

    /** Returns a file of unsigned bytes with given sizes and values, even if their numbers do not fit. */
    public static byte[] of(int[] shape, int... values) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
        file.put(new byte[] {0, 0, 8, (byte) shape.length});
        for (int size : shape) {
            file.putInt(size);
        }
        for (int value : values) {
            file.put((byte) value);
        }
        return file.array();
    }

    public static byte[] labels(int... labels) {
        return of(new int[] {labels.length}, labels);
    }

    /** Images that count upwards from 0 through their pixels, one after the other, modulo 256. */
    public static byte[] images(int count, int rows, int columns) {
        int[] values = new int[count * rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 256;
        }
        return of(new int[] {count, rows, columns}, values);
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a file, gzipped if its name says so. */
    public static Path write(Path folder, String name, byte[] plain) {
        try {
            return Files.write(folder.resolve(name), name.endsWith(".gz") ? gzip(plain) : plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
