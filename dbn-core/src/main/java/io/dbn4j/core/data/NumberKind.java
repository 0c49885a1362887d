package io.dbn4j.core.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A type of number that NPY and IDX files store: floating point (F), signed (I) or unsigned (U) integer, or truth value
 * (B), with its number of bytes.
 *
 * <p>Types whose values a float holds exactly become FLOAT arrays, the others DOUBLE. A 64-bit integer beyond 2^53 is
 * rounded.
 */
public enum NumberKind {
    F2(2, DataType.FLOAT, bytes -> half(bytes.getShort())),
    F4(4, DataType.FLOAT, bytes -> bytes.getFloat()),
    F8(8, DataType.DOUBLE, bytes -> bytes.getDouble()),
    I1(1, DataType.FLOAT, bytes -> bytes.get()),
    I2(2, DataType.FLOAT, bytes -> bytes.getShort()),
    I4(4, DataType.DOUBLE, bytes -> bytes.getInt()),
    I8(8, DataType.DOUBLE, bytes -> bytes.getLong()),
    U1(1, DataType.FLOAT, bytes -> bytes.get() & 0xff),
    U2(2, DataType.FLOAT, bytes -> bytes.getShort() & 0xffff),
    U4(4, DataType.DOUBLE, bytes -> bytes.getInt() & 0xffffffffL),
    U8(8, DataType.DOUBLE, bytes -> unsigned(bytes.getLong())),
    B1(1, DataType.FLOAT, bytes -> bytes.get() == 0 ? 0 : 1);

    private static final int BLOCK = 1 << 13;

    private final int bytes;
    private final DataType type;

    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    private final ToDoubleFunction<ByteBuffer> next;

    NumberKind(int bytes, DataType type, ToDoubleFunction<ByteBuffer> next) {
        this.bytes = bytes;
        this.type = type;
        this.next = next;
    }

    /** Finds the type that NumPy calls by this name, without the mark of the byte order: {@code f4}. */
    static Optional<NumberKind> ofNumpy(String name) {
        for (NumberKind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Finds the type that this byte denotes in the header of an IDX file. */
    static Optional<NumberKind> ofIdx(int code) {
        return switch (code) {
            case 0x08 -> Optional.of(U1);
            case 0x09 -> Optional.of(I1);
            case 0x0b -> Optional.of(I2);
            case 0x0c -> Optional.of(I4);
            case 0x0d -> Optional.of(F4);
            case 0x0e -> Optional.of(F8);
            default -> Optional.empty();
        };
    }

    /** Returns the number of bytes of one value. */
    int bytes() {
        return bytes;
    }

    /**
     * Checks that the Java numbers of {@code count} values take at most half of the memory.
     *
     * @throws TooLargeException naming the bytes needed and the limit
     */
    void requireMemory(String name, long count) {
        long most = Runtime.getRuntime().maxMemory() / 2;
        long claim = count * type.width();
        if (claim > most) {
            throw new TooLargeException(String.format(
                    Locale.ROOT,
                    "%s: must fit into half of Java's memory (%d bytes; DBN_JAVA_OPTS=-Xmx raises it), was %d bytes",
                    name,
                    most,
                    claim));
        }
    }

    /**
     * Reads values from a stream.
     *
     * @return a vector, FLOAT or DOUBLE
     * @throws EOFException if the stream holds fewer values
     */
    INDArray read(InputStream in, int count, ByteOrder order) throws IOException {
        return type == DataType.FLOAT ? floats(in, count, order) : doubles(in, count, order);
    }

    private INDArray floats(InputStream in, int count, ByteOrder order) throws IOException {
        float[] values = new float[count];
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(from + BLOCK, count);
            ByteBuffer block = block(in, to - from, order);
            for (int i = from; i < to; i++) {
                values[i] = (float) next.applyAsDouble(block);
            }
        }
        return Nd4j.createFromArray(values);
    }

    private INDArray doubles(InputStream in, int count, ByteOrder order) throws IOException {
        double[] values = new double[count];
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(from + BLOCK, count);
            ByteBuffer block = block(in, to - from, order);
            for (int i = from; i < to; i++) {
                values[i] = next.applyAsDouble(block);
            }
        }
        return Nd4j.createFromArray(values);
    }

    private ByteBuffer block(InputStream in, int count, ByteOrder order) throws IOException {
        byte[] block = in.readNBytes(count * bytes);
        if (block.length < count * bytes) {
            throw new EOFException("cut short");
        }
        return ByteBuffer.wrap(block).order(order);
    }

    /** Returns the value of an IEEE 754 number of 16 bits; Java reads them itself from version 20 on. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = switch (exponent) {
            case 0 -> fraction * 0x1p-24;
            case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1024.0 + fraction, exponent - 25);
        };
        return bits < 0 ? -magnitude : magnitude;
    }

    private static double unsigned(long bits) {
        double low = bits & Long.MAX_VALUE;
        return bits < 0 ? low + 0x1p63 : low;
    }
}
