package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npz;
import io.dbn4j.lab.data.DataFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests that every command reads data files in the same way and checks them by the same rules. */
class OwnDataTest {

    private static final String MISSING = "1 of 12 values are missing (NaN), in 1 of 2 rows: leave those rows out";

    @TempDir
    Path folder;

    private Path model(String unit, int visible, int groups) throws IOException {
        INDArray weights = Nd4j.linspace(-1, 1, visible * 2L).reshape(visible, 2);
        Map<String, Object> content = new LinkedHashMap<>(Map.of(
                "weights",
                weights,
                "visible_bias",
                Nd4j.zeros(visible),
                "hidden_bias",
                Nd4j.zeros(2),
                "visible_unit",
                unit));
        if (groups > 1) {
            content.put("visible_groups", Nd4j.scalar((double) groups));
        }
        Path file = folder.resolve(unit + ".npz");
        Npz.write(file, content);
        return file;
    }

    private Path rows(String text) throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), text.replace(' ', '\n') + "\n");
    }

    @Test
    void aModelOfInfiniteLogZIsSaidToHaveNoNormalization() throws IOException {
        Path file = folder.resolve("wide.npz");
        Npz.write(
                file,
                Map.of(
                        "weights", Nd4j.ones(2, 2).muli(3),
                        "visible_bias", Nd4j.zeros(2),
                        "hidden_bias", Nd4j.zeros(2),
                        "visible_unit", "gaussian",
                        "hidden_unit", "gaussian"));

        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            Ran ran = Ran.dbn("rbm", "logz", file, "--method", "exact", "--quiet");
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("Infinity");
        } finally {
            System.setErr(before);
        }

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("log Z is not finite: the model cannot be normalized");
    }

    private Ran rbm(String command, Path model, Path rows) {
        List<Object> words = new ArrayList<>(List.of("rbm"));
        words.addAll(Arrays.asList((Object[]) command.split(" ")));
        words.addAll(List.of(model, "--data", rows, "--quiet"));
        if (!command.startsWith("free") && !command.startsWith("logz")) {
            words.addAll(List.of("--out", folder.resolve("out.npy")));
        }
        return Ran.dbn(words.toArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "free-energy",
                "transform",
                "reconstruct",
                "logz --method raise --betas 3 --chains 2",
                "inpaint --held 0-2 --steps 1"
            })
    void everyCommandRefusesWhatIsNoState(String command) throws IOException {
        Path softmax = model("softmax", 6, 3);
        Path spin = model("spin", 6, 1);
        Path bernoulli = model("bernoulli", 6, 1);
        boolean fills = command.startsWith("inpaint");

        assertRefused(
                rbm(command, softmax, rows("0,1,0,1,0,0 0,0,0,0,1,0")),
                "row 2, group 1 (columns 1-3): must be one 1 and otherwise 0 for softmax-3 units, was [0.0, 0.0, 0.0]");
        assertRefused(
                rbm(command, softmax, rows("1,1,1,1,0,0 0,1,0,0,1,0")),
                "row 1, group 1 (columns 1-3): must be one 1 and otherwise 0 for softmax-3 units, was [1.0, 1.0, 1.0]");
        assertRefused(
                rbm(command, spin, rows("1,0,0,1,0,0 0,1,0,0,1,0")),
                "column 2: must be -1.0 or 1.0 for spin units, was 0.0");
        assertRefused(
                rbm(command, bernoulli, rows("1,0,255,1,0,0 0,1,0,0,1,0")),
                "row 1, column 3: must be a number in [0.0, 1.0] for bernoulli units, was 255.0; scale the data");
        assertRefused(rbm(command, bernoulli, rows("1,0")), "must have 6 columns, one for each visible unit, was 2");
        if (!fills) {
            assertRefused(rbm(command, bernoulli, rows("1,0,,1,0,0 0,1,0,0,1,0")), MISSING);
        }
        assertThat(rbm(command, softmax, rows("1,0 2,0")).err())
                .as("categories")
                .isEmpty();
    }

    private static void assertRefused(Ran ran, String message) {
        assertThat(ran.err()).contains(message).hasLineCount(1);
        assertThat(ran.code()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1,0,,1,0,1 0,1,1,0,1,0     | bernoulli   | must be a number in [0.0, 1.0] for bernoulli units, was NaN; 1 of 12 values
            -1,1,1,-1 1,1,-1,1         | bernoulli   | use spin units (--units spin)
            -1,1,0,-1 1,1,-1,1         | bernoulli   | if -1 marks a missing value, write NaN or an empty field
            1,2,3,4 1,2,3,4            | softmax-4   | whole numbers from 0 to 3, one for each group; these run from 1 to 4
            1,2,x,4 1,2,3,4            | bernoulli   | line 1, column 3: must be a finite number, was "x"
            """)
    void refusedRowsLeaveNoRunFolder(String text, String units, String message) throws IOException {
        Ran ran = Ran.dbn(
                "rbm",
                "train",
                "--data",
                rows(text),
                "--hidden",
                2,
                "--batch",
                1,
                "--units",
                units + ",bernoulli",
                "--out",
                folder.resolve("run"),
                "--quiet");

        assertRefused(ran, message);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    /** Columns 1 to 3 are equal, and so are columns 4 to 6, so the missing values follow from the others. */
    @Test
    void missingValuesAreFilledInRowByRow() throws IOException {
        Path model = folder.resolve("model.npz");
        double[][] weights = {{8, 0}, {8, 0}, {8, 0}, {0, 8}, {0, 8}, {0, 8}};
        Npz.write(
                model,
                Map.of(
                        "weights", Nd4j.create(weights),
                        "visible_bias", Nd4j.valueArrayOf(new long[] {6}, -4.0),
                        "hidden_bias", Nd4j.valueArrayOf(new long[] {2}, -12.0)));
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder whole = new StringBuilder();
        StringBuilder gaps = new StringBuilder();
        for (int row = 0; row < 200; row++) {
            int first = random.nextInt(2);
            int second = random.nextInt(2);
            int gap = random.nextInt(6);
            for (int column = 0; column < 6; column++) {
                String end = column == 5 ? " " : ",";
                whole.append(column < 3 ? first : second).append(end);
                gaps.append(column == gap ? "NA" : String.valueOf(column < 3 ? first : second))
                        .append(end);
            }
        }
        double[] expected =
                Elements.of(DataFile.read(rows(whole.toString().strip())).rows());

        Ran.dbn(
                "rbm",
                "inpaint",
                model,
                "--data",
                rows(gaps.toString().strip()),
                "--steps",
                50,
                "--seed",
                1,
                "--out",
                folder.resolve("filled.npy"));

        double[] filled =
                Elements.of(DataFile.read(folder.resolve("filled.npy")).rows());
        long wrong = 0;
        for (int i = 0; i < filled.length; i++) {
            wrong += filled[i] == expected[i] ? 0 : 1;
        }
        // A column differs from its two neighbors with probability 0.018: 3.6 of 200; 4 standard deviations are 7.5.
        assertThat(wrong).isLessThan(12);
        assertThat(Ran.dbn(
                                "rbm",
                                "inpaint",
                                model,
                                "--data",
                                rows("1,1,1,0,0,0 1,1,1,0,0,0"),
                                "--steps",
                                1,
                                "--out",
                                folder.resolve("filled.npy"))
                        .err())
                .contains("there is nothing to draw: no value is missing");
    }
}
