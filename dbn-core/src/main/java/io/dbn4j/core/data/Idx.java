package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An array of unsigned bytes, as a file in the IDX format of MNIST holds it.
 *
 * <pre>
 *   00 00 08 D     magic: unsigned bytes, D dimensions
 *   D x 4 bytes    the sizes, big-endian
 *   bytes          the values, last index fastest
 * </pre>
 *
 * <p>Files are read plain or gzipped, whichever their first bytes say, and refused unless they hold exactly what their
 * header claims. No memory is taken for a claim that the stored bytes could not fulfil.
 *
 * @param name of the file, for messages and provenance
 * @param shape the sizes, each at least 1; not to be modified
 * @param values one byte each, 0 ... 255 unsigned; not to be modified
 * @param sha256 of the file the values came from, after decompression, in hexadecimal
 */
@SuppressWarnings("ArrayRecordComponent") // millions of bytes, compared by nobody
public record Idx(String name, int[] shape, byte[] values, String sha256) {

    private static final byte[] MAGIC = {0, 0, 8};

    /** The largest array that every Java machine can make. */
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private static final int ROWS_AT_A_TIME = 4096;

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it cannot be read or is not an IDX file of unsigned bytes
     */
    public static Idx read(Path file) {
        String name = String.valueOf(file.getFileName());
        try (InputStream stored = Files.newInputStream(file)) {
            return read(name, stored, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read, " + e, e);
        }
    }

    /**
     * Reads a stream to its end and leaves it open.
     *
     * @param name for messages
     * @param stored the bytes as stored, plain or gzipped
     * @param storedBytes how many there are
     * @throws UncheckedIOException if it cannot be read or is not an IDX file of unsigned bytes
     */
    public static Idx read(String name, InputStream stored, long storedBytes) {
        try {
            InputStream plain = decompressed(stored);
            long most = plain instanceof GZIPInputStream ? ZipArchive.MOST_COMPRESSED * storedBytes : storedBytes;
            DigestInputStream digested = new DigestInputStream(plain, MessageDigest.getInstance("SHA-256"));
            DataInputStream in = new DataInputStream(digested);
            int[] shape = readShape(name, in);
            byte[] values = readValues(name, in, shape, most);
            return new Idx(
                    name,
                    shape,
                    values,
                    HexFormat.of().formatHex(digested.getMessageDigest().digest()));
        } catch (EOFException e) {
            throw refused(name + ": must be a whole file, was cut short; delete the file and download it again");
        } catch (ZipException e) {
            throw refused(name + ": must be sound gzip, was damaged (" + e.getMessage()
                    + "); delete the file and download it again");
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read, " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** How many dimensions the header of a file declares; 0 if it is not an IDX file of unsigned bytes. */
    static int dimensions(Path file) {
        try (InputStream stored = Files.newInputStream(file)) {
            byte[] magic = decompressed(stored).readNBytes(MAGIC.length + 1);
            return startsWithMagic(magic) ? magic[MAGIC.length] & 0xff : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The size along the first axis: how many images or labels there are. */
    public int count() {
        return shape[0];
    }

    /**
     * The images with rows and columns exchanged: EMNIST stores its images that way.
     *
     * @throws IllegalArgumentException if the shape is not {@code [count, rows, columns]}
     */
    public Idx transposed() {
        Check.require(shape.length == 3, "%s must have 3 dimensions, was %s", name, Arrays.toString(shape));
        int rows = shape[1];
        int columns = shape[2];
        byte[] exchanged = new byte[values.length];
        for (int start = 0; start < values.length; start += rows * columns) {
            for (int pixel = 0; pixel < rows * columns; pixel++) {
                exchanged[start + pixel % columns * rows + pixel / columns] = values[start + pixel];
            }
        }
        return new Idx(name, new int[] {shape[0], columns, rows}, exchanged, sha256);
    }

    /** Everything as FLOAT {@code [count, values in each]}, order 'c': a byte {@code b} becomes {@code b / 255}. */
    public INDArray scaled() {
        INDArray all = Nd4j.createUninitialized(DataType.FLOAT, count(), values.length / count());
        for (int from = 0; from < count(); from += ROWS_AT_A_TIME) {
            int to = Math.min(from + ROWS_AT_A_TIME, count());
            // Closed at once: left to the garbage collector, the parts add up to a second copy outside the heap.
            try (INDArray part = scaled(from, to)) {
                all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).assign(part);
            }
        }
        return all;
    }

    private INDArray scaled(int from, int to) {
        int width = values.length / count();
        float[] scaled = new float[(to - from) * width];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (values[from * width + i] & 0xff) / 255f;
        }
        return Nd4j.create(scaled, new long[] {to - from, width}, 'c');
    }

    private static InputStream decompressed(InputStream stored) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stored);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static boolean startsWithMagic(byte[] magic) {
        return magic.length > MAGIC.length && Arrays.equals(magic, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private static int[] readShape(String name, DataInputStream in) throws IOException {
        byte[] magic = new byte[MAGIC.length + 1];
        in.readFully(magic);
        if (!startsWithMagic(magic)) {
            throw refused("%s: must start with 00 00 08 (IDX of unsigned bytes), was %s"
                    .formatted(name, HexFormat.ofDelimiter(" ").formatHex(magic)));
        }
        int[] shape = new int[magic[MAGIC.length] & 0xff];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readInt();
        }
        return shape;
    }

    /** @param most no more bytes than this can be there, header included */
    private static byte[] readValues(String name, InputStream in, int[] shape, long most) throws IOException {
        long claim = claim(name, shape);
        long header = MAGIC.length + 1 + 4L * shape.length;
        String rule = String.format(
                Locale.ROOT, "%s: must hold %d bytes for shape %s, was ", name, claim, Arrays.toString(shape));
        if (claim > most - header) {
            throw refused(rule + "at most " + (most - header));
        }
        byte[] values = new byte[(int) claim];
        int found = in.readNBytes(values, 0, values.length);
        if (found < values.length) {
            throw refused(rule + found);
        }
        // Also makes the gzip stream check its own sum.
        if (in.read() >= 0) {
            throw refused(rule + "more");
        }
        return values;
    }

    private static long claim(String name, int[] shape) {
        long claim = shape.length == 0 ? 0 : 1;
        for (int size : shape) {
            claim *= Integer.toUnsignedLong(size);
            if (claim < 1 || claim > MOST_VALUES) {
                break;
            }
        }
        if (claim < 1 || claim > MOST_VALUES) {
            throw refused(String.format(
                    Locale.ROOT,
                    "%s: must have a shape of 1 to %d bytes, was %s",
                    name,
                    MOST_VALUES,
                    Arrays.toString(Arrays.stream(shape)
                            .mapToLong(Integer::toUnsignedLong)
                            .toArray())));
        }
        return claim;
    }

    private static UncheckedIOException refused(String message) {
        return new UncheckedIOException(message, new IOException(message));
    }
}
