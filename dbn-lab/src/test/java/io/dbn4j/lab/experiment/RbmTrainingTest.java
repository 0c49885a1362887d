package io.dbn4j.lab.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.NumpyFiles;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stack.IndependentUnits;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.run.Metric;
import io.dbn4j.lab.run.MetricLog;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Replay;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RbmTrainingTest {

    /** Two patterns of four pixels, each half of the rows: entropy log 2, and 4 log 2 for independent pixels. */
    private static final int ROWS = 200;

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        INDArray rows = Nd4j.zeros(DataType.FLOAT, ROWS, 4);
        for (int row = 0; row < ROWS; row++) {
            rows.putScalar(row, row % 2, 1);
            rows.putScalar(row, 2 + row % 2, 1);
        }
        data = write("rows.npy", rows);
    }

    private Path write(String name, INDArray rows) throws IOException {
        try (var out = Files.newOutputStream(folder.resolve(name))) {
            Npy.write(rows, out);
        }
        return folder.resolve(name);
    }

    private RbmTraining training(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(
                Map.of("data", data.toString(), "batch", "20", "layers[0].hidden", "3", "layers[0].epochs", "20"));
        all.put("layers[0].learningRate", "0.5");
        all.put("likelihood.betas", "500");
        all.put("likelihood.burnIn", "50");
        all.putAll(settings);
        return (RbmTraining) LabExperiments.RBM_TRAINING.experiment(all);
    }

    private RbmTraining.Outcome run(RbmTraining training, String name) {
        RunRequest request = new RunRequest("rbm-training", training, 1, Map.of());
        return (RbmTraining.Outcome)
                Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    private static Estimate exact(RbmTraining.Outcome outcome) {
        return exact(outcome, "sampled");
    }

    private static Estimate exact(RbmTraining.Outcome outcome, String rule) {
        return requireNonNull(requireNonNull(outcome.logLikelihood().get(rule)).get("exact"));
    }

    @Test
    void trainingComesCloseToTheEntropyOfTheData() {
        RbmTraining.Outcome outcome = run(training(Map.of("layers[0].epochs", "60")), "run");

        Estimate logLikelihood = exact(outcome);
        assertThat(logLikelihood.value()).isBetween(-2 * Math.log(2), -Math.log(2));
        assertThat(outcome.logLikelihood().get("thresholded")).containsKey("exact");
        assertThat(outcome.headline()).startsWith("log-likelihood -");
        IndependentUnits.Comparison compared = compared(outcome);
        assertThat(compared.logLikelihood().value()).isCloseTo(-4 * Math.log(2), within(1e-12));
        assertThat(compared.gain().value()).isCloseTo(logLikelihood.value() + 4 * Math.log(2), within(1e-9));
        assertThat(outcome.warning()).isEmpty();
    }

    private static IndependentUnits.Comparison compared(RbmTraining.Outcome outcome) {
        return requireNonNull(outcome.independentUnits().get("sampled"));
    }

    @Test
    void withoutTrainingTheRowsAreIndependentPixels() {
        RbmTraining.Outcome outcome = run(training(Map.of("layers[0].epochs", "0")), "run");

        assertThat(exact(outcome).value()).isCloseTo(-4 * Math.log(2), within(0.05));
        assertThat(outcome.warning()).startsWith("no better than independent units (");
        assertThat(folder.resolve("run/report.html")).content().contains(outcome.warning());
    }

    @Test
    void aTrainingThatRuinsTheRbmSavesNoModel() {
        RbmTraining training = training(Map.of("layers[0].learningRate", "1000", "layers[0].epochs", "1"));

        assertThatThrownBy(() -> run(training, "run"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageMatching("training has ruined the RBM: log-likelihood -\\d+\\.\\d nats a row, chance -2\\.8,"
                        + " independent units -2\\.8; no model is saved; lower the learning rate \\(1000\\.0\\)");
        assertThat(folder.resolve("run/model.zip")).doesNotExist();
    }

    @Test
    void realColumnsAreLearnedInTheirOwnNumbersWhenTheyAreStandardized() throws IOException {
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, ROWS, 2);
        Random random = new Random(26);
        for (int row = 0; row < ROWS; row++) {
            double cloud = row % 2 == 0 ? 300 : 345;
            rows.putScalar(row, 0, cloud + 3 * random.nextGaussian());
            rows.putScalar(row, 1, cloud / 1000 + 0.003 * random.nextGaussian());
        }
        Standardization scale = Standardization.of(rows);
        Map<String, String> settings =
                new LinkedHashMap<>(Map.of("data", write("clouds.npy", rows).toString()));
        settings.put("units", "[{\"type\": \"diagonal-gaussian\"}, {\"type\": \"bernoulli\"}]");
        settings.put("input", "none");
        settings.put("standardize", "true");
        settings.put("layers[0].learningRate", "0.05");
        RbmTraining.Outcome raw = run(training(settings), "raw");
        settings.put("data", write("standardized.npy", scale.applied(rows)).toString());
        settings.put("standardize", "false");
        RbmTraining.Outcome standardized = run(training(settings), "standardized");

        double volume = Math.log(scale.deviation()[0]) + Math.log(scale.deviation()[1]);
        assertThat(exact(raw, "data").value())
                .isCloseTo(exact(standardized, "data").value() - volume, within(1e-5));
        assertThat(requireNonNull(raw.independentUnits().get("data")).gain().value())
                .isCloseTo(
                        requireNonNull(standardized.independentUnits().get("data"))
                                .gain()
                                .value(),
                        within(1e-5));
        Rbm saved = ModelFile.read(folder.resolve("raw/model.zip")).layer(1);
        assertThat(-Arrays.stream(saved.freeEnergy(rows)).average().orElseThrow()
                        - StateSpace.of(saved).logPartition())
                .isCloseTo(exact(raw, "data").value(), within(1e-9));
    }

    /** One row in ten is an outlier; such rows among the validation rows would change the fit if they were used. */
    @Test
    void nothingIsFittedToRowsForValidation() throws IOException {
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, 60, 2);
        Random random = new Random(26);
        for (int row = 0; row < 60; row++) {
            double far = row % 10 == 0 ? 1000 : 0;
            rows.putScalar(row, 0, far + 300 + 3 * random.nextGaussian());
            rows.putScalar(row, 1, 5 + random.nextGaussian());
        }
        Map<String, String> settings =
                new LinkedHashMap<>(Map.of("data", write("far.npy", rows).toString()));
        settings.put("units", "[{\"type\": \"diagonal-gaussian\"}, {\"type\": \"bernoulli\"}]");
        settings.put("input", "none");
        settings.put("standardize", "true");
        settings.put("validation", "30");
        settings.put("layers[0].epochs", "0");
        RbmTraining training = training(settings);
        Split split = Split.random(60, 30, 0, new Seed(1).stream("held-out"));
        INDArray trained = Rows.pick(rows, split.trained());

        INDArray shown = training.setup(Run.create(
                        new RunRequest("rbm-training", training, 1, Map.of()),
                        folder.resolve("setup"),
                        Progress.SILENT))
                .rows();
        RbmTraining.Outcome outcome = run(training, "run");

        assertThat(shown.size(0)).isEqualTo(60);
        Standardization ofTrained = Standardization.of(Rows.first(30, shown));
        assertThat(ofTrained.mean()).containsExactly(new double[] {0, 0}, within(1e-6));
        assertThat(ofTrained.deviation()).containsExactly(new double[] {1, 1}, within(1e-6));
        Rbm saved = ModelFile.read(folder.resolve("run/model.zip")).layer(1);
        assertThat(requireNonNull(outcome.independentUnits().get("data"))
                        .logLikelihood()
                        .value())
                .isCloseTo(
                        Arrays.stream(IndependentUnits.fitted(saved, trained).logLikelihoods(rows))
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        // Without training the model has the moments of the training columns: bias = mean / variance, and the variance.
        Standardization columns = Standardization.of(trained);
        double[] variance = Arrays.stream(columns.deviation()).map(x -> x * x).toArray();
        double[] bias = Elements.of(saved.visibleBias());
        assertThat(new double[] {bias[0] * variance[0], bias[1] * variance[1]})
                .containsExactly(columns.mean(), within(1e-3));
    }

    @Test
    void whatIsReportedIsThatOfTheSavedModel() throws IOException {
        RbmTraining.Outcome outcome = run(training(Map.of()), "run");

        Rbm rbm = ModelFile.read(folder.resolve("run").resolve(outcome.model())).layer(1);
        double logPartition = StateSpace.of(rbm).logPartition();
        assertThat(requireNonNull(outcome.logPartition().get("exact")).value()).isEqualTo(logPartition);
        double[] freeEnergy = rbm.freeEnergy(DataFile.read(data).rows());
        assertThat(exact(outcome).value())
                .isCloseTo(-Arrays.stream(freeEnergy).average().orElseThrow() - logPartition, within(1e-9));
        assertThat(Files.readString(folder.resolve("run/report.html")))
                .contains("Log-likelihood of the first RBM, nats per row", "sampled, enumeration", "Mean free energy");
    }

    @Test
    void aLargerModelIsMeasuredBetweenTwoBounds() {
        RbmTraining.Outcome outcome = run(training(Map.of("likelihood.exactUpTo", "2")), "run");

        Map<String, Estimate> logPartition = outcome.logPartition();
        assertThat(logPartition).containsOnlyKeys("ais", "reverseAis", "conservative", "rows");
        assertThat(requireNonNull(logPartition.get("rows")).bound()).isEqualTo(Bound.LOWER);
        assertThat(outcome.logLikelihood().get("sampled")).containsOnlyKeys("ais", "reverseAis", "conservative");
        StartTest start = outcome.bracket().starts().get(0);
        assertThat(start.passed()).as(start.sentence()).isTrue();
        assertThat(requireNonNull(logPartition.get("reverseAis")).bound()).isEqualTo(Bound.UPPER);
        assertThat(requireNonNull(logPartition.get("ais")).bound()).isEqualTo(Bound.LOWER);
        assertThat(requireNonNull(logPartition.get("conservative")).value())
                .isGreaterThanOrEqualTo(
                        requireNonNull(logPartition.get("reverseAis")).value());
    }

    @Test
    void theReportHoldsTheTestOfTheStartAndItsWarnings() throws IOException {
        run(training(Map.of("likelihood.exactUpTo", "2")), "run");

        assertThat(Files.readString(folder.resolve("run/report.html")))
                .contains(
                        "start of reverse annealing: passes its test; Crooks slope",
                        "sum over distinct rows, lower bound");
    }

    /** Four visible units have 16 states, however many hidden units there are. */
    @Test
    void aFewVisibleUnitsAreEnumerated() {
        RbmTraining.Outcome outcome = run(training(Map.of("layers[0].hidden", "40", "layers[0].epochs", "1")), "run");

        assertThat(outcome.logPartition()).containsOnlyKeys("exact");
        Rbm rbm = ModelFile.read(folder.resolve("run").resolve(outcome.model())).layer(1);
        assertThat(requireNonNull(outcome.logPartition().get("exact")).value())
                .isEqualTo(StateSpace.of(rbm).logPartition());
    }

    @Test
    void heldOutRowsAreOfBothHalvesOfASortedFileAndRecorded() throws IOException {
        INDArray rows = Nd4j.zeros(DataType.FLOAT, ROWS, 4);
        rows.get(NDArrayIndex.interval(ROWS / 2, ROWS), NDArrayIndex.all()).assign(1);
        Path sorted = write("sorted.npy", rows);

        RbmTraining.Outcome outcome = run(training(Map.of("data", sorted.toString(), "heldOut", "40")), "run");

        List<Integer> heldOut = Files.readAllLines(folder.resolve("run/held-out.csv")).stream()
                .skip(1)
                .map(Integer::valueOf)
                .toList();
        assertThat(heldOut).hasSize(40).doesNotHaveDuplicates().allMatch(row -> row >= 0 && row < ROWS);
        assertThat(heldOut.stream().filter(row -> row < ROWS / 2).count()).isBetween(10L, 30L);
        assertThat(outcome.protocol()).isEqualTo("trained on 160 rows, measured on 40 drawn at random (held-out.csv)");
    }

    @Test
    void aBatchOfMoreRowsThanThereAreIsOneOfAllRows() throws IOException {
        INDArray few = Nd4j.createFromArray(new float[][] {{1, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 1}, {0, 0, 1, 1}});
        Map<String, String> settings = Map.of("data", write("few.npy", few).toString(), "batch", "100");
        Map<String, String> same = Map.of("data", write("few.npy", few).toString(), "batch", "4");

        RbmTraining.Outcome outcome = run(training(settings), "run");

        assertThat(exact(outcome)).isEqualTo(exact(run(training(same), "same")));
        assertThat(outcome.protocol()).isEqualTo("trained on 4 rows, measured on all 4");
    }

    @Test
    void unitsAndSizesAreThoseOfTheSettings() throws IOException {
        INDArray spins = Nd4j.zeros(DataType.DOUBLE, ROWS, 5).subi(1);
        Path file = write("spins.npy", spins);
        RbmTraining training = training(Map.of(
                "data",
                file.toString(),
                "units",
                "[{\"type\": \"spin\"}, {\"type\": \"bernoulli\"}]",
                "input",
                "none",
                "layers",
                "[%s, %s]".formatted(Json.line(recipe(3)), Json.line(recipe(2)))));

        RbmTraining.Outcome outcome = run(training, "run");

        ModelFile stack = ModelFile.read(folder.resolve("run/model.zip"));
        assertThat(stack.layer(1).visibleUnit()).isEqualTo(new Spin());
        assertThat(stack.layer(1).hiddenUnit()).isNotEqualTo(new Spin());
        assertThat(stack.layer(2).visibleUnit()).isEqualTo(stack.layer(1).hiddenUnit());
        assertThat(Elements.of(stack.up(spins.castTo(DataType.FLOAT), 2))).hasSize(ROWS * 2);
        assertThat(outcome.layers()).extracting(RbmTraining.Layer::hidden).containsExactly(3, 2);
        assertThat(outcome.logLikelihood()).containsOnlyKeys("data");
    }

    @Test
    void everyEpochIsMeasuredAndHeldOutRowsGoUpToo() {
        Map<String, String> two =
                Map.of("layers", "[%s, %s]".formatted(Json.line(recipe(3)), Json.line(recipe(2))), "heldOut", "20");
        run(training(two), "held");
        run(training(Map.of("layers[0].epochs", "2")), "all");

        List<String> cheap = List.of(
                "freeEnergy",
                "reconstructionError",
                "pseudoLikelihood",
                "weightRms",
                "weightMax",
                "deadUnits",
                "saturatedUnits");
        List<String> both = List.of("freeEnergyGap", "heldOut.pseudoLikelihood");
        assertThat(series("held"))
                .containsExactlyInAnyOrderElementsOf(Stream.of("layer1.", "layer2.")
                        .flatMap(layer ->
                                Stream.concat(cheap.stream(), both.stream()).map(layer::concat))
                        .toList());
        assertThat(series("all"))
                .hasSize(14)
                .hasSameElementsAs(cheap.stream().map("layer1."::concat).toList());
    }

    private List<String> series(String name) {
        return MetricLog.read(folder.resolve(name).resolve("metrics.jsonl")).stream()
                .map(Metric::series)
                .toList();
    }

    private static LayerRecipe recipe(int hidden) {
        LayerRecipe usual = ((RbmTraining) LabExperiments.RBM_TRAINING.experiment())
                .layers()
                .get(0);
        return new LayerRecipe(hidden, 1, usual.objective(), 0.1, false, 0, 0);
    }

    @Test
    void aReplayGivesTheSameBits() {
        run(training(Map.of()), "run");

        Replay replay = Replay.of(folder.resolve("run"), folder.resolve("again"), LabExperiments.LIST, Progress.SILENT);

        assertThat(replay.differences()).isEmpty();
        assertThat(RunRecord.read(folder.resolve("run")).data()).containsOnlyKeys(data.toString());
    }

    @Test
    void aRelativePathIsRecordedAsAnAbsoluteOneToGoOnFromAnyFolder() {
        RbmTraining training = training(Map.of("data", "rows/../here.npy"));

        assertThat(training.data())
                .isEqualTo(Path.of("here.npy").toAbsolutePath().toString());
        assertThat(training(Map.of("data", training.data()))).isEqualTo(training);
    }

    @Test
    void dataThatDoNotFitAreRefusedInOneLine() {
        assertRefused(Map.of("data", ""), "data must name a file, was empty; set data=FILE");
        assertRefused(Map.of("data", folder + "/none.npy"), "no such file: " + folder + "/none.npy");
        assertRefused(
                Map.of("heldOut", "190", "validation", "10"),
                data + ": must have more rows than the 190 held out and 10 for validation, had 200");
        assertRefused(Map.of("heldOut", "1"), data + ": at least 2 rows must be measured, was 1");
        assertRefused(Map.of("data", NumpyFiles.file("free-energies.npz").toString()), "name the array of the rows: ");
        assertRefused(
                Map.of("units", "[{\"type\": \"spin\"}]", "input", "none"),
                "must be -1.0 or 1.0 for spin units, was 0.0; replace x by 2x - 1, or use bernoulli units");
    }

    @Test
    void unitsThatCannotBeTrainedAreRefusedBeforeThereIsARun() {
        assertThatThrownBy(() -> training(Map.of("standardize", "true")))
                .hasMessageContaining("standardize must be false for Bernoulli[] visible units");
        String spin = "{\"type\": \"spin\"}";
        String gaussian = "{\"type\": \"gaussian\"}";

        assertThatThrownBy(() -> training(Map.of("units", "[%s, %s, %s]".formatted(spin, spin, spin))))
                .hasMessageContaining("units must be 1 to 2, one for the visible units and one for each layer, was 3");
        assertThatThrownBy(() -> training(Map.of("units", "[%s]".formatted(gaussian))))
                .hasMessageContaining("units of layer 1 must not be continuous on both sides; give for example"
                        + " gaussian,bernoulli");
    }

    private void assertRefused(Map<String, String> settings, String message) {
        RbmTraining training = training(settings);
        assertThatThrownBy(() -> run(training, String.valueOf(settings.hashCode())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
        assertThat(folder.resolve(String.valueOf(settings.hashCode()))).doesNotExist();
    }
}
