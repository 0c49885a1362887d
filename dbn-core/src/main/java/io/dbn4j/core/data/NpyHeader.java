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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of a {@code .npy} file, versions 1 to 3 of the NPY format.
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
@SuppressWarnings("ArrayRecordComponent") // nothing compares headers
public record NpyHeader(String descr, boolean fortranOrder, int[] shape, int bytes) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Largest number of bytes of a header; NumPy writes a few hundred. */
    private static final int LONGEST = 1 << 16;

    private static final int MOST_DIMENSIONS = 8;

    private static final Pattern SHAPE = Pattern.compile("\\(\\s*(\\d{1,40}L?\\s*,\\s*){0,40}(\\d{1,40}L?\\s*)?\\)");

    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

    static NpyHeader read(String name, InputStream in) throws IOException {
        byte[] start = exactly(8, in);
        Check.require(
                Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
                "%s: must be an NPY file, which starts with the bytes 93 4e 55 4d 50 59, was %s",
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
        Map<String, String> entries = NpyDictionary.entries(text).orElse(Map.of());
        String fortran = entries.getOrDefault("fortran_order", "");
        String shape = entries.getOrDefault("shape", "");
        Check.require(
                entries.keySet().equals(KEYS)
                        && (fortran.equals("True") || fortran.equals("False"))
                        && SHAPE.matcher(shape).matches(),
                "%s: must have a header with descr, fortran_order and shape, was %s",
                name,
                Check.shown(text));
        return new NpyHeader(entries.getOrDefault("descr", ""), fortran.equals("True"), sizes(name, shape), bytes);
    }

    private static int[] sizes(String name, String shape) {
        String sizes = shape.replaceAll("[\\s()L]", "");
        int[] found = sizes.isEmpty()
                ? new int[0]
                : Arrays.stream(sizes.split(","))
                        .mapToInt(size -> size(name, size))
                        .toArray();
        Check.require(
                found.length <= MOST_DIMENSIONS,
                "%s: must have at most %d dimensions, was %d",
                name,
                MOST_DIMENSIONS,
                found.length);
        return found;
    }

    private static int size(String name, String digits) {
        Check.require(
                digits.length() <= 10 && Long.parseLong(digits) <= Integer.MAX_VALUE && Long.parseLong(digits) >= 1,
                "%s: each size of the shape must be from 1 to %d, was %s",
                name,
                Integer.MAX_VALUE,
                Check.shown(digits));
        return Integer.parseInt(digits);
    }

    /**
     * Returns the type of the numbers.
     *
     * @throws IllegalArgumentException if the values are not real numbers, with their type and advice
     */
    NumberKind kind(String name) {
        String type = type();
        return NumberKind.ofNumpy(type)
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s: must hold numbers, was %s (%s); save %s",
                        name,
                        kindOfOther(type),
                        Check.shown(descr),
                        adviceFor(type))));
    }

    /** Tells whether the values are real numbers. */
    public boolean holdsNumbers() {
        return NumberKind.ofNumpy(type()).isPresent();
    }

    private String type() {
        return descr.replaceFirst("^[<>|=]", "");
    }

    private static String kindOfOther(String type) {
        return switch (type.isEmpty() ? ' ' : type.charAt(0)) {
            case '[', '(' -> "structured rows";
            case 'O' -> "Python objects";
            case 'U', 'S', 'a' -> "texts";
            case 'c' -> "complex numbers";
            case 'M', 'm' -> "dates or times";
            case 'f' -> "numbers of extended precision";
            default -> "another type";
        };
    }

    private static String adviceFor(String type) {
        return type.startsWith("[") || type.startsWith("(")
                ? "its columns as one array of numbers"
                : "the array as numbers, with .astype(\"f4\")";
    }

    /** Returns the order of the bytes in each value. */
    ByteOrder order() {
        return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Returns the number of values, or refuses it if a Java array could not hold them. */
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

    /** Encodes the header of an array in row-major order, padded so that the values start at a multiple of 64 bytes. */
    public static byte[] bytes(String descr, long[] shape) {
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
