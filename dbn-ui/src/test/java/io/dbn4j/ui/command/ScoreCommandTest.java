package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.core.data.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Tests {@code dbn describe} and {@code dbn score} on a model without weights, whose numbers are known. */
class ScoreCommandTest {

    @TempDir
    Path folder;

    /** Two visible units that are on with probability 3 / 4 each, and one hidden unit. */
    private Path model() throws IOException {
        Path file = folder.resolve("model.npz");
        Npz.write(
                file,
                Map.of(
                        "weights", Nd4j.zeros(2, 1),
                        "visible_bias", Nd4j.valueArrayOf(new long[] {2}, Math.log(3)),
                        "hidden_bias", Nd4j.zeros(1)));
        return file;
    }

    private Path rows() throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), "a,b\n1,1\n1,0\n0,1\n0,0\n1,1\n1,1\n");
    }

    @Test
    void rowsAreScoredByTheirExactProbabilities() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "0\n0\n1\n1\n0\n0\n");
        Path out = folder.resolve("scores.csv");
        Ran ran = Ran.dbn("score", model(), "--data", rows(), "--labels", labels, "--out", out, "--json", "--quiet");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode found = new ObjectMapper().readTree(ran.out());
        double mean = (3 * Math.log(9 / 16.0) + 2 * Math.log(3 / 16.0) + Math.log(1 / 16.0)) / 6;
        assertThat(found.at("/logLikelihood/exact/value").asDouble()).isCloseTo(mean, within(1e-6));
        assertThat(found.at("/rocArea/value").asDouble()).isEqualTo(7.5 / 8);
        assertThat(Files.readAllLines(out)).hasSize(7).first().isEqualTo("row,free_energy,log_likelihood");
        assertThat(Double.parseDouble(Files.readAllLines(out).get(4).split(",", -1)[2]))
                .isCloseTo(Math.log(1 / 16.0), within(1e-6));
    }

    @Test
    void logZMayBeGivenWithItsError() throws IOException {
        Ran ran = Ran.dbn("score", model(), "--data", rows(), "--log-z", "3.5+-0.2", "--json", "--quiet");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode given = new ObjectMapper().readTree(ran.out()).at("/logPartition/given");
        assertThat(given.at("/value").asDouble()).isEqualTo(3.5);
        assertThat(given.at("/standardError").asDouble()).isEqualTo(0.2);
        assertThat(Ran.dbn("score", model(), "--data", rows(), "--log-z", "much")
                        .err())
                .contains("--log-z must be a number or NUMBER+-ERROR, was much")
                .hasLineCount(1);
    }

    @Test
    void filesAreDescribed() throws IOException {
        Ran data = Ran.dbn("describe", rows());
        Ran model = Ran.dbn("describe", model(), "--json");

        assertThat(data.code()).as(data.err()).isZero();
        assertThat(data.out()).contains("--units bernoulli", "flag");
        JsonNode layer = new ObjectMapper().readTree(model.out()).at("/layers/0");
        assertThat(layer.at("/visible").asInt()).isEqualTo(2);
        assertThat(layer.at("/visibleUnit").asText()).isEqualTo("bernoulli");
        assertThat(Ran.dbn("describe", folder.resolve("none.csv")).err())
                .contains("none.csv")
                .hasLineCount(1);
    }
}
