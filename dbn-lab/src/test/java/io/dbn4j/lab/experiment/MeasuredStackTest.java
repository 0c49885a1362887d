package io.dbn4j.lab.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.training.Split;
import io.dbn4j.lab.training.StackMeasurement;
import io.dbn4j.lab.training.StackMeasurement.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares the measured numbers of a stack 6-4-3 of spins with sums over all hidden states. */
class MeasuredStackTest {

    private static final int ROWS = 3000;
    private static final int HELD_OUT = 1000;

    @TempDir
    Path folder;

    private INDArray rows = Nd4j.empty(DataType.DOUBLE);

    /** Writes chains of six spins that follow their left neighbor in four of five cases. */
    @BeforeEach
    void writeRows() throws IOException {
        Random random = new Random(21);
        double[][] spins = new double[ROWS][6];
        for (double[] row : spins) {
            row[0] = random.nextBoolean() ? 1 : -1;
            for (int i = 1; i < row.length; i++) {
                row[i] = random.nextInt(5) < 4 ? row[i - 1] : -row[i - 1];
            }
        }
        rows = Nd4j.createFromArray(spins);
        try (var out = Files.newOutputStream(folder.resolve("spins.npy"))) {
            Npy.write(rows, out);
        }
    }

    /** The second layer hardly learns, so that it clearly makes the stack worse. */
    private RbmTraining training(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("data", folder.resolve("spins.npy").toString());
        all.put("heldOut", "" + HELD_OUT);
        all.put("units", "[{\"type\": \"spin\"}]");
        all.put("input", "none");
        var usual = ((RbmTraining) LabExperiments.RBM_TRAINING.experiment())
                .layers()
                .get(0);
        all.put("layers", "[%s, %s]".formatted(Json.line(usual), Json.line(usual)));
        all.put("layers[0].hidden", "4");
        all.put("layers[1].hidden", "3");
        all.put("layers[1].epochs", "1");
        all.put("layers[1].learningRate", "0.0001");
        all.put("likelihood.betas", "500");
        all.put("likelihood.burnIn", "50");
        all.putAll(settings);
        return (RbmTraining) LabExperiments.RBM_TRAINING.experiment(all);
    }

    private StackMeasurement measured(Map<String, String> settings) {
        RunRequest request = new RunRequest("rbm-training", training(settings), 1, Map.of());
        var outcome = (RbmTraining.Outcome)
                Run.create(request, folder.resolve("run"), Progress.SILENT).execute();
        StackMeasurement stack = requireNonNull(outcome.stack());
        assertThat(outcome.warning()).isEqualTo(stack.warning());
        return stack;
    }

    private static Layer second(StackMeasurement stack) {
        return requireNonNull(stack.layers().get("layer2"));
    }

    private static Estimate get(Map<String, Estimate> all, String name) {
        return requireNonNull(all.get(name), name);
    }

    /** The sums over all hidden states of a saved stack. */
    private record Sums(double gain, double onModel, double ceiling, double gap, double firstLogLikelihood) {

        static Sums of(Path model, INDArray rows) {
            ModelFile stack = ModelFile.read(model);
            Rbm below = stack.layer(1).castTo(DataType.DOUBLE);
            Rbm above = stack.layer(2).castTo(DataType.DOUBLE);
            Split split = Split.random(ROWS, 0, HELD_OUT, new Seed(1).stream("held-out"));
            INDArray measured = Rows.pick(rows, split.heldOut());
            INDArray hidden = StateSpace.states(below.hiddenUnit(), 4, 0, 16, DataType.DOUBLE);
            double[] data = fromData(below, measured, hidden);
            double[] trained = fromData(below, Rows.pick(rows, split.trained()), hidden);
            double[] lower = below.hiddenFreeEnergy(hidden);
            double[] upper = above.freeEnergy(hidden);
            double zBelow = StateSpace.of(below).logPartition();
            double zAbove = StateSpace.of(above).logPartition();
            double gain = zBelow - zAbove;
            double onModel = zBelow - zAbove;
            double ceiling = zBelow;
            double gap = 0;
            for (int h = 0; h < 16; h++) {
                gain += data[h] * (lower[h] - upper[h]);
                onModel += Math.exp(-lower[h] - zBelow) * (lower[h] - upper[h]);
                ceiling += data[h] * (Math.log(data[h]) + lower[h]);
                gap += (data[h] - trained[h]) * upper[h];
            }
            double first = 0;
            for (double freeEnergy : below.freeEnergy(measured)) {
                first -= freeEnergy / HELD_OUT;
            }
            return new Sums(gain, onModel, ceiling, gap, first - zBelow);
        }

