package io.dbn4j.core.model;

import io.dbn4j.core.Check;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A reader of vectors in the format of {@code Nd4j.write}; ND4J's own reader allocates any size that a file declares.
 *
 * <pre>
 *   text, long n, "LONG", n longs                  the shape
 *   text, long n, "FLOAT" or "DOUBLE", n values    big-endian
 * </pre>
 */
final class Nd4jBinary {

    private static final int LONGEST_SHAPE = 64;

    private static final int BLOCK = 1 << 13;

    private Nd4jBinary() {}

    /** The header before a row of values. */
    private record Header(long count, String type, int bytes) {

        static Header read(DataInputStream in) throws IOException {
            String allocation = in.readUTF();
            long count = in.readLong();
            String type = in.readUTF();
            return new Header(count, type, 2 + allocation.length() + 8 + 2 + type.length());
        }
    }

    /**
     * Reads all values, row after row.
     *
     * @param name name of the file, for messages
     * @param length number of bytes of the whole
     * @return {@code [1, count]}, FLOAT or DOUBLE
     */
    static INDArray read(String name, InputStream stored, long length) throws IOException {
        DataInputStream in = new DataInputStream(stored);
        Header shape = Header.read(in);
        Check.require(
                shape.type.equals("LONG") && shape.count >= 0 && shape.count <= LONGEST_SHAPE,
                "%s must start with a shape of at most %d LONG, was %d %s",
                name,
                LONGEST_SHAPE,
                shape.count,
                Check.shown(shape.type));
        in.readFully(new byte[8 * (int) shape.count]);
        Header values = Header.read(in);
        boolean isFloat = values.type.equals("FLOAT");
        Check.require(
                isFloat || values.type.equals("DOUBLE"),
                "%s must hold FLOAT or DOUBLE, was %s",
                name,
                Check.shown(values.type));
        long rest = length - shape.bytes - 8 * shape.count - values.bytes;
        int bytes = isFloat ? 4 : 8;
        Check.require(
                values.count > 0 && values.count <= Integer.MAX_VALUE - 8 && values.count * bytes == rest,
                "%s must hold the %d values of its header, had %d bytes",
                name,
                values.count,
                rest);
        INDArray array = isFloat ? floats((int) values.count, in) : doubles((int) values.count, in);
        return array.reshape('c', 1, values.count);
    }

    private static INDArray floats(int count, InputStream in) throws IOException {
        float[] values = new float[count];
        for (int from = 0; from < count; from += BLOCK) {
            int some = Math.min(BLOCK, count - from);
            block(4 * some, in).asFloatBuffer().get(values, from, some);
        }
        return Nd4j.createFromArray(values);
    }

    private static INDArray doubles(int count, InputStream in) throws IOException {
        double[] values = new double[count];
        for (int from = 0; from < count; from += BLOCK) {
            int some = Math.min(BLOCK, count - from);
            block(8 * some, in).asDoubleBuffer().get(values, from, some);
        }
        return Nd4j.createFromArray(values);
    }

    private static ByteBuffer block(int count, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("cut short");
        }
        return ByteBuffer.wrap(bytes);
    }
}
