package io.dbn4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DataFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bits.npz", "bits-and-more.npz", "bits.csv", "bits-cube.npy", "bits-u1.npy"})
    void everyFormatGivesTheSameRows(String name) {
        DataFile expected = DataFile.read(NumpyFiles.file("bits-f4.npy"));

        DataFile file = DataFile.read(NumpyFiles.file(name));

        assertThat(file.rows().shape()).isEqualTo(new long[] {9, 6});
        assertThat(Elements.of(file.rows())).isEqualTo(Elements.of(expected.rows()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pixels.idx", "pixels.idx.gz", "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"})
    void bytesOfIdxFilesArePixelsFromZeroToOne(String name) {
        Path file = IdxBytes.write(folder, name, IdxBytes.of(new int[] {2, 1, 2}, 0, 255, 51, 102));

        INDArray rows = DataFile.read(file).rows();

        assertThat(rows.shape()).isEqualTo(new long[] {2, 2});
        assertThat(rows.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 1}, {51 / 255f, 102 / 255f}});
    }

    @Test
    void theHashIsThatOfTheFile() {
        // sha256sum bits.csv
        assertThat(DataFile.read(NumpyFiles.file("bits.csv")).sha256())
                .isEqualTo("0e089a66be9f94669de50797902ac2bd19cd9f3e521a2a33c33786210a2396d2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            1,2;3,4                    => 1 2 3 4
            a,b;1,2;3,4                => 1 2 3 4
            x1,?y;1,2                  => 1 2
            -1e-3, +.5 ;7.,1E2;;       => -0.001 0.5 7 100
            \u00ef\u00bb\u00bf1,2      => 1 2
            """)
    void linesOfNumbersAreReadWithOrWithoutAHeader(String text, String numbers) throws IOException {
        double[] values = Elements.of(csv(text).rows());

        assertThat(values)
                .isEqualTo(Arrays.stream(numbers.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            1,2;3                      => line 2: must have 2 fields like the first, was 1
            1,2;3,4,5                  => line 2: must have 2 fields like the first, was 3
            a,b;3                      => line 2: must have 2 fields like the first, was 1
            1,2;3,x                    => line 2, column 2: must be a finite number, was "x"
            1,x;3,4                    => line 1, column 2: must be a finite number, was "x"
            nan,inf                    => line 1, column 1: must be a finite number, was "nan"
            1,2;3,NaN                  => line 2, column 2: must be a finite number, was "NaN"
            1,2;3,-Infinity            => line 2, column 2: must be a finite number, was "-Infinity"
            1,2;3,1e999                => line 2, column 2: must be a finite number, was "1e999"
            1,2;3,0x10                 => line 2, column 2: must be a finite number, was "0x10"
            1,2;3,1d                   => line 2, column 2: must be a finite number, was "1d"
            1,2;3,                     => line 2, column 2: must be a finite number, was ""
            1,2;;3,4                   => line 2: must hold numbers, was empty
            a,b                        => : must hold numbers, was empty
            """)
    void otherLinesAreRefusedByLineAndColumn(String text, String message) {
        assertThatThrownBy(() -> csv(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("f.csv") + (message.startsWith(":") ? "" : " ") + message);
    }

    @Test
    void aLongFileOfNumbersKeepsItsOrder() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 345; row++) {
            text.append(row).append(",").append(-row).append(".5;");
        }

        INDArray rows = csv(text.toString()).rows();

        assertThat(rows.shape()).isEqualTo(new long[] {345, 2});
        for (int row = 0; row < 345; row++) {
            assertThat(rows.getDouble(row, 0)).isEqualTo(row);
            assertThat(rows.getDouble(row, 1)).isEqualTo(row == 0 ? 0.5 : -row - 0.5);
        }
    }

    @Test
    void anEmptyFileIsRefusedInEveryFormat() throws IOException {
        for (String name : new String[] {"f.npy", "f.npz", "f.csv", "f.idx", "f.idx.gz"}) {
            Path file = Files.write(folder.resolve(name), new byte[0]);

            assertThatThrownBy(() -> DataFile.read(file))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name)
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void whatIsNoFileOfRowsIsRefusedByName() throws IOException {
        assertRefused(folder.resolve("none.npy"), "no such file: ");
        assertRefused(Files.createDirectory(folder.resolve("folder.npy")), "no such file: ");
        assertRefused(
                Files.write(folder.resolve("f.txt"), new byte[1]), "must end in .npy, .npz, .csv, .idx or .idx.gz");
        assertRefused(
                NumpyFiles.file("free-energies.npz"), "must hold one array or one called data, had [bernoulli-f4,");
        assertRefused(
                IdxBytes.write(folder, "labels.idx", IdxBytes.labels(1, 2)),
                "must have rows and columns, was 1-dimensional");
        assertRefused(
                npy("vector.npy", Nd4j.createFromArray(1.0, 2.0)), "must have rows and columns, was 1-dimensional");
    }

    @Test
    void anEntryThatSaysMoreThanItHoldsIsRefused() throws IOException {
        byte[] bits = Files.readAllBytes(NumpyFiles.file("bits-f4.npy"));
        byte[] long1 = Arrays.copyOf(bits, 100_000_000);

        assertRefused(
                npz(ZipBytes.of(Map.of("a.npy", long1))), "must hold 216 bytes for shape [9, 6] of <f4, was 99999872");
        assertRefused(npz(ZipBytes.withClaimedSize(ZipBytes.of(Map.of("a.npy", long1)), 344)), "a.npy must ");
        assertRefused(npz(ZipBytes.withClaimedSize(ZipBytes.of(Map.of("a.npy", bits)), 1 << 30)), "must have at most");
        assertRefused(npz(ZipBytes.twice("a.npy", bits)), "entries must have different names, two were a.npy");
        assertRefused(npz(ZipBytes.of(Map.of("a.txt", bits))), "entries must end in .npy, was a.txt");
    }

    @Test
    void aChangedBitIsNoticedByTheChecksum() throws IOException {
        byte[] zip = Files.readAllBytes(NumpyFiles.file("bits.npz"));
        int value = new String(zip, StandardCharsets.ISO_8859_1).indexOf("\u0080?");
        zip[value] ^= 1;

        assertRefused(npz(zip), "must have the checksum that the file says");
    }

    @Test
    void statesOfUnitsAreCheckedRowByRow() throws IOException {
        DataFile half = csv("0,0.5;1,0;0,1");
        DataFile minus = csv("0,0.5;1,0;-1,1");

        assertThat(Elements.of(half.states(new Bernoulli(), DataType.FLOAT))).containsExactly(0, 0.5, 1, 0, 0, 1);
        assertThat(half.states(new Bernoulli(), DataType.FLOAT).dataType()).isEqualTo(DataType.FLOAT);
        assertThat(Elements.of(minus.states(new Spin(), DataType.DOUBLE))).containsExactly(0, 0.5, 1, 0, -1, 1);
        assertThatThrownBy(() -> minus.states(new Bernoulli(), DataType.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(minus.name()
                        + ": row 3, column 1: must be a number in [0.0, 1.0] for bernoulli units, was -1.0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.0000001})
    void aNumberThatNoUnitCanHaveIsRefusedInAnyRow(double value) throws IOException {
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, 2500, 3);
        rows.putScalar(2345, 2, value);
        DataFile file = DataFile.read(npy("rows.npy", rows));

        assertThatThrownBy(() -> file.states(new Bernoulli(), DataType.FLOAT))
                .hasMessageContaining(
                        "row 2346, column 3: must be a number in [0.0, 1.0] for bernoulli units, was " + value);
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> DataFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    private DataFile csv(String text) throws IOException {
        byte[] bytes = text.replace(';', '\n').getBytes(StandardCharsets.ISO_8859_1);
        return DataFile.read(Files.write(folder.resolve("f.csv"), bytes));
    }

    private Path npz(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("f.npz"), bytes);
    }

    private Path npy(String name, INDArray array) throws IOException {
        try (var out = Files.newOutputStream(folder.resolve(name))) {
            Npy.write(array, out);
        }
        return folder.resolve(name);
    }
}