        /** Returns the probability of each hidden state, averaged over rows. */
        private static double[] fromData(Rbm rbm, INDArray rows, INDArray hidden) {
            double[] means = Elements.of(rbm.hiddenGivenVisible(rows));
            double[] states = Elements.of(hidden);
            double[] probability = new double[16];
            int count = means.length / 4;
            for (int row = 0; row < count; row++) {
                for (int h = 0; h < 16; h++) {
                    double product = 1.0 / count;
                    for (int j = 0; j < 4; j++) {
                        product *= (1 + states[4 * h + j] * means[4 * row + j]) / 2;
                    }
                    probability[h] += product;
                }
            }
            return probability;
        }
    }

    /** Five standard errors: false-alarm rate 6e-7 for each comparison. */
    private static void assertClose(Estimate measured, double exact) {
        assertThat(measured.value()).isEqualTo(exact, within(5 * measured.standardError()));
    }

    @Test
    void theGainAndTheLedgerAreThoseOfSumsOverAllStates() {
        StackMeasurement stack = measured(Map.of());

        Sums sums = Sums.of(folder.resolve("run/model.zip"), rows);
        Layer second = second(stack);
        Estimate gain = get(second.gain(), "exact");
        assertThat(sums.gain()).isLessThan(-0.05);
        assertClose(gain, sums.gain());
        assertThatThrownBy(() -> assertClose(gain, -sums.gain()))
                .as("the other sign")
                .isInstanceOf(AssertionError.class);
        assertThat(gain.bound()).isEqualTo(Bound.NONE);
        assertClose(get(second.ledger(), "onModel"), sums.onModel());
        assertClose(get(second.ledger(), "heldOutGap"), sums.gap());
        Estimate bound = get(stack.bound(), "exact");
        assertClose(bound, sums.firstLogLikelihood() + sums.gain());
        assertThat(bound.bound()).isEqualTo(Bound.LOWER);
        assertClose(stack.ceiling(), sums.ceiling());
        assertThat(stack.ceiling().bound()).isEqualTo(Bound.UPPER);
        assertThat(stack.ceiling().value()).isGreaterThan(sums.gain());
        assertThat(stack.warning()).startsWith("layer 2 makes the stack worse: it lowers the variational bound by ");
        assertThat(folder.resolve("run/report.html"))
                .content()
                .contains("RBMs above the first", "makes the stack worse");
    }

    @Test
    void withoutExactSumsTheGainLiesInItsBracket() {
        StackMeasurement stack = measured(Map.of("likelihood.exactUpTo", "2"));

        double gain = Sums.of(folder.resolve("run/model.zip"), rows).gain();
        Layer second = second(stack);
        assertThat(second.gain()).containsOnlyKeys("bar", "lower", "upper");
        assertClose(get(second.gain(), "bar"), gain);
        Estimate lower = get(second.gain(), "lower");
        Estimate upper = get(second.gain(), "upper");
        assertThat(gain)
                .isBetween(lower.value() - 5 * lower.standardError(), upper.value() + 5 * upper.standardError());
        assertThat(lower.bound().unconditional()).isEqualTo(Bound.LOWER);
        assertThat(upper.bound().unconditional()).isEqualTo(Bound.UPPER);
        assertThat(second.logPartition()).containsKeys("ais", "reverseAis");
    }

    @Test
    void aLayerIsNamedOnlyIfItsLossIsBeyondTheError() {
        Estimate ceiling = Estimate.exact(1, "nats").bound(Bound.UPPER);
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("layer2", gaining(-0.05, 0.04));
        layers.put("layer3", gaining(-0.5, 0.04));
        layers.put("layer4", gaining(0.5, 0.04));

        StackMeasurement stack = new StackMeasurement(layers, Map.of(), ceiling, List.of());

        assertThat(stack.warning())
                .isEqualTo("layer 3 makes the stack worse: it lowers the variational bound by 0.500 ± 0.040 nats a row:"
                        + " leave it out, or change its settings, layers[2]");
    }

    private static Layer gaining(double gain, double error) {
        return new Layer(
                4,
                3,
                Map.of("exact", Estimate.normal(gain, error, "nats", 100, 100)),
                Map.of(),
                Map.of(),
                BracketCheck.NONE);
    }

    /** Runs that were recorded before the setting existed trained upper layers on means. */
    @Test
    void aRunWithoutTheSettingTrainsOnMeans() {
        ObjectNode settings = (ObjectNode) Json.tree(training(Map.of()));
        assertThat(settings.remove("hidden").asText()).isEqualTo("bernoulli");

        assertThat(Json.read(settings, RbmTraining.class).hidden()).isEqualTo(Binarization.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training(Map.of("hidden", "threshold")))
                .withMessageContaining("hidden must be bernoulli (draws) or none (means) below layer 2");
    }
}
