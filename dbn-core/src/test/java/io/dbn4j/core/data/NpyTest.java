package io.dbn4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dbn4j.core.array.Elements;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpyTest {

    /** bits.csv, which holds the same matrix as every bits file. */
    private static final double[] BITS = {
        0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1,
        0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1
    };

    private static final byte[] SMALL = file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", 8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f4",
                "f8-fortran",
                "f4-big-endian",
                "u1",
                "i4",
                "i8",
                "bool",
                "version-2",
                "version-3",
                "cube",
                "cube-fortran"
            })
    void everyTypeOrderAndVersionOfNumpyGivesTheSameNumbers(String kind) throws IOException {
        INDArray array = read(Files.readAllBytes(NumpyFiles.file("bits-" + kind + ".npy")));

        assertThat(array.shape()).isEqualTo(kind.startsWith("cube") ? new long[] {9, 2, 3} : new long[] {9, 6});
        assertThat(Elements.of(array)).isEqualTo(BITS);
        assertThat(array.ordering()).isEqualTo('c');
    }

    @ParameterizedTest
    @CsvSource({"f4, FLOAT", "u1, FLOAT", "bool, FLOAT", "f8-fortran, DOUBLE", "i4, DOUBLE", "i8, DOUBLE"})
    void numbersThatFitIntoAFloatBecomeFloats(String kind, DataType type) throws IOException {
        assertThat(read(Files.readAllBytes(NumpyFiles.file("bits-" + kind + ".npy")))
                        .dataType())
                .isEqualTo(type);
    }

    @Test
    void whatIsWrittenIsToTheByteWhatNumpyWrites() throws IOException {
        INDArray bits = Nd4j.createFromArray(BITS).reshape('c', 9, 6).castTo(DataType.FLOAT);

        assertThat(written(bits)).isEqualTo(Files.readAllBytes(NumpyFiles.file("bits-f4.npy")));
        assertThat(written(bits.dup('f'))).isEqualTo(written(bits));
    }

    @Test
    void bytesAreWrittenAsBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Npy.write(new byte[] {-1, 1, 127, -128, 0, 1}, new long[] {2, 3}, out);

        assertThat(out.toString(StandardCharsets.ISO_8859_1))
                .contains("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }");
        assertThat(Elements.of(read(out.toByteArray()))).containsExactly(-1, 1, 127, -128, 0, 1);
        assertThatThrownBy(() -> Npy.write(new byte[5], new long[] {2, 3}, out))
                .hasMessage("shape must have 5 values, had 6");
    }

    @Test
    void whatIsWrittenIsReadToTheBit() throws IOException {
        for (INDArray array : new INDArray[] {
            Nd4j.createFromArray(1.5, -0.0, Math.PI, 1e-300).reshape(2, 2),
            Nd4j.createFromArray(0.1f, Float.MIN_VALUE, -3e38f),
            Nd4j.scalar(2.5),
            Nd4j.zeros(DataType.FLOAT, 100, 123)
        }) {
            INDArray again = read(written(array));

            assertThat(again.shape()).isEqualTo(array.shape());
            assertThat(again.dataType()).isEqualTo(array.dataType());
            assertThat(Elements.of(again)).isEqualTo(Elements.of(array));
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments(
                        Arrays.copyOf(SMALL, SMALL.length - 1), "f: must hold 8 bytes for shape [2, 1] of <f4, was 7"),
                arguments(
                        Arrays.copyOf(SMALL, SMALL.length + 1), "f: must hold 8 bytes for shape [2, 1] of <f4, was 9"),
                arguments(
                        "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII),
                        "f: must be an NPY file, which starts with the bytes 93 4e 55 4d 50 59, was 3c 21 44 4f 43 54"),
                arguments(with(SMALL, 6, 4), "f: must have NPY version 1, 2 or 3, was 4"),
                arguments(with(with(SMALL, 6, 2), 11, 0x7f), "f: must have a header of at most 65536 bytes, was "),
                arguments(
                        header("|O", "(2,)"),
                        "f: must hold numbers, was Python objects (|O); save the array as numbers"),
                arguments(
                        header("<c16", "(2,)"),
                        "f: must hold numbers, was complex numbers (<c16); save the array as numbers"),
                arguments(
                        file("{'descr': [('i', '<i8'), ('x', '<f8')], 'fortran_order': False, 'shape': (1,)}", 16),
                        "f: must hold numbers, was structured rows ([('i', '<i8'), ('x', '<f8')]); save its columns as"),
                arguments(header("<f4", "(0, 5)"), "f: each size of the shape must be from 1 to 2147483647, was 0"),
                arguments(
                        header("<f4", "(-1, 5)"), "f: must have a header with descr, fortran_order and shape, was {'"),
                arguments(
                        header("<f4", "(99999999999,)"),
                        "f: each size of the shape must be from 1 to 2147483647, was 99999999999"),
                arguments(
                        header("<f4", "(65536, 65536, 65536, 65536, 4)"),
                        "f: must have at most 2147483639 values, was shape [65536, 65536, 65536, 65536, 4]"),
                arguments(header("<f4", "(1, 1, 1, 1, 1, 1, 1, 2, 1)"), "f: must have at most 8 dimensions, was 9"),
                arguments(header("<f4", "(2 1)"), "f: must have a header with descr, fortran_order and shape, was {'"),
                arguments(
                        file("{'shape': (2, 1), 'evil': __import__('os')}", 8),
                        "f: must have a header with descr, fortran_order and shape, was {'shape'"),
                arguments(
                        header("<f4", "(2000000000,)"),
                        "f: must hold 8000000000 bytes for shape [2000000000] of <f4, was 8"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenFilesAreRefusedInOneLine(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects.npy", "complex.npy"})
    void whatHoldsNoRealNumbersIsRefused(String name) {
        assertThatThrownBy(() -> read(Files.readAllBytes(NumpyFiles.file(name))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold numbers");
    }

    @Test
    void aTextIsReadAsItWasWritten() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write("bernoulli", out);

        assertThat(Npy.readText("f", new ByteArrayInputStream(out.toByteArray()), out.size()))
                .isEqualTo("bernoulli");
        assertThatThrownBy(() -> read(out.toByteArray())).hasMessageContaining("must hold numbers");
        assertThatThrownBy(() -> Npy.readText("f", new ByteArrayInputStream(SMALL), SMALL.length))
                .hasMessage("f: must be a single text (a NumPy string), was <f4 of shape [2, 1]");
    }

    private static byte[] header(String descr, String shape) {
        return file("{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape), 8);
    }

    private static byte[] file(String header, int bytesOfValues) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        byte[] file = new byte[10 + text.length + bytesOfValues];
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)};
        System.arraycopy(start, 0, file, 0, 10);
        System.arraycopy(text, 0, file, 10, text.length);
        return file;
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] broken = file.clone();
        broken[at] = (byte) value;
        return broken;
    }

    private static byte[] written(INDArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(array, out);
        return out.toByteArray();
    }

    private static INDArray read(byte[] file) throws IOException {
        return Npy.read("f", new ByteArrayInputStream(file), file.length);
    }

    /** A byte becomes a float of four bytes, so one byte more than a quarter of half the memory is too much. */
    @Test
    void theMemoryThatTheNumbersTakeInJavaIsLimited() {
        long count = Runtime.getRuntime().maxMemory() / 8 + 1;
        byte[] start = file("{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ",), }", 0);

        assertThatThrownBy(() -> Npy.read("f", new ByteArrayInputStream(start), start.length + count))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("half of Java's memory")
                .hasMessageEndingWith("was " + 4 * count + " bytes");
    }
}
