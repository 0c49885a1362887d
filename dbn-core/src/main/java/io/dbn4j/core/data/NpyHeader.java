package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands in front of the values of a {@code .npy} file: the header of the NPY format, versions 1 to 3.
 *
 * <pre>
 *   93 'NUMPY' major minor     8 bytes
 *   length                     2 bytes, from version 2 on 4 bytes, little-endian
 *   {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }
 * </pre>
 *
 * @param descr the type of the values, such as {@code <f4}
 * @param fortranOrder whether the first index is fastest
 * @param shape the sizes; empty for a single value
 * @param bytes length of the header itself
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record NpyHeader(String descr, boolean fortranOrder, int[] shape, int bytes) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy itself writes a few hundred. */
    private static final int LONGEST = 1 << 16;

    private static final int MOST_DIMENSIONS = 8;

    private static final Pattern TEXT = Pattern.compile("\\s*\\{\\s*'descr'\\s*:\\s*'(?<descr>[^']*)'\\s*,"
            + "\\s*'fortran_order'\\s*:\\s*(?<fortran>True|False)\\s*,"
            + "\\s*'shape'\\s*:\\s*\\((?<shape>[^)]{0,200})\\)\\s*,?\\s*}\\s*");

    private static final Pattern SHAPE = Pattern.compile("(\\d+L?\\s*,\\s*)*(\\d+L?\\s*)?");

    static NpyHeader read(String name, InputStream in) throws IOException {
        byte[] start = exactly(8, in);
        Check.require(
                Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
                "%s: must start with 93 4e 55 4d 50 59 (an NPY file), was %s",
                name,
                HexFormat.ofDelimiter(" ").formatHex(start, 0, MAGIC.length));
        int version = start[6];
        Check.require(version >= 1 && version <= 3, "%s: must have NPY version 1, 2 or 3, was %d", name, version);
        int lengthBytes = version == 1 ? 2 : 4;
        byte[] stored = Arrays.copyOf(exactly(lengthBytes, in), 4);
        int length = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
        Check.require(
                length >= 0 && length <= LONGEST,
                "%s: must have a header of at most %d bytes, was %d",
                name,
                LONGEST,
                Integer.toUnsignedLong(length));
        return parse(name, new String(exactly(length, in), StandardCharsets.ISO_8859_1), 8 + lengthBytes + length);
    }

    private static byte[] exactly(int count, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("cut short");
        }
        return bytes;
    }

    private static NpyHeader parse(String name, String text, int bytes) {
        Matcher header = TEXT.matcher(text);
        Check.require(
                header.matches() && SHAPE.matcher(header.group("shape")).matches(),
                "%s: must have a header with descr, fortran_order and shape, was %s",
                name,
                Check.shown(text));
        String sizes = header.group("shape").replaceAll("[\\sL]", "");
        int[] shape = sizes.isEmpty()
                ? new int[0]
                : Arrays.stream(sizes.split(","))
                        .mapToInt(size -> size(name, size))
                        .toArray();
        Check.require(
                shape.length <= MOST_DIMENSIONS,
                "%s: must have at most %d dimensions, was %d",
                name,
                MOST_DIMENSIONS,
                shape.length);
        return new NpyHeader(header.group("descr"), header.group("fortran").equals("True"), shape, bytes);
    }

    private static int size(String name, String digits) {
        Check.require(
                digits.length() <= 10 && Long.parseLong(digits) <= Integer.MAX_VALUE && Long.parseLong(digits) >= 1,
                "%s: sizes must be from 1 to %d, was %s",
                name,
                Integer.MAX_VALUE,
                Check.shown(digits));
        return Integer.parseInt(digits);
    }

    /** How many values there are; refused if Java could not hold them. */
    int count(String name) {
        long count = 1;
        for (int size : shape) {
            count *= size;
            Check.require(
                    count <= Integer.MAX_VALUE - 8,
                    "%s: must have at most %d values, was shape %s",
                    name,
                    Integer.MAX_VALUE - 8,
                    Arrays.toString(shape));
        }
        return (int) count;
    }

    /** The header of an array in row-major order, padded so that the values start at a multiple of 64. */
    static byte[] bytes(String descr, long[] shape) {
        String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String sized = shape.length == 1 ? sizes + "," : sizes;
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, sized);
        int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
        String padded = text + " ".repeat(length - text.length() - 1) + "\n";
        ByteBuffer header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
        return header.put(padded.getBytes(StandardCharsets.ISO_8859_1)).array();
    }
}
