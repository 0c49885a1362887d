package io.dbn4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class IdxTest {

    private static final byte[] TWO_IMAGES =
            IdxBytes.of(new int[] {2, 2, 3}, 0, 1, 2, 3, 4, 5, 127, 128, 253, 254, 255, 9);

    @Test
    void valuesAndSizesAreThoseOfTheFile() {
        Idx idx = read(TWO_IMAGES);

        assertThat(idx.shape()).containsExactly(2, 2, 3);
        assertThat(idx.values()).asHexString().isEqualTo("0001020304057F80FDFEFF09");
        assertThat(idx.count()).isEqualTo(2);
    }

    @Test
    void gzippedAndPlainFilesAreTheSame(@TempDir Path folder) {
        Idx plain = Idx.read(IdxBytes.write(folder, "a", TWO_IMAGES));
        Idx zipped = Idx.read(IdxBytes.write(folder, "a.gz", TWO_IMAGES));

        assertThat(zipped).usingRecursiveComparison().ignoringFields("name").isEqualTo(plain);
    }

    /** The digest was made by sha256sum. */
    @Test
    void digestIsThatOfTheDecompressedFile() {
        byte[] file = IdxBytes.labels(5, 0, 4);

        assertThat(read(file).sha256()).isEqualTo(DIGEST);
        assertThat(read(IdxBytes.gzip(file)).sha256()).isEqualTo(DIGEST);
    }

    private static final String DIGEST = "d229e0bc81fa2cb9dfab445bf40dd0a1b6516dd17c6b48c15a016dfd84e4c526";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 255})
    void anyNumberOfDimensionsIsRead(int dimensions) {
        int[] shape = new int[dimensions];
        Arrays.fill(shape, 1);
        shape[0] = 2;

        Idx idx = read(IdxBytes.of(shape, 7, 8));

        assertThat(idx.shape()).isEqualTo(shape);
        assertThat(idx.values()).containsExactly(7, 8);
    }

    @Test
    void scaledValuesAreBytesOver255() {
        INDArray scaled = read(TWO_IMAGES).scaled();

        assertThat(scaled.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(scaled.ordering()).isEqualTo('c');
        assertThat(scaled.toFloatMatrix()).isDeepEqualTo(new float[][] {
            {0, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f},
            {127 / 255f, 128 / 255f, 253 / 255f, 254 / 255f, 1, 9 / 255f}
        });
    }

    @Test
    void longFilesAreScaledToTheLastRow() {
        INDArray scaled = read(IdxBytes.images(10_000, 1, 7)).scaled();

        float[] values = scaled.data().asFloat();
        assertThat(values).hasSize(70_000);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(i % 256 / 255f);
        }
    }

    @Test
    void transpositionExchangesRowsAndColumns() {
        Idx transposed = read(TWO_IMAGES).transposed();

        assertThat(transposed.shape()).containsExactly(2, 3, 2);
        assertThat(transposed.values()).asHexString().isEqualTo("0003010402057FFE80FFFD09");
    }

    @Test
    void twoTranspositionsChangeNothing() {
        Idx idx = read(TWO_IMAGES);

        assertThat(idx.transposed().transposed()).usingRecursiveComparison().isEqualTo(idx);
        assertThat(idx.transposed().values()).isNotEqualTo(idx.values());
    }

    @Test
    void labelsCannotBeTransposed() {
        Idx labels = read(IdxBytes.labels(1, 2));

        assertThatIllegalArgumentException()
                .isThrownBy(labels::transposed)
                .withMessage("f must have 3 dimensions, was [2]");
    }

    static Stream<Arguments> brokenFiles() {
        byte[] zipped = IdxBytes.gzip(IdxBytes.images(40, 5, 5));
        byte[] unlikely = IdxBytes.gzip(IdxBytes.of(new int[] {60_000, 1000, 30}, 1, 2, 3));
        String again = "; delete the file and download it again";
        String cut = "f: must be a whole file, was cut short" + again;
        return Stream.of(
                arguments("empty", new byte[0], cut),
                arguments("cut in the magic", new byte[] {0, 0, 8}, cut),
                arguments("cut in the header", Arrays.copyOf(TWO_IMAGES, 14), cut),
                arguments(
                        "cut in the values",
                        Arrays.copyOf(TWO_IMAGES, 20),
                        "f: must hold 12 bytes for shape [2, 2, 3], was at most 4"),
                arguments(
                        "too few values in sound gzip",
                        IdxBytes.gzip(Arrays.copyOf(TWO_IMAGES, 20)),
                        "f: must hold 12 bytes for shape [2, 2, 3], was 4"),
                arguments(
                        "too long",
                        Arrays.copyOf(TWO_IMAGES, 29),
                        "f: must hold 12 bytes for shape [2, 2, 3], was more"),
                arguments(
                        "a gzip bomb",
                        IdxBytes.gzip(Arrays.copyOf(TWO_IMAGES, 1 << 24)),
                        "f: must hold 12 bytes for shape [2, 2, 3], was more"),
                arguments(
                        "claims more than gzip can hold",
                        unlikely,
                        "f: must hold 1800000000 bytes for shape [60000, 1000, 30], was at most "
                                + (1032 * unlikely.length - 16)),
                arguments(
                        "claims more than Java can hold",
                        IdxBytes.of(new int[] {65_536, 65_536, 1}),
                        "f: must have a shape of 1 to 2147483639 bytes, was [65536, 65536, 1]"),
                arguments(
                        "claims that overflow",
                        IdxBytes.of(new int[] {-1, -1, 16, -1}),
                        "f: must have a shape of 1 to 2147483639 bytes, was [4294967295, 4294967295, 16, 4294967295]"),
                arguments(
                        "no images",
                        IdxBytes.of(new int[] {0, 28, 28}),
                        "f: must have a shape of 1 to 2147483639 bytes, was [0, 28, 28]"),
                arguments(
                        "no dimensions",
                        IdxBytes.of(new int[0], 1),
                        "f: must have a shape of 1 to 2147483639 bytes, was []"),
                arguments(
                        "integers",
                        new byte[] {0, 0, 0x0c, 1, 0, 0, 0, 1, 0, 0, 0, 7},
                        "f: must hold unsigned bytes (IDX type 08), was i4"),
                arguments(
                        "a web page",
                        "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII),
                        "f: must be an IDX file, which starts with the bytes 00 00 and 08, 09, 0b, 0c, 0d or 0e, was 3c 21 44 4f"),
                arguments("gzip cut short", Arrays.copyOf(zipped, zipped.length / 2), cut),
                arguments("gzip cut in its trailer", Arrays.copyOf(zipped, zipped.length - 3), cut),
                arguments(
                        "gzip with a wrong sum",
                        with(zipped, zipped.length - 8, ~zipped[zipped.length - 8]),
                        "f: must be sound gzip, was damaged (Corrupt GZIP trailer)" + again),
                arguments(
                        "gzip with a wrong block",
                        with(zipped, 10, 0b110),
                        "f: must be sound gzip, was damaged (invalid block type)" + again));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void brokenFilesAreRefusedInOneLine(String what, byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .as(what)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(message);
    }

    @Test
    void missingFilesAreNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Idx.read(folder.resolve("train-images")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("train-images: cannot be read, ");
    }

    private static Idx read(byte[] file) {
        return Idx.read("f", new ByteArrayInputStream(file), file.length);
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] broken = file.clone();
        broken[at] = (byte) value;
        return broken;
    }
}
