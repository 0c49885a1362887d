package io.dbn4j.mnist.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.lab.data.ImageFolder;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Replay;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.training.Predictions;
import io.dbn4j.mnist.MnistExperiments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExperimentsTest {

    @TempDir
    private Path folder;

    private Path images;

    @BeforeEach
    void writeImages() throws IOException {
        images = TinyImages.writeTo(Files.createDirectory(folder.resolve("images")));
    }

    @Test
    void aPretrainedNetworkLearnsTwoEasyClassesAndReportsEveryPromisedNumber() throws IOException {
        DbnClassifier.Outcome outcome =
                (DbnClassifier.Outcome) run("dbn", classifier(Map.of("likelihood.exactUpTo", "2")));

        assertThat(outcome.testError().value()).isLessThan(5);
        assertThat(outcome.majorityError().value()).isEqualTo(50);
        assertThat(outcome.classes()).extracting(Predictions.OfClass::images).containsExactly(50, 50);
        assertThat(requireNonNull(outcome.independentUnits().get("sampled"))
                        .gain()
                        .unit())
                .isEqualTo("nats");
        assertThat(outcome.randomStart()).isNull();
        assertThat(outcome.layers())
                .hasSize(3)
                .allSatisfy(layer ->
                        assertThat(layer.freeEnergyGap().standardError()).isPositive());
        assertThat(outcome.logLikelihood()).containsOnlyKeys("sampled", "thresholded");
        assertThat(outcome.logLikelihood().get("sampled")).containsOnlyKeys("ais", "reverseAis", "conservative");
        assertThat(Files.readString(folder.resolve("dbn/report.html")))
                .contains("Classification", "Pretraining", "Samples", "Test images by true and predicted class");
        assertThat(folder.resolve("dbn/model.zip")).isNotEmptyFile();
    }

    @Test
    void aNetworkThatIsNotTrainedDoesNotLearn() {
        Map<String, String> untrained = Map.of("fineTuning.epochs", "0", "likelihood.exactUpTo", "10");

        DbnClassifier.Outcome outcome = (DbnClassifier.Outcome) run("untrained", classifier(untrained));

        assertThat(outcome.testError().value()).isGreaterThan(5);
    }

    @Test
    void theRandomStartIsAnotherNetwork() {
        DbnClassifier.Outcome outcome =
                (DbnClassifier.Outcome) run("both", classifier(Map.of("compareRandomStart", "true")));

        assertThat(outcome.randomStart()).isNotNull();
    }

    @Test
    void annealingAgreesWithEnumerationOnASmallRbm() {
        Map<String, String> exact = Map.of("likelihood.exactUpTo", "10");
        Map<String, String> annealed = Map.of("likelihood.exactUpTo", "0");

        Map<String, Estimate> enumerated = ((RbmDensity.Outcome) run("exact", density(exact))).logPartition();
        Estimate truth = Objects.requireNonNull(enumerated.get("exact"));
        Map<String, Estimate> estimates = ((RbmDensity.Outcome) run("annealed", density(annealed))).logPartition();

        // Four standard errors; the seed is fixed, so every run has the same draws.
        for (String method : List.of("ais", "reverseAis")) {
            Estimate estimate = Objects.requireNonNull(estimates.get(method));
            assertThat(estimate.ess()).isGreaterThan(20);
            assertThat(Math.abs(estimate.value() - truth.value()))
                    .as(method)
                    .isLessThanOrEqualTo(4 * estimate.standardError());
        }
    }

    @Test
    void everyEstimatorOfLogZIsInTheTableWithItsError() throws IOException {
        List<LogPartitionZoo.Line> lines = ((LogPartitionZoo.Outcome) run("zoo", zoo(Map.of()))).estimators();

        assertThat(lines).hasSize(7).allSatisfy(line -> assertThat(line.note()).isEmpty());
        // Five standard errors if the estimate has any; the seed is fixed.
        assertThat(lines.stream().map(LogPartitionZoo.Line::z).filter(Objects::nonNull))
                .hasSize(4)
                .allSatisfy(z -> assertThat(Math.abs(z)).isLessThan(5));
        assertThat(Objects.requireNonNull(lines.get(6).error())).isNegative();
        assertThat(Files.readString(folder.resolve("zoo/report.html"))).contains("naive-mean-field");
    }

    @Test
    void anEstimatorThatDoesNotConvergeLeavesANote() {
        Map<String, String> hasty = Map.of("estimators[5].iterations", "1");

        LogPartitionZoo.Line tap =
                ((LogPartitionZoo.Outcome) run("zoo", zoo(hasty))).estimators().get(5);

        assertThat(tap.logPartition()).isNull();
        assertThat(tap.note()).startsWith("TAP did not converge");
    }

    @Test
    void theBoundOfADbnIsBelowItsEnumeratedLogLikelihood() throws IOException {
        DbnDensity.Outcome outcome = (DbnDensity.Outcome) run("deep", deep(Map.of("likelihood.exactUpTo", "10")));
        DbnDensity.Outcome annealed = (DbnDensity.Outcome) run("deep-ais", deep(Map.of("likelihood.exactUpTo", "0")));

        Estimate bound = of(outcome.variationalBound(), "thresholded", "exact");
        assertThat(bound.bound()).isEqualTo(Estimate.Bound.LOWER);
        List<Rbm> layers = ModelFile.read(folder.resolve("deep/stack.zip")).layers();
        INDArray test = new ImageFolder(images, false).load().test().images();
        double exact = logLikelihood(layers, test.gt(0.5).castTo(DataType.FLOAT));
        // Both sides use the same rows, so they differ by the noise of five draws in each of a hundred rows.
        assertThat(bound.value()).isBetween(exact - 5, exact + 0.05);
        assertThat(of(outcome.logLikelihood(), "thresholded", "exact").value()).isLessThan(0);
        assertThat(outcome.trainingSeconds()).hasSize(2);
        // Compare Bennett's ratio to the first RBM with the enumeration of both; the seed is fixed.
        Estimate top = outcome.ledger().layers().get(1).freeEnergy();
        assertThat(top.value())
                .isCloseTo(
                        -Objects.requireNonNull(outcome.topLogPartition().get("exact"))
                                .value(),
                        within(5 * top.standardError()));
        assertThat(outcome.headline()).contains("gain over the RBMs below");
        assertThat(annealed.topLogPartition()).containsOnlyKeys("ais", "reverseAis", "conservative", "rows");
        assertThat(annealed.variationalBound()).containsOnlyKeys("sampled", "thresholded");
        assertThat(Files.readString(folder.resolve("deep/report.html")))
                .contains("Variational bound of the DBN, nats per test image", "Samples", "layer2", "RBM 2 on RBM 1");
    }

    @Test
    void aDbnWithLabelsReadsAndDrawsBothClasses() throws IOException {
        LabeledDbn.Outcome outcome = (LabeledDbn.Outcome) run("labeled", labeled(images, Map.of()));

        assertThat(outcome.testError().value()).isLessThan(5);
        assertThat(outcome.trainingSeconds()).hasSize(4);
        List<Rbm> layers = List.of("layer1", "layer2", "layer3", "recognition1", "recognition2").stream()
                .map(name -> ModelFile.read(folder.resolve("labeled/" + name + ".npz"))
                        .layer(1))
                .toList();
        assertThat(layers).extracting(Rbm::visible).containsExactly(16, 6, 8, 16, 6);
        INDArray drawn = new Dbn(layers.subList(0, 3), layers.subList(3, 5))
                .meansOfClass(1, 50, 200, new Seed(5).stream("drawn"));
        // Class 1 has the bar on the right, in columns 2 and 3.
        INDArray columns = drawn.reshape(200, 4).mean(0);
        assertThat(columns.getDouble(2) + columns.getDouble(3))
                .isGreaterThan(3 * (columns.getDouble(0) + columns.getDouble(1)));
        assertThat(Files.readString(folder.resolve("labeled/report.html")))
                .contains("Images of each class", "Up-down training", "test error before up-down training");
    }

    /** The error of a network that has learned nothing is that of guessing. */
    @Test
    void labelsThatWereNotLearnedAreNotRead() {
        Map<String, String> untrained = Map.of("layers[2].learningRate", "1e-9", "upDown.epochs", "0");

        LabeledDbn.Outcome outcome = (LabeledDbn.Outcome) run("labeled", labeled(images, untrained));

        assertThat(outcome.testError().value()).isGreaterThan(20);
        assertThat(outcome.greedyError()).isEqualTo(outcome.testError());
    }

    static RunRequest labeled(Path images, Map<String, String> more) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("data.folder", images.toString());
        for (int layer = 0; layer < 3; layer++) {
            overrides.put(String.format(Locale.ROOT, "layers[%d].hidden", layer), "6");
            overrides.put(String.format(Locale.ROOT, "layers[%d].epochs", layer), "20");
        }
        overrides.put("batch", "20");
        overrides.put("layers[2].learningRate", "0.1");
        overrides.put("upDown.epochs", "10");
        overrides.put("upDown.learningRate", "0.1");
        overrides.putAll(more);
        return RunRequest.of(MnistExperiments.LIST.preset("labeled-dbn"), 7, overrides);
    }

    private static Estimate of(Map<String, Map<String, Estimate>> all, String rule, String method) {
        return Objects.requireNonNull(Objects.requireNonNull(all.get(rule)).get(method));
    }

    /** Returns the mean of {@code log sum_h p_1(v | h) p_2(h)} over rows, by enumeration of the middle layer. */
    private static double logLikelihood(List<Rbm> layers, INDArray rows) {
        Rbm bottom = layers.get(0);
        int count = 1 << bottom.hidden();
        INDArray between = StateSpace.states(bottom.hiddenUnit(), bottom.hidden(), 0, count, DataType.FLOAT);
        double[] below = bottom.hiddenFreeEnergy(between);
        double[] above = layers.get(1).freeEnergy(between);
        double logPartition = StateSpace.of(layers.get(1)).logPartition();
        double sum = 0;
        for (int row = 0; row < rows.size(0); row++) {
            double[] energy = bottom.energy(Nd4j.tile(rows.getRow(row, true), count, 1), between);
            LogSumExp p = new LogSumExp();
            for (int h = 0; h < count; h++) {
                p.add(below[h] - energy[h] - above[h] - logPartition);
            }
            sum += p.value() / rows.size(0);
        }
        return sum;
    }

    private RunRequest deep(Map<String, String> more) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("data.folder", images.toString());
        for (int layer = 0; layer < 2; layer++) {
            overrides.put(String.format(Locale.ROOT, "layers[%d].hidden", layer), "6");
            overrides.put(String.format(Locale.ROOT, "layers[%d].epochs", layer), "3");
        }
        overrides.put("batch", "20");
        overrides.put("likelihood.betas", "50");
        overrides.put("likelihood.burnIn", "10");
        overrides.put("tied", "false");
        overrides.putAll(more);
        return RunRequest.of(MnistExperiments.LIST.preset("dbn-500-2000"), 7, overrides);
    }

    @Test
    void aReplayGivesEqualBitsAndAnotherSeedDoesNot() {
        run("first", density(Map.of()));

        Replay replay =
                Replay.of(folder.resolve("first"), folder.resolve("again"), MnistExperiments.LIST, Progress.SILENT);
        RbmDensity.Outcome first = (RbmDensity.Outcome) run("third", density(Map.of()));
        RbmDensity.Outcome other = (RbmDensity.Outcome) run("fourth", density(Map.of()), 8);

        assertThat(replay.differences()).isEmpty();
        assertThat(other.logPartition()).isNotEqualTo(first.logPartition());
    }

    @Test
    void oneReplicaIsOrdinaryTrainingAndTwoAreNot() {
        RbmDensity.Outcome ordinary = (RbmDensity.Outcome) run("ordinary", density(Map.of()));

        AveragedDensity.Outcome one = (AveragedDensity.Outcome) run("one", averaged("1"));
        AveragedDensity.Outcome two = (AveragedDensity.Outcome) run("two", averaged("2"));

        assertThat(one.logLikelihood()).isEqualTo(ordinary.logLikelihood());
        assertThat(two.logLikelihood()).isNotEqualTo(ordinary.logLikelihood());
        // 16 x 6 weights, 22 biases and 100 chains of 22 states there and back, the order of all rows, in 4 bytes each.
        assertThat(one.bytesPerRound()).isEqualTo(4 * (2 * (16 * 6 + 22 + 100 * 22) + 2 * 400));
        assertThat(two.protocol()).contains("trained by 2 replicas, each with 10 rows of a batch");
    }

    private RunRequest averaged(String partitions) {
        Map<String, String> overrides = new LinkedHashMap<>();
        density(Map.of()).overrides().forEach((path, value) -> overrides.put("density." + path, value));
        overrides.put("density.layer.objective.negativePhase.chains", "100");
        overrides.put("averaging.partitions", partitions);
        return RunRequest.of(MnistExperiments.LIST.preset("averaged-rbm-20"), 7, overrides);
    }

    @Test
    void heldOutImagesOfAFolderAreOfEveryClassAndRecorded() throws IOException {
        DbnClassifier.Outcome outcome = (DbnClassifier.Outcome) run("held", classifier(Map.of("data.heldOut", "50")));

        assertThat(outcome.testError().samples()).isEqualTo(50);
        assertThat(outcome.protocol())
                .contains("50 training images drawn from every class (held-out.csv)")
                .contains("test images not used");
        assertThat(outcome.classes()).extracting(Predictions.OfClass::images).containsExactly(25, 25);
        assertThat(Files.readAllLines(folder.resolve("held/held-out.csv"))).hasSize(51);
    }

    @Test
    void theShorthandsOfEveryPresetChangeExistingProperties() {
        for (Preset preset : MnistExperiments.LIST.presets()) {
            if (!(preset.experiment() instanceof MnistExperiment experiment)) {
                continue; // Sweeps have no shorthand options.
            }
            Map<String, String> all = new LinkedHashMap<>(experiment.quick());
            all.putAll(experiment.epochs(3));
            all.putAll(experiment.fewImages(50));
            all.putAll(experiment.data("somewhere", true));

            assertThat(preset.experiment(all)).isNotEqualTo(experiment);
        }
    }

    @Test
    void anIncompleteFolderOfImagesIsRefusedBeforeThereIsARun() throws IOException {
        Files.delete(images.resolve("t10k-labels-idx1-ubyte"));

        assertThatThrownBy(() -> run("none", density(Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold one IDX file of test labels, holds none");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aMissingFolderOfImagesIsRefusedBeforeThereIsARun() {
        RunRequest request = density(Map.of("data.folder", "no/such/folder"));

        assertThatThrownBy(() -> Run.create(request, folder.resolve("none"), Progress.SILENT))
                .hasMessage("data.folder: " + Path.of("no/such/folder").toAbsolutePath() + " is not a folder");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void fewImagesAreTrainedOnForLonger() {
        MnistExperiment mnist = (MnistExperiment)
                classifier(Map.of("layers[0].epochs", "5", "batch", "100")).experiment();
        Map<String, String> few = mnist.fewImages(1500);

        assertThat(few).containsEntry("layers[0].epochs", "100");
        assertThat(mnist.fewImages(60))
                .containsEntry("layers[0].epochs", "1500")
                .containsEntry("batch", "60");
        assertThat(((MnistExperiment) MnistExperiments.LIST.preset("mnist").experiment()).fewImages(60_000))
                .isEmpty();
    }

    @Test
    void anRbmHasNoRandomStart() {
        MnistExperiment rbm =
                (MnistExperiment) MnistExperiments.LIST.preset("rbm-500").experiment();

        assertThatThrownBy(rbm::withRandomStart).hasMessage("this experiment has no comparison with a random start");
    }

    private RunRequest classifier(Map<String, String> more) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (int layer = 0; layer < 3; layer++) {
            overrides.put(String.format(Locale.ROOT, "layers[%d].hidden", layer), "6");
            overrides.put(String.format(Locale.ROOT, "layers[%d].epochs", layer), "3");
        }
        overrides.put("data.folder", images.toString());
        overrides.put("batch", "20");
        overrides.put("fineTuning.epochs", "20");
        overrides.put("fineTuning.batch", "20");
        overrides.put("fineTuning.learningRate", "0.02");
        overrides.put("likelihood.betas", "50");
        overrides.put("likelihood.burnIn", "10");
        overrides.putAll(more);
        return RunRequest.of(MnistExperiments.LIST.preset("mnist"), 7, overrides);
    }

    private RunRequest density(Map<String, String> more) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("data.folder", images.toString());
        overrides.put("layer.hidden", "6");
        overrides.put("layer.epochs", "5");
        overrides.put("batch", "20");
        overrides.put("likelihood.betas", "300");
        overrides.put("likelihood.burnIn", "50");
        overrides.putAll(more);
        return RunRequest.of(MnistExperiments.LIST.preset("rbm-500"), 7, overrides);
    }

    private RunRequest zoo(Map<String, String> more) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("data.folder", images.toString());
        overrides.put("layer.hidden", "6");
        overrides.put("layer.epochs", "3");
        overrides.put("batch", "20");
        overrides.put("estimators[1].betas", "300");
        overrides.put("estimators[2].betas", "300");
        overrides.put("estimators[2].burnIn", "100");
        overrides.put("estimators[3].betas", "300");
        overrides.put("estimators[3].burnIn", "100");
        overrides.put("estimators[4].rungs", "100");
        overrides.put("estimators[5].starts", "3");
        overrides.putAll(more);
        return RunRequest.of(MnistExperiments.LIST.preset("log-partition-zoo"), 7, overrides);
    }

    private Object run(String name, RunRequest request) {
        return Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    private Object run(String name, RunRequest request, long seed) {
        return run(name, new RunRequest(request.name(), request.experiment(), seed, request.overrides()));
    }
}
