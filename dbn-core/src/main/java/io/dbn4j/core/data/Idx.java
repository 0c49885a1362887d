package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An array of unsigned bytes from a file in the IDX format of MNIST.
 *
 * <pre>
 *   00 00 08 D     magic: unsigned bytes, D dimensions
 *   D x 4 bytes    the sizes, big-endian
 *   bytes          the values, last index fastest
 * </pre>
 *
 * <p>The first bytes of a file tell whether it is plain or gzipped. A file is refused if it holds fewer or more values
 * than its header declares. The declared number of values is checked against the size of the file before memory is
 * allocated for them.
 *
 * @param name name of the file, for messages and provenance
 * @param shape the sizes, each at least 1; not to be modified
 * @param values one byte each, 0 ... 255 unsigned; not to be modified
 * @param sha256 hash of the file after decompression, in hexadecimal
 */
@SuppressWarnings("ArrayRecordComponent") // millions of bytes, which nothing compares
public record Idx(String name, int[] shape, byte[] values, String sha256) {

    private static final int ROWS_AT_A_TIME = 4096;

    /**
     * Reads a file of unsigned bytes.
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
     * @param name name of the file, for messages
     * @param stored the bytes as stored, plain or gzipped
     * @param storedBytes number of stored bytes
     * @throws UncheckedIOException if it cannot be read or is not an IDX file of unsigned bytes
     */
    public static Idx read(String name, InputStream stored, long storedBytes) {
        return read(name, stored, storedBytes, (header, in, digest) -> {
            if (header.kind() != NumberKind.U1) {
                throw refused(String.format(
                        Locale.ROOT,
                        "%s: must hold unsigned bytes (IDX type 08), was %s",
                        name,
                        header.kind().name().toLowerCase(Locale.ROOT)));
            }
            byte[] values = readValues(name, in, header);
            return new Idx(
                    name,
                    header.shape(),
                    values,
                    HexFormat.of().formatHex(digest.getMessageDigest().digest()));
        });
    }

    /**
     * Reads a file of any type of numbers without scaling.
     *
     * @throws UncheckedIOException if it cannot be read or is not an IDX file
     * @throws TooLargeException if the numbers do not fit into half of Java's memory
     */
    public static StoredArray stored(Path file) {
        String name = String.valueOf(file.getFileName());
        try (InputStream stored = Files.newInputStream(file)) {
            return read(name, stored, Files.size(file), (header, in, digest) -> {
                header.kind().requireMemory(name, header.count());
                byte[] values = readValues(name, in, header);
                INDArray array =
                        header.kind().read(new ByteArrayInputStream(values), header.count(), ByteOrder.BIG_ENDIAN);
                long[] shape = Arrays.stream(header.shape()).asLongStream().toArray();
                return new StoredArray(array.reshape('c', shape), header.kind());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read, " + e, e);
        }
    }

    /** A reader of the values after a header. */
    @FunctionalInterface
    private interface Content<T> {
        T of(IdxHeader header, InputStream in, DigestInputStream digest) throws IOException;
    }

    private static <T> T read(String name, InputStream stored, long storedBytes, Content<T> content) {
        try {
            InputStream plain = decompressed(stored);
            long most = plain instanceof GZIPInputStream ? ZipArchive.MOST_COMPRESSED * storedBytes : storedBytes;
            DigestInputStream digested = new DigestInputStream(plain, MessageDigest.getInstance("SHA-256"));
            DataInputStream in = new DataInputStream(digested);
            IdxHeader header = IdxHeader.read(name, in);
            requireStored(name, header, most);
            return content.of(header, in, digested);
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

    /** Reads the number of dimensions from the header of a file; 0 if it is not an IDX file of unsigned bytes. */
    public static int dimensions(Path file) {
        try (InputStream stored = Files.newInputStream(file)) {
            byte[] magic = decompressed(stored).readNBytes(IdxHeader.MAGIC_BYTES);
            return IdxHeader.kind(magic).equals(Optional.of(NumberKind.U1))
                    ? magic[IdxHeader.MAGIC_BYTES - 1] & 0xff
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the size along the first axis: the number of images or labels. */
    public int count() {
        return shape[0];
    }

    /**
     * Returns the images with rows and columns exchanged; EMNIST stores its images in that way.
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

    /** Returns the largest byte, 0 ... 255. */
    public int largest() {
        int largest = 0;
        for (byte value : values) {
            largest = Math.max(largest, value & 0xff);
        }
        return largest;
    }

    /**
     * Returns all values as FLOAT {@code [count, values in each]}, order 'c', by the {@link ByteRule}: a byte {@code b}
     * becomes {@code b / 255} if the largest byte is above 1, and stays 0 or 1 otherwise.
     */
    public INDArray scaled() {
        return scaled(ByteRule.divisor(largest()));
    }

    /** Returns all values divided by a number, FLOAT {@code [count, values in each]}. */
    public INDArray scaled(double divisor) {
        INDArray all = Nd4j.createUninitialized(DataType.FLOAT, count(), values.length / count());
        for (int from = 0; from < count(); from += ROWS_AT_A_TIME) {
            int to = Math.min(from + ROWS_AT_A_TIME, count());
            // Close each part at once: until garbage collection the parts would add up to a second copy outside the
            // heap.
            try (INDArray part = scaled(from, to, divisor)) {
                all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).assign(part);
            }
        }
        return all;
    }

    private INDArray scaled(int from, int to, double divisor) {
        int width = values.length / count();
        float[] scaled = new float[(to - from) * width];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) ((values[from * width + i] & 0xff) / divisor);
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

    /** Refuses a header whose values do not fit into {@code most} bytes, header included. */
    private static void requireStored(String name, IdxHeader header, long most) {
        if (header.valueBytes() > most - header.bytes()) {
            throw refused(rule(name, header) + "at most " + (most - header.bytes()));
        }
    }

    private static byte[] readValues(String name, InputStream in, IdxHeader header) throws IOException {
        byte[] values = new byte[header.valueBytes()];
        int found = in.readNBytes(values, 0, values.length);
        if (found < values.length) {
            throw refused(rule(name, header) + found);
        }
        // Reading past the end also makes the gzip stream verify its checksum.
        if (in.read() >= 0) {
            throw refused(rule(name, header) + "more");
        }
        return values;
    }

    private static String rule(String name, IdxHeader header) {
        return String.format(
                Locale.ROOT,
                "%s: must hold %d bytes for shape %s, was ",
                name,
                header.valueBytes(),
                Arrays.toString(header.shape()));
    }

    private static UncheckedIOException refused(String message) {
        return IdxHeader.refused(message);
    }
}
