package io.dbn4j.core.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The header of a file in the IDX format.
 *
 * <pre>
 *   00 00 T D      magic: type T of the numbers, D dimensions
 *   D x 4 bytes    the sizes, big-endian
 * </pre>
 *
 * @param kind unsigned bytes (08), signed bytes (09), short (0b) and int (0c) integers, floats (0d) or doubles (0e)
 * @param shape the sizes, each at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares headers
record IdxHeader(NumberKind kind, int[] shape) {

    /** The largest array that every Java machine can make. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    static final int MAGIC_BYTES = 4;

    /**
     * Reads the header of a stream.
     *
     * @throws UncheckedIOException if it is not the header of an IDX file or declares more than an array can hold
     */
    static IdxHeader read(String name, DataInputStream in) throws IOException {
        byte[] magic = new byte[MAGIC_BYTES];
        in.readFully(magic);
        NumberKind kind = kind(magic)
                .orElseThrow(() -> refused(String.format(
                        Locale.ROOT,
                        "%s: must be an IDX file, which starts with the bytes 00 00 and 08, 09, 0b, 0c, 0d or 0e, was %s",
                        name,
                        HexFormat.ofDelimiter(" ").formatHex(magic))));
        int[] shape = new int[magic[MAGIC_BYTES - 1] & 0xff];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readInt();
        }
        IdxHeader header = new IdxHeader(kind, shape);
        header.requireSize(name);
        return header;
    }

    /** Returns the type of numbers by the first four bytes of a file; empty if it is not an IDX file. */
    static Optional<NumberKind> kind(byte[] magic) {
        return magic.length >= MAGIC_BYTES && magic[0] == 0 && magic[1] == 0
                ? NumberKind.ofIdx(magic[2])
                : Optional.empty();
    }

    /** Returns the number of bytes before the values. */
    long bytes() {
        return MAGIC_BYTES + 4L * shape.length;
    }

    /** Returns the number of bytes of the values. */
    int valueBytes() {
        return count() * kind.bytes();
    }

    /** Returns the number of values. */
    int count() {
        return Arrays.stream(shape).reduce(1, (product, size) -> product * size);
    }

    private void requireSize(String name) {
        long claim = shape.length == 0 ? 0 : kind.bytes();
        for (int size : shape) {
            claim *= Integer.toUnsignedLong(size);
            if (claim < 1 || claim > MOST_BYTES) {
                break;
            }
        }
        if (claim < 1 || claim > MOST_BYTES) {
            throw refused(String.format(
                    Locale.ROOT,
                    "%s: must have a shape of 1 to %d bytes, was %s",
                    name,
                    MOST_BYTES,
                    Arrays.toString(Arrays.stream(shape)
                            .mapToLong(Integer::toUnsignedLong)
                            .toArray())));
        }
    }

    static UncheckedIOException refused(String message) {
        return new UncheckedIOException(message, new IOException(message));
    }
}
