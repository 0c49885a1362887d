package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.lab.data.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tests the commands on a table with a number, a flag and a category, which one RBM takes as they are. */
class MixedTableTest {

    private static final String UNITS = "diagonal-gaussian:1+bernoulli:1+softmax-3:3";

    @TempDir
    Path folder;

    /** The number is near 1000 + 30 c and the flag is on for category 2. */
    private Path table() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder("number,flag,category\n");
        for (int row = 0; row < 300; row++) {
            int category = random.nextInt(3);
            double number = 1000 + 30 * category + 4 * random.nextGaussian();
            text.append(String.format(Locale.ROOT, "%.3f,%d,%d%n", number, category / 2, category));
        }
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    @Test
    void aTableOfSeveralKindsIsLearnedMeasuredAndFilledIn() throws IOException {
        Path run = folder.resolve("run");
        Ran trained = Ran.dbn(
                "rbm",
                "train",
                "--data",
                table(),
                "--units",
                UNITS + ",bernoulli",
                "--standardize",
                "--hidden",
                3,
                "--epochs",
                100,
                "--batch",
                10,
                "--held-out",
                100,
                "--seed",
                3,
                "--out",
                run,
                "--quiet");
        assertThat(trained.code()).as(trained.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.resolve("result.json").toFile());
        assertThat(result.at("/independentUnits/data/gain/low").asDouble()).isGreaterThan(0.5);

        Path model = run.resolve("model.zip");
        double exact = logPartition(model, "exact");
        assertThat(logPartition(model, "ais")).isCloseTo(exact, within(0.3));

        Path gaps = Files.writeString(folder.resolve("gaps.csv"), "number,flag,category\n,,2\n,,0\n,1,\n");
        Path filled = folder.resolve("filled.npy");
        Ran ran = Ran.dbn(
                "rbm", "inpaint", model, "--data", gaps, "--steps", 50, "--seed", 5, "--out", filled, "--quiet");
        assertThat(ran.code()).as(ran.err()).isZero();
        INDArray rows = DataFile.read(filled).rows();
        assertThat(rows.getRow(0).getDouble(0)).isCloseTo(1060, within(40.0));
        assertThat(rows.getRow(1).getDouble(0)).isCloseTo(1000, within(40.0));
        assertThat(rows.getRow(0).getDouble(4)).isEqualTo(1);
        assertThat(rows.getRow(2).getDouble(1)).isEqualTo(1);
    }

    private static double logPartition(Path model, String method) throws IOException {
        Ran ran = Ran.dbn("rbm", "logz", model, "--method", method, "--json", "--seed", 4, "--quiet");
        assertThat(ran.code()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out()).at("/logPartition/value").asDouble();
    }

    @Test
    void hiddenUnitsOfSeveralKindsAndOtherColumnsAreRefused() throws IOException {
        Path table = table();
        assertThat(Ran.dbn("rbm", "train", "--data", table, "--units", UNITS, "--quiet")
                        .err())
                .contains("hidden units must be of one kind, were " + UNITS + "; give for example --units " + UNITS
                        + ",bernoulli")
                .hasLineCount(1);
        assertThat(Ran.dbn("rbm", "train", "--data", table, "--units", "spin:1+bernoulli:1,spin", "--quiet")
                        .err())
                .contains("table.csv: must have 2 columns, one for each visible unit, was 3")
                .hasLineCount(1);
    }
}
