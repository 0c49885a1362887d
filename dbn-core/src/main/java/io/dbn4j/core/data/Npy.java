package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A strict reader and a writer of arrays in NumPy's NPY format.
 *
 * <p>Numbers are {@code f2}, {@code f4}, {@code f8}, {@code i1} to {@code i8}, {@code u1} to {@code u8} and {@code b1}
 * of either byte order, in C or Fortran order. All other types, above all object arrays, are refused by name. No memory
 * is allocated for a shape that the stored bytes do not fill exactly. ND4J's own reader ends the process on a damaged
 * file.
 */
public final class Npy {

    private static final int BLOCK = 1 << 13;

    private Npy() {}

    /**
     * Reads an array of numbers.
     *
     * @param name name of the file, for messages
     * @param length number of bytes of the whole file
     * @return an array in C order: FLOAT for types whose values a float holds exactly, DOUBLE for the others
     * @throws IllegalArgumentException naming the broken rule
     * @throws TooLargeException if the array does not fit into half of Java's memory
     */
    public static INDArray read(String name, InputStream in, long length) throws IOException {
        return stored(name, in, length).values();
    }

    /** Reads an array of numbers and their type in the file. */
    public static StoredArray stored(String name, InputStream in, long length) throws IOException {
        NpyHeader header = NpyHeader.read(name, in);
        NumberKind kind = header.kind(name);
        requireLength(name, header, kind.bytes(), length);
        kind.requireMemory(name, header.count(name));
        return new StoredArray(shaped(kind.read(in, header.count(name), header.order()), header), kind);
    }

    /**
     * Reads a single text: a NumPy string, or bytes.
     *
     * @throws IllegalArgumentException naming the broken rule
     */
    static String readText(String name, InputStream in, long length) throws IOException {
        NpyHeader header = NpyHeader.read(name, in);
        boolean bytes = header.descr().matches("\\|?S\\d{1,4}");
        Check.require(
                header.count(name) == 1 && (bytes || header.descr().matches("[<>]U\\d{1,4}")),
                "%s: must be a single text (a NumPy string), was %s of shape %s",
                name,
                Check.shown(header.descr()),
                Arrays.toString(header.shape()));
        int size = Integer.parseInt(header.descr().replaceFirst(".*[SU]", "")) * (bytes ? 1 : 4);
        requireLength(name, header, size, length);
        Charset charset = bytes
                ? StandardCharsets.UTF_8
                : Charset.forName(header.order() == ByteOrder.BIG_ENDIAN ? "UTF-32BE" : "UTF-32LE");
        return Check.shown(new String(in.readNBytes(size), charset).replaceFirst("\0+$", ""));
    }

    /**
     * Writes an array in C order, as {@code <f4} if it is FLOAT and as {@code <f8} otherwise.
     *
     * @param array not modified
     */
    public static void write(INDArray array, OutputStream out) throws IOException {
        boolean isFloat = array.dataType() == DataType.FLOAT;
        out.write(NpyHeader.bytes(isFloat ? "<f4" : "<f8", array.shape()));
        double[] values = Elements.of(array);
        ByteBuffer block = ByteBuffer.allocate(8 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += BLOCK) {
            block.clear();
            for (int i = from; i < Math.min(from + BLOCK, values.length); i++) {
                if (isFloat) {
                    block.putFloat((float) values[i]);
                } else {
                    block.putDouble(values[i]);
                }
            }
            out.write(block.array(), 0, block.position());
        }
    }

    /**
     * Writes numbers of one byte in C order, as {@code |i1}.
     *
     * @param values not modified
     * @param shape sizes, whose product is the number of values
     */
    public static void write(byte[] values, long[] shape, OutputStream out) throws IOException {
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        Check.require(count == values.length, "shape must have %d values, had %d", values.length, count);
        out.write(NpyHeader.bytes("|i1", shape));
        out.write(values);
    }

    /** Writes a single text as a NumPy string. */
    public static void write(String text, OutputStream out) throws IOException {
        out.write(NpyHeader.bytes("<U" + text.codePointCount(0, text.length()), new long[0]));
        out.write(text.getBytes(Charset.forName("UTF-32LE")));
    }

    private static void requireLength(String name, NpyHeader header, int bytesOfValue, long length) {
        long claim = (long) header.count(name) * bytesOfValue;
        Check.require(
                claim == length - header.bytes(),
                "%s: must hold %d bytes for shape %s of %s, was %d",
                name,
                claim,
                Arrays.toString(header.shape()),
                Check.shown(header.descr()),
                length - header.bytes());
    }

    private static INDArray shaped(INDArray values, NpyHeader header) {
        int rank = header.shape().length;
        long[] shape = Arrays.stream(header.shape()).asLongStream().toArray();
        if (!header.fortranOrder() || rank < 2) {
            return values.reshape('c', shape);
        }
        long[] reversed = new long[rank];
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            reversed[i] = shape[rank - 1 - i];
            axes[i] = rank - 1 - i;
        }
        return values.reshape('c', reversed).permute(axes).dup('c');
    }
}
