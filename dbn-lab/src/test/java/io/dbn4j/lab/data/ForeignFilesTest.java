package io.dbn4j.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.NpyHeader;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests that one matrix is read from files of many programs; make.py beside the files wrote them. */
class ForeignFilesTest {

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(ForeignFilesTest.class.getResource("/io/dbn4j/lab/foreign/"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] expected() {
        return Elements.of(DataFile.read(folder().resolve("expected.csv")).rows());
    }

    static Stream<String> names(String glob) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), glob)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names.stream().sorted();
    }

    static Stream<String> bits() throws IOException {
        return names("{bits-*,bytes-*}");
    }

    static Stream<String> spins() throws IOException {
        return names("spins-*");
    }

    @ParameterizedTest
    @MethodSource("bits")
    void everyFormOfBitsGivesTheSameStates(String name) {
        INDArray states = DataFile.read(folder().resolve(name)).states(new Bernoulli(), DataType.FLOAT);

        assertThat(states.shape()).containsExactly(12, 4);
        assertThat(Elements.of(states)).isEqualTo(expected());
    }

    @ParameterizedTest
    @MethodSource("spins")
    void everyFormOfSpinsGivesTheSameStates(String name) {
        DataFile file = DataFile.read(folder().resolve(name));

        assertThat(Elements.of(file.states(new Spin(), DataType.FLOAT)))
                .isEqualTo(Arrays.stream(expected()).map(bit -> 2 * bit - 1).toArray());
        assertThatThrownBy(() -> file.states(new Bernoulli(), DataType.FLOAT))
                .hasMessageContaining("use spin units (--units spin)");
    }

    @Test
    void asManyFormsAreReadAsThereAre() throws IOException {
        assertThat(bits()).hasSize(25);
        assertThat(spins()).hasSize(16);
    }

    @Test
    void anArrayOfSeveralIsNamed() {
        String file = folder().resolve("several.npz").toString();

        assertThat(Elements.of(DataFile.read(file + ":x_train").rows())).isEqualTo(Arrays.copyOf(expected(), 32));
        assertThat(DataFile.read(file + ":array=x_test,columns=0-1").rows().shape())
                .containsExactly(4, 2);
        assertThatThrownBy(() -> DataFile.read(file))
                .hasMessage(
                        file + ": holds x_test [4, 4], x_train [8, 4], y_test [4], y_train [8]; name the array of the"
                                + " rows: " + file + ":x_test");
        assertThatThrownBy(() -> DataFile.read(file + ":z")).hasMessageContaining("has no array z, holds x_test");
        assertThatThrownBy(() -> DataFile.read(file + ":header=no"))
                .hasMessageContaining("npz files have no option header; allowed: array, label");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            objects.npy    | was Python objects (|O); save the array as numbers
            structured.npy | was structured rows ([('i', '<i8'), ('x', '<f8')]); save its columns as one array of numbers
            complex.npy    | was complex numbers (<c16)
            diagonal.npz   | sparse matrices must be csr, csc, bsr or coo, was dia; save .tocsr()
            """, quoteCharacter = '`')
    void otherThingsAreRefusedByTheirName(String name, String message) {
        assertThatThrownBy(() -> DataFile.read(folder().resolve(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(message);
    }

    @Test
    void theRuleForBytesIsOneAndSaid() {
        for (String name : new String[] {"bytes-0-255.npy", "bits-0-255.idx3-ubyte"}) {
            DataFile file = DataFile.read(folder().resolve(name));

            assertThat(file.notes()).hasSize(1);
            assertThat(file.notes().get(0)).contains("bytes up to 255 are gray values, divided by 255");
            assertThat(DataFile.read(folder().resolve(name) + ":scale=1").rows().maxNumber())
                    .isEqualTo(255.0);
        }
        for (String name : new String[] {"bits-u1.npy", "bits-0-1.idx2-ubyte"}) {
            assertThat(DataFile.read(folder().resolve(name)).notes().get(0)).contains("bytes of 0 and 1 are taken");
        }
    }

    @Test
    void grayValuesOfASparseMatrixAreDividedAsThoseOfADenseOne(@TempDir Path place) throws IOException {
        Path file = place.resolve("sparse.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("format.npy"));
            Npy.write("coo", zip);
            zip.putNextEntry(new ZipEntry("shape.npy"));
            Npy.write(Nd4j.createFromArray(2.0, 2.0), zip);
            zip.putNextEntry(new ZipEntry("row.npy"));
            Npy.write(Nd4j.createFromArray(0.0, 1.0), zip);
            zip.putNextEntry(new ZipEntry("col.npy"));
            Npy.write(Nd4j.createFromArray(1.0, 0.0), zip);
            zip.putNextEntry(new ZipEntry("data.npy"));
            zip.write(NpyHeader.bytes("|u1", new long[] {2}));
            zip.write(new byte[] {(byte) 255, 51});
        }

        INDArray rows = DataFile.read(file).rows();

        assertThat(rows.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 1}, {51 / 255f, 0}});
    }
}
