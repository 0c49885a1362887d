package io.dbn4j.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.IdxBytes;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.NumpyFiles;
import io.dbn4j.core.data.ZipBytes;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.io.IOException;
import java.nio.charset.Charset;
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
    void rowsMustFitTheModel() throws IOException {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        DataFile narrow = DataFile.read(Files.writeString(folder.resolve("a.csv"), "0,1\n"));
        DataFile negative = DataFile.read(Files.writeString(folder.resolve("b.csv"), "0,1,0,1,0,-1\n"));

        assertThatThrownBy(() -> narrow.states(rbm))
                .hasMessage(narrow.name() + ": must have 6 columns, one for each visible unit, was 2");
        assertThatThrownBy(() -> negative.states(rbm))
                .hasMessageContaining("row 1, column 6: must be a number in [0.0, 1.0]");
    }

    @Test
    void theHashIsThatOfTheFile() {
        // sha256sum bits.csv
        assertThat(DataFile.read(NumpyFiles.file("bits.csv")).sha256())
                .isEqualTo("0e089a66be9f94669de50797902ac2bd19cd9f3e521a2a33c33786210a2396d2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            1,2@3,4                             => 1 2 3 4
            a,b@1,2@3,4                         => 1 2 3 4
            x1,?y@1,2                           => 1 2
            -1e-3, +.5 @7.,1E2@@                => -0.001 0.5 7 100
            \u00ef\u00bb\u00bf1,2             => 1 2
            1,2@@3,4                            => 1 2 3 4
            # made by a program@1,2@#@3,4       => 1 2 3 4
            1;2@3;4                             => 1 2 3 4
            1,5;2@3;4,25                        => 1.5 2 3 4.25
            A;B@1,5;2,5@3;4                     => 1.5 2.5 3 4
            1\t2@3\t4                         => 1 2 3 4
            1|2@3|4                             => 1 2 3 4
            1 2@3 4                             => 1 2 3 4
              1.0   2.0@ 3.0   4.0              => 1 2 3 4
            1,5 2@3 4                           => 1.5 2 3 4
            "1","2"@"3","4"                     => 1 2 3 4
            "1", "2"@"3", "4"                   => 1 2 3 4
            "","V1","V2"@"1",1,2@"2",3,4        => 1 2 3 4
            "V1","V2"@1,2@3,4                   => 1 2 3 4
            V1 V2@1 1 2@2 3 4                   => 1 2 3 4
            ,a,b@0,1,2@1,3,4                    => 1 2 3 4
            ,0,1@0,1,2@1,3,4                    => 1 2 3 4
            Unnamed: 0,a,b@0,1,2@1,3,4          => 1 2 3 4
            0,1,2@1,2,3@3,4,5                   => 1 2 3 3 4 5
            0,1                                 => 0 1
            5@6@7                               => 5 6 7
            1,NA@,nan@null,4                    => 1 NaN NaN NaN NaN 4
            1,  NaN  @3,4                       => 1 NaN 3 4
            1,2@#N/A,4@#n/a,"6"                 => 1 2 NaN 4 NaN 6
            #N/A;4,5@1;2                        => NaN 4.5 1 2
            1 2@#N/A  4                         => 1 2 NaN 4
            """)
    void linesOfNumbersAreReadInAllTheFormsThatPeopleHave(String text, String numbers) throws IOException {
        double[] values = Elements.of(csv(text).rows());

        assertThat(values)
                .isEqualTo(Arrays.stream(numbers.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-8", "ISO-8859-1", "US-ASCII"})
    void everyEncodingIsRead(String charset) throws IOException {
        byte[] text = "h\u00f6he,b\r\n1,2\r3,4\r\n".getBytes(Charset.forName(charset));

        DataFile file = DataFile.read(Files.write(folder.resolve("f.txt"), text));

        assertThat(Elements.of(file.rows())).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            1,2@3                      => line 2: must have 2 fields like most lines, had 1
            1,2@3,4,5@6,7              => line 2: must have 2 fields like most lines, had 3
            a,b@3                      => line 2: must have 2 fields like most lines, had 1
            1,2@3,x                    => line 2, column 2: must be a finite number, was "x"
            1,x@3,4@5,6                => line 1, column 2: must be a finite number, was "x"; leave a column of text out with
            a,b@1,x@2,y                => line 2, column 2: must be a finite number, was "x"; leave a column of text out with
            nan,inf                    => line 1, column 2: must be a finite number, was "inf"
            1,2@3,-Infinity            => line 2, column 2: must be a finite number, was "-Infinity"
            1,2@3,1e999                => line 2, column 2: must be a finite number, was "1e999"
            1,2@3,0x10                 => line 2, column 2: must be a finite number, was "0x10"
            1,2@3,1d                   => line 2, column 2: must be a finite number, was "1d"
            1;2@1.234,5;3              => line 2, column 1: must be a finite number, was "1.234,5"
            a,b                        => : must hold numbers, had only names
            """)
    void otherLinesAreRefusedByLineAndColumn(String text, String message) {
        assertThatThrownBy(() -> csv(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("f.csv") + (message.startsWith(":") ? "" : " ") + message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void theDecisionIsSaidAndCanBeOverruled() throws IOException {
        DataFile counted = csv("0,1,2@1,2,3@3,4,5");
        String file = counted.name();

        assertThat(counted.notes())
                .containsExactly(file + ": 2 rows of 3 columns; separator comma, names in the first line");
        assertThat(counted.warnings())
                .containsExactly(
                        file + ": the first line counts the columns and is taken for their names; if it is a row, use "
                                + file + ":header=no");
        assertThat(DataFile.read(file + ":header=no").rows().shape()).containsExactly(3, 3);
        assertThat(DataFile.read(file + ":header=yes,index=yes").rows().shape()).containsExactly(2, 2);
        assertThat(csv("A;B@1,5;2,5@3;4").notes())
                .containsExactly(
                        file + ": 2 rows of 2 columns; separator semicolon, decimal commas, names in the first line");
        assertThatThrownBy(() -> DataFile.read(file + ":separator=comma"))
                .hasMessageContaining("line 2: must have 1 fields");
        assertThatThrownBy(() -> DataFile.read(file + ":separator=dash"))
                .hasMessageContaining("separator must be comma, semicolon, tab, space, bar, was dash");
        assertThatThrownBy(() -> DataFile.read(file + ":heading=no"))
                .hasMessageContaining("unknown option heading; allowed: array, separator,");
    }

    @Test
    void columnsAreLeftOutByNameOrNumber() throws IOException {
        String file = Files.writeString(folder.resolve("f.csv"), "species,w,h,label\niris,1,2,0\nrose,3,4,1\n")
                .toString();

        assertThatThrownBy(() -> DataFile.read(file))
                .hasMessage(file
                        + " line 2, column 1: must be a finite number, was \"iris\"; leave a column of text out with "
                        + file + ":drop=species");
        DataFile learned = DataFile.read(file + ":drop=species");
        assertThat(Elements.of(learned.rows())).containsExactly(1, 2, 0, 3, 4, 1);
        assertThat(learned.warnings())
                .containsExactly(
                        file + ": column \"label\" is learned like the others; if it is a label, leave it out: " + file
                                + ":label=label");
        for (String options :
                new String[] {"drop=species,label=label", "drop=species+-1", "columns=1-2", "columns=w+h"}) {
            assertThat(Elements.of(DataFile.read(file + ":" + options).rows()))
                    .as(options)
                    .containsExactly(1, 2, 3, 4);
        }
        assertThatThrownBy(() -> DataFile.read(file + ":drop=weight"))
                .hasMessageContaining("must have a column weight, has species, w, h, label");
        assertThatThrownBy(() -> DataFile.read(file + ":drop=4"))
                .hasMessageContaining("columns in options must be from 0 to 3, or -1 for the last, was 4");
        assertThat(Elements.of(DataFile.read(npy("a.npy", Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}}))
                                + ":label=-1,scale=2")
                        .rows()))
                .containsExactly(0.5, 1, 2, 2.5);
    }

    @Test
    void aFileNameMayHaveColons() throws IOException {
        Path file = Files.writeString(folder.resolve("a:b.csv"), "1,2\n3,4\n");

        assertThat(DataFile.read(file.toString()).rows().shape()).containsExactly(2, 2);
        assertThat(DataFile.read(file + ":columns=1").rows().shape()).containsExactly(2, 1);
        assertThatThrownBy(() -> DataFile.read(folder + "/c:d.csv")).hasMessage("no such file: " + folder + "/c:d.csv");
    }

    /** A regular expression that backtracked took 31 s for 2.9 MB; the default time limit of the suite is shorter. */
    @Test
    void aLongFieldOfDigitsIsRefusedAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("f.csv"), "1".repeat(3_000_000) + "x,2\n3,4\n");

        assertThatThrownBy(() -> DataFile.read(file)).hasMessageContaining("f.csv line 2: must have 1 fields");
    }

    @Test
    void aLongFileOfNumbersKeepsItsOrder() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 345; row++) {
            text.append(row).append(",").append(-row).append(".5@");
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
        assertRefused(Files.createDirectory(folder.resolve("folder.npy")), "is a folder, must be a file");
        assertThatThrownBy(() -> DataFile.read(folder.toString())).hasMessage(folder + " is a folder, must be a file");
        assertRefused(
                Files.write(folder.resolve("f.pt"), new byte[1]),
                "must end in .npy, .npz, .csv, .tsv, .txt, .idx or .idx.gz, or contain -idx as the names of MNIST do");
        assertRefused(Files.write(folder.resolve("f.txt"), new byte[3]), "must be text, had a byte 0");
        assertRefused(NumpyFiles.file("free-energies.npz"), "holds bernoulli-f4 [9], ");
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
        assertRefused(npz(ZipBytes.of(Map.of("a.txt", bits))), "must hold an array (NAME.npy), had none");
    }

    @Test
    void aChangedBitIsNoticedByTheChecksum() throws IOException {
        byte[] zip = Files.readAllBytes(NumpyFiles.file("bits.npz"));
        int value = new String(zip, StandardCharsets.ISO_8859_1).indexOf("\u0080?");
        zip[value] ^= 1;

        assertRefused(npz(zip), "must have the checksum in the zip directory");
    }

    @Test
    void statesOfUnitsAreCheckedRowByRow() throws IOException {
        DataFile half = csv("0,0.5@1,0@0,1");
        DataFile minus = csv("0,0.5@1,0@-1,1");

        assertThat(Elements.of(half.states(new Bernoulli(), DataType.FLOAT))).containsExactly(0, 0.5, 1, 0, 0, 1);
        assertThat(half.states(new Bernoulli(), DataType.FLOAT).dataType()).isEqualTo(DataType.FLOAT);
        assertThatThrownBy(() -> minus.states(new Spin(), DataType.DOUBLE))
                .hasMessage(minus.name() + ": row 1, column 1: must be -1.0 or 1.0 for spin units, was 0.0");
        assertThatThrownBy(() -> minus.states(new Bernoulli(), DataType.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(minus.name()
                        + ": row 3, column 1: must be a number in [0.0, 1.0] for bernoulli units, was -1.0; scale the data, which run"
                        + " from -1 to 1, or use gaussian units");
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
        byte[] bytes = text.replace('@', '\n').replace("\\t", "\t").getBytes(StandardCharsets.ISO_8859_1);
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

    @Test
    void passedOverCommentsAreCounted() throws IOException {
        DataFile file = csv("# made by a program@1,2@#3,4@#N/A,6@5,6");

        assertThat(Elements.of(file.rows())).containsExactly(1, 2, Double.NaN, 6, 5, 6);
        assertThat(file.notes())
                .containsExactly(
                        file.name() + ": 3 rows of 2 columns; separator comma, no names, 2 comment lines (#) skipped");
    }
}
