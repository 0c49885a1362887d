package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.data.DataFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.factory.Nd4j;

class RbmCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("rows.csv");
        String text = IntStream.range(0, 60)
                .mapToObj(row -> row % 2 + ",1," + row / 2 % 2 + "," + row % 2)
                .collect(Collectors.joining("\n", "a,b,c,d\n", "\n"));
        Files.writeString(data, text);
    }

    private Ran train(Object... options) {
        return trainLayers("3", 20, options);
    }

    private Ran trainLayers(String hidden, int batch, Object... options) {
        List<Object> words = new ArrayList<>(List.of("rbm", "train", "--data", data, "--epochs", "5", "--quiet"));
        words.addAll(List.of("--hidden", hidden, "--batch", batch));
        words.addAll(List.of(options));
        return Ran.dbn(words.toArray());
    }

    private Path model() {
        Ran ran = train("--out", folder.resolve("run"));
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return folder.resolve("run/model.zip");
    }

    private static JsonNode json(Object... words) throws IOException {
        Ran ran = Ran.dbn(words);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return MAPPER.readTree(ran.out());
    }

    @Test
    void trainingIsARunThatCanBeReplayedFromItsCommand() throws IOException {
        Path run = folder.resolve("run");

        Ran ran = train("--json", "--out", run, "--objective", "cd-2", "--units", "bernoulli,spin", "--seed", "7");

        assertThat(ran.code()).isZero();
        assertThat(ran.out().strip())
                .isEqualTo(Files.readString(run.resolve("result.json")).strip());
        JsonNode record = MAPPER.readTree(run.resolve("run.json").toFile());
        assertThat(record.at("/experiment/layers/0/objective/negativePhase/k").asInt())
                .isEqualTo(2);
        assertThat(record.at("/experiment/units/1/type").asText()).isEqualTo("spin");
        assertThat(record.at("/experiment/batch").asInt()).isEqualTo(20);
        assertThat(record.at("/seed").asLong()).isEqualTo(7);
        assertThat(record.at("/overrides").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("data", "units", "layers", "batch");
    }

    @Test
    void aModelThatHoldsANormalizerSaysThatItIsNotApplied() throws IOException {
        Path model = model();
        NormalizerMinMaxScaler scaler = new NormalizerMinMaxScaler(0, 1);
        scaler.setFeatureStats(Nd4j.zeros(1, 4), Nd4j.ones(1, 4));
        ModelSerializer.addNormalizerToModel(model.toFile(), scaler);

        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            assertThat(Ran.dbn("rbm", "free-energy", model, "--data", data, "--quiet")
                            .out())
                    .hasLineCount(60);
        } finally {
            System.setErr(before);
        }

        assertThat(err.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains(model
                        + ": its normalizer (normalizer.bin) is not applied; give rows that it has already scaled");
    }

    @Test
    void whatIsNotSaidFollowsFromTheRowsAndIsRecorded() throws IOException {
        Path run = folder.resolve("run");
        Path real = folder.resolve("real.csv");
        Files.writeString(
                real,
                IntStream.range(0, 6)
                        .mapToObj(row -> (300 + 45 * (row % 2) + row / 2) + "," + row % 2)
                        .collect(Collectors.joining("\n", "", "\n")));

        // A learning rate that diverges in the first epochs, because ten thousand updates take too long for a test.
        List<Object> words = new ArrayList<>(List.of("rbm", "train", "--data", real, "--out", run, "--quiet"));
        words.addAll(List.of("--hidden", 2, "--held-out", "0.34", "--learning-rate", 1e9));
        Ran ran = Ran.dbn(words.toArray());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).contains("diverged in epoch");
        JsonNode record = MAPPER.readTree(run.resolve("run.json").toFile());
        assertThat(record.at("/experiment/units/0/type").asText()).isEqualTo("diagonal-gaussian");
        assertThat(record.at("/experiment/standardize").asBoolean()).isTrue();
        assertThat(record.at("/experiment/layers/0/epochs").asInt()).isEqualTo(10_000);
        assertThat(record.at("/experiment/heldOut").asInt()).isEqualTo(2);
        assertThat(Files.readAllLines(run.resolve("held-out.csv"))).hasSize(3);
    }

    @Test
    void missingDataLeaveNoRun() {
        Path run = folder.resolve("run");

        Ran ran = Ran.dbn("rbm", "train", "--data", "none.npy", "--hidden", 3, "--quiet", "--out", run);

        assertThat(ran).isEqualTo(new Ran(1, "", "dbn: no such file: none.npy" + System.lineSeparator()));
        assertThat(run).doesNotExist();
    }

    @Test
    void groupsThatAreNotWholeLeaveNoRun() {
        Path run = folder.resolve("run");

        Ran ran = trainLayers("6,16", 20, "--units", "bernoulli,softmax-3", "--out", run);

        assertThat(ran)
                .isEqualTo(new Ran(
                        1,
                        "",
                        "dbn: number of hidden units of layer 2 must be a multiple of 3, the size of a softmax-3 group,"
                                + " was 16"
                                + System.lineSeparator()));
        assertThat(run).doesNotExist();
    }

    @Test
    void aRunThatIsDoneIsNotResumed() {
        model();

        assertThat(Ran.dbn("rbm", "train", "--resume", folder.resolve("run"), "--quiet")
                        .err())
                .isEqualTo("dbn: " + folder.resolve("run") + " cannot be resumed: it is done" + System.lineSeparator());
    }

    @Test
    void setWinsOverShorthandsOfTraining() throws IOException {
        Path run = folder.resolve("run");

        train("--set", "layers[0].hidden=2", "--set", "likelihood.exactUpTo=5", "--out", run);

        assertThat(MAPPER.readTree(run.resolve("result.json").toFile())
                        .at("/layers/0/hidden")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "exact, exact",
        "ais, lower",
        "reverse-ais, upper",
        "raise, upper",
        "bar, none",
        "tap, none",
        "naive-mean-field, lower"
    })
    void everyMethodFindsLogZ(String method, String bound) throws IOException {
        Path model = model();
        double exact = StateSpace.of(ModelFile.read(model).layer(1)).logPartition();

        JsonNode found =
                json("rbm", "logz", model, "--method", method, "--betas", 300, "--burn-in", 50, "--json", "--quiet");

        assertThat(found.at("/method").asText()).isEqualTo(method);
        assertThat(found.at("/estimator/type").asText()).isEqualTo(method);
        JsonNode logZ = found.at("/logPartition");
        assertThat(logZ.fieldNames())
                .toIterable()
                .containsExactly("value", "standardError", "low", "high", "unit", "bound", "samples", "ess");
        assertThat(logZ.at("/bound").asText()).isEqualTo(bound);
        // Ten standard errors: no false alarm for normal errors. The error of mean fields is not estimated.
        double meanField = method.equals("tap") || method.startsWith("naive") ? 0.5 : 0;
        assertThat(Math.abs(logZ.at("/value").asDouble() - exact))
                .isLessThanOrEqualTo(10 * logZ.at("/standardError").asDouble() + meanField);
        assertThat(found.at("/logLikelihood").isNull()).isTrue();
    }

    @Test
    void reverseChainsStartFromRowsOfDataAndAllAnnealingHasTheirMeansAtItsOtherEnd() throws IOException {
        Path model = model();
        ModelFile stack = ModelFile.read(model);
        double exact = StateSpace.of(stack.layer(1)).logPartition();
        Object[] words = {
            "rbm", "logz", model, "--data", data, "--chains", 120, "--betas", 300, "--json", "--quiet", "--method", ""
        };

        words[words.length - 1] = "raise";
        JsonNode raise = json(words);
        words[words.length - 1] = "reverse-ais";
        JsonNode reverse = json(words);
        words[words.length - 1] = "ais";
        JsonNode forward = json(words);

        JsonNode without =
                json("rbm", "logz", model, "--chains", 120, "--betas", 300, "--json", "--quiet", "--method", "ais");
        assertThat(forward.at("/logPartition")).isNotEqualTo(without.at("/logPartition"));
        assertThat(raise.at("/estimator/rows").asInt()).isEqualTo(60);
        assertThat(raise.at("/estimator/chains").asInt()).isEqualTo(2);
        assertThat(raise.at("/logLikelihood/bound").asText()).isEqualTo("none");
        double meanFreeEnergy = Arrays.stream(
                        stack.layer(1).freeEnergy(DataFile.read(data).states(stack.layer(1))))
                .average()
                .orElseThrow();
        assertThat(raise.at("/logLikelihood/value").asDouble()
                        + raise.at("/logPartition/value").asDouble())
                .isEqualTo(-meanFreeEnergy, within(1e-9));
        for (JsonNode found : List.of(raise, reverse, forward)) {
            // Ten standard errors: no false alarm for normal errors.
            assertThat(Math.abs(found.at("/logPartition/value").asDouble() - exact))
                    .isLessThanOrEqualTo(
                            10 * found.at("/logPartition/standardError").asDouble());
        }
    }

    /**
     * Uses rows of a valley with probability exp(-30). One annealing step from independent units reaches it far more
     * often, so log Z by raise is correctly below the sum over the rows, and no chain has missed a state.
     */
    @Test
    void raiseOfGivenRowsIsNotComparedWithBounds() throws IOException {
        Rbm valleys = Rbm.zero(new Bernoulli(), new Bernoulli(), 6, 1, DataType.DOUBLE);
        valleys.weights().assign(12);
        valleys.visibleBias().assign(-6);
        valleys.hiddenBias().assign(-6);
        Path model = folder.resolve("valleys.npz");
        new ModelFile("valleys", List.of(valleys)).export(1, model);
        Path rows = folder.resolve("valleys.csv");
        Files.writeString(rows, "0,0,0,0,0,0\n".repeat(20) + "1,1,1,1,1,1\n");

        JsonNode raise =
                json("rbm", "logz", model, "--method", "raise", "--data", rows, "--betas", 1, "--json", "--quiet");

        JsonNode logPartition = raise.at("/logPartition");
        assertThat(raise.at("/others/rows/value").asDouble()
                        - logPartition.at("/value").asDouble())
                .isGreaterThan(5 * logPartition.at("/standardError").asDouble());
        assertThat(logPartition.at("/bound").asText()).isEqualTo("none");
        assertThat(raise.at("/others/rows/bound").asText()).isEqualTo("lower");
        assertThat(raise.at("/bracket/warnings")).isEmpty();
    }

    /** Uses two valleys; one has 2 % of the probability but half of the data, and Gibbs sampling does not leave it. */
    @Test
    void aStartOutOfEquilibriumIsSaidEvenIfNoProgressIsWanted() throws IOException {
        Rbm valleys = Rbm.zero(new Spin(), new Spin(), 10, 4, DataType.DOUBLE);
        valleys.weights().assign(0.6);
        valleys.hiddenBias().assign(0.5);
        Path model = folder.resolve("valleys.npz");
        new ModelFile("valleys", List.of(valleys)).export(1, model);
        Path both = folder.resolve("both.csv");
        Files.writeString(both, "-1,-1,-1,-1,-1,-1,-1,-1,-1,-1\n1,1,1,1,1,1,1,1,1,1\n".repeat(20));
        Object[] words = {
            "rbm",
            "logz",
            model,
            "--method",
            "reverse-ais",
            "--data",
            both,
            "--betas",
            200,
            "--burn-in",
            50,
            "--json",
            "--quiet",
            "--temperatures",
            1
        };

        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        Ran gibbs = Ran.dbn(words);
        System.setErr(before);
        words[words.length - 1] = 6;
        Ran tempered = Ran.dbn(words);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("start of reverse annealing: not in equilibrium");
        JsonNode doubtful = MAPPER.readTree(gibbs.out());
        assertThat(doubtful.at("/bracket/starts/0/passed").asBoolean()).isFalse();
        assertThat(doubtful.at("/bracket/warnings")).isNotEmpty();
        assertThat(doubtful.at("/logPartition/bound").asText()).isNotEqualTo("upper");
        assertThat(tempered.err()).isEmpty();
        JsonNode right = MAPPER.readTree(tempered.out());
        assertThat(right.at("/bracket/starts/0/passed").asBoolean()).isTrue();
        assertThat(right.at("/logPartition/bound").asText()).isEqualTo("upper");
        assertThat(right.at("/others/ais/bound").asText()).isEqualTo("lower");
        assertThat(right.at("/others/rows/bound").asText()).isEqualTo("lower");
    }

    @Test
    void logZFollowsTheSeed() throws IOException {
        Object[] words = {"rbm", "logz", model(), "--method", "ais", "--betas", 20, "--json", "--quiet", "--seed", 3};

        JsonNode once = json(words);

        assertThat(json(words)).isEqualTo(once);
        words[words.length - 1] = 4;
        assertThat(json(words)).isNotEqualTo(once);
    }

    @Test
    void freeEnergiesAreOneALineAndAllOfThemInJson() throws IOException {
        Path model = model();
        ModelFile stack = ModelFile.read(model);
        double[] expected = stack.layer(1).freeEnergy(DataFile.read(data).states(stack.layer(1)));

        Ran lines = Ran.dbn("rbm", "free-energy", model, "--data", data, "--quiet");

        assertThat(lines.out().lines().mapToDouble(Double::parseDouble)).containsExactly(box(expected));
        JsonNode all = json("rbm", "free-energy", model, "--data", data, "--json", "--quiet");
        assertThat(MAPPER.convertValue(all.at("/freeEnergy"), double[].class)).isEqualTo(expected);
        assertThat(all.at("/unit").asText()).isEqualTo("nats");
    }

    private static Double[] box(double[] values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }

    @Test
    void rowsAreTransformedAndReconstructed() throws IOException {
        Path model = model();
        ModelFile stack = ModelFile.read(model);
        INDArray rows = DataFile.read(data).states(stack.layer(1));

        JsonNode up =
                json("rbm", "transform", model, "--data", data, "--out", folder.resolve("up.npy"), "--json", "--quiet");
        json("rbm", "reconstruct", model, "--data", data, "--out", folder.resolve("again.npy"), "--json", "--quiet");

        assertThat(up.at("/rows").asInt()).isEqualTo(60);
        assertThat(up.at("/columns").asInt()).isEqualTo(3);
        assertThat(elements("up.npy")).isEqualTo(Elements.of(stack.up(rows, 1)));
        assertThat(elements("again.npy")).isEqualTo(Elements.of(stack.down(stack.up(rows, 1))));
    }

    /** Held columns stay, the others become 0 or 1, and two seeds differ. */
    @Test
    void heldColumnsStayAndTheOthersAreDrawn() throws IOException {
        Path model = model();
        double[] rows = Elements.of(DataFile.read(data).rows());
        for (int seed : new int[] {1, 2}) {
            json(
                    "rbm",
                    "inpaint",
                    model,
                    "--data",
                    data,
                    "--held",
                    "0,3",
                    "--steps",
                    3,
                    "--seed",
                    seed,
                    "--out",
                    folder.resolve("filled" + seed + ".npy"),
                    "--json",
                    "--quiet");
        }

        double[] filled = elements("filled1.npy");
        assertThat(filled).hasSize(rows.length).isNotEqualTo(rows).isNotEqualTo(elements("filled2.npy"));
        for (int i = 0; i < rows.length; i++) {
            assertThat(filled[i])
                    .isIn(i % 4 == 1 || i % 4 == 2 ? List.of(0.0, 1.0) : List.of((double) (float) rows[i]));
        }
    }

    private double[] elements(String name) {
        return Elements.of(DataFile.read(folder.resolve(name)).rows());
    }

    /**
     * Uses two clouds 15 standard deviations apart, of weight .549 and .451; chains from the visible biases stay in the
     * first. The share of a cloud in 500 independent rows has an error of .022; 5 errors: false-alarm rate 6e-7.
     */
    @Test
    void bothCloudsComeOutInTheirPartsAndDisagreementIsSaid() throws IOException {
        Rbm clouds = Rbm.zero(new Gaussian(), new Bernoulli(), 2, 1, DataType.DOUBLE);
        double center = 7.5 / Math.sqrt(2);
        clouds.visibleBias().assign(-0.9 * center);
        clouds.weights().assign(2 * center);
        clouds.hiddenBias().assign(Math.log(0.451 / 0.549) - (1.1 * 1.1 - 0.9 * 0.9) * center * center);
        Path model = folder.resolve("clouds.npz");
        new ModelFile("clouds", List.of(clouds)).export(1, model);
        Path samples = folder.resolve("clouds.npy");
        Object[] words = {
            "rbm",
            "sample",
            model,
            "--count",
            500,
            "--steps",
            200,
            "--out",
            samples,
            "--json",
            "--quiet",
            "--temperatures",
            10,
            "--start",
            "annealed"
        };

        Ran tempered = Ran.dbn(words);
        double part = lowPart(samples);
        words[words.length - 3] = 1;
        words[words.length - 1] = "biases";
        Ran stuck = Ran.dbn(words);

        assertThat(part).isEqualTo(0.549, within(0.11));
        JsonNode mixed = MAPPER.readTree(tempered.out());
        assertThat(mixed.at("/chains/direction 1/rHat").asDouble()).isPositive();
        assertThat(mixed.at("/roundTrips").asLong()).isPositive();
        assertThat(lowPart(samples)).isEqualTo(1);
        JsonNode doubtful = MAPPER.readTree(stuck.out());
        assertThat(doubtful.at("/warnings/0").asText()).contains("chains disagree");
    }

    /** Returns the share of rows whose first number is negative. */
    private static double lowPart(Path file) {
        double[] first = DataFile.read(file).rows().getColumn(0).toDoubleVector();
        return Arrays.stream(first).filter(x -> x < 0).count() / (double) first.length;
    }

    @Test
    void samplesAreStatesAndFollowTheSeed() {
        Path model = model();
        for (String name : List.of("a", "b", "c")) {
            Object[] words = {
                "rbm",
                "sample",
                model,
                "--count",
                50,
                "--steps",
                5,
                "--out",
                folder.resolve(name + ".npy"),
                "--quiet",
                "--seed",
                name.equals("c") ? 2 : 1
            };
            assertThat(Ran.dbn(words).code()).isZero();
        }

        assertThat(elements("a.npy")).hasSize(200).containsOnly(0, 1).isEqualTo(elements("b.npy"));
        assertThat(elements("c.npy")).isNotEqualTo(elements("a.npy"));
    }

    @Test
    void anExportedModelHasTheSameFreeEnergies() throws IOException {
        Path model = model();
        Path exported = folder.resolve("exported.npz");

        assertThat(json("rbm", "export", model, exported, "--json", "--quiet")
                        .at("/hidden")
                        .asInt())
                .isEqualTo(3);

        assertThat(Ran.dbn("rbm", "free-energy", exported, "--data", data, "--quiet")
                        .out())
                .isEqualTo(Ran.dbn("rbm", "free-energy", model, "--data", data, "--quiet")
                        .out());
    }

    @Test
    void theLayersOfAStackAreReachedByNumber() throws IOException {
        trainLayers("3,2", 20, "--out", folder.resolve("run"));
        Path model = folder.resolve("run/model.zip");

        assertThat(json("rbm", "export", model, folder.resolve("2.npz"), "--layer", 2, "--json", "--quiet")
                        .at("/visible")
                        .asInt())
                .isEqualTo(3);
        ModelFile stack = ModelFile.read(model);
        double[] expected =
                stack.layer(2).freeEnergy(stack.up(DataFile.read(data).states(stack.layer(1)), 1));
        JsonNode second = json("rbm", "free-energy", model, "--data", data, "--layer", 2, "--json", "--quiet");
        assertThat(MAPPER.convertValue(second.at("/freeEnergy"), double[].class))
                .isEqualTo(expected);
        assertThat(second.at("/at").asText()).isEqualTo("means");
    }

    @Test
    void hiddenUnitsOfAStackAreDrawn() throws IOException {
        JsonNode trained = json(
                "rbm",
                "train",
                "--data",
                data,
                "--hidden",
                "3,2",
                "--epochs",
                5,
                "--json",
                "--quiet",
                "--out",
                folder.resolve("run"));
        Path model = folder.resolve("run/model.zip");
        ModelFile stack = ModelFile.read(model);
        Path blocks = folder.resolve("blocks.npy");

        Object[] transform = {
            "rbm", "transform", model, "--data", data, "--layer", 1, "--draw", "--seed", 5, "--out", blocks, "--json"
        };
        assertThat(Ran.dbn(transform).code()).isZero();
        double[] states = elements("blocks.npy");
        JsonNode drawn = json(
                "rbm", "free-energy", model, "--data", data, "--layer", 2, "--draw", "--seed", 5, "--json", "--quiet");
        Ran bottom = Ran.dbn("rbm", "free-energy", model, "--data", data, "--draw");
        JsonNode sampled = json(
                "rbm",
                "sample",
                model,
                "--layer",
                2,
                "--count",
                9,
                "--steps",
                5,
                "--data",
                data,
                "--out",
                folder.resolve("hidden.npy"),
                "--json",
                "--quiet");

        assertThat(trained.at("/stack/layers/layer2/gain/exact/unit").asText()).isEqualTo("nats");
        assertThat(states).hasSize(180).containsOnly(0, 1);
        assertThat(drawn.at("/at").asText()).isEqualTo("draws");
        assertThat(MAPPER.convertValue(drawn.at("/freeEnergy"), double[].class))
                .isEqualTo(stack.layer(2).freeEnergy(DataFile.read(blocks).states(stack.layer(2))));
        assertThat(bottom.code()).isEqualTo(2);
        assertThat(bottom.err()).contains("--draw requires --layer 2 or more");
        assertThat(sampled.at("/columns").asInt()).isEqualTo(3);
        assertThat(elements("hidden.npy")).hasSize(27).containsOnly(0, 1);
    }

    @Test
    void trainingGoesOnFromAModelAndMayLeaveOutLogZ() throws IOException {
        Path model = model();
        Path run = folder.resolve("more");

        JsonNode more = json(
                "rbm",
                "train",
                "--data",
                data,
                "--start",
                model,
                "--epochs",
                2,
                "--batch",
                20,
                "--no-log-z",
                "--out",
                run,
                "--json",
                "--quiet");

        assertThat(more.at("/logLikelihood")).isEmpty();
        assertThat(more.at("/layers/0/hidden").asInt()).isEqualTo(3);
        assertThat(more.at("/protocol").asText())
                .isEqualTo("trained on 60 rows, measured on all 60, started from " + model + ", log Z not measured");
        assertThat(Elements.of(ModelFile.read(run.resolve("model.zip")).layer(1).weights()))
                .isNotEqualTo(Elements.of(ModelFile.read(model).layer(1).weights()));
    }

    /** Fine-tuning changes the RBMs below an output layer, so that they are no generative model. */
    @Test
    void samplesOfAFineTunedNetworkComeFromTheStackBesideIt() throws IOException {
        Path stack = model();
        Files.move(stack, stack.resolveSibling("stack.zip"));
        DeepBeliefNetwork tuned = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new RbmLayer.Builder().nIn(4).nOut(3).build())
                .layer(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build());
        tuned.init();
        tuned.save(stack.toFile(), false);

        for (String name : List.of("model", "stack")) {
            assertThat(Ran.dbn(
                                    "rbm",
                                    "sample",
                                    stack.resolveSibling(name + ".zip"),
                                    "--count",
                                    20,
                                    "--steps",
                                    5,
                                    "--out",
                                    folder.resolve(name + ".npy"),
                                    "--quiet")
                            .code())
                    .isZero();
        }

        assertThat(elements("model.npy")).isEqualTo(elements("stack.npy"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            rbm logz none.npz --method exact                          => no such file: none.npz
            rbm logz model.h5 --method exact                          => model.h5: models must end in .npz or .zip
            rbm logz MODEL --method exact --layer 2                   => MODEL: layer must be 1 in a model of one RBM, was 2
            rbm logz MODEL --method tap --damping 1                   => damping must be in [0, 1), was 1.0
            rbm free-energy MODEL --data none.npy                     => no such file: none.npy
            rbm free-energy DATA --data DATA                          => DATA: models must end in .npz or .zip
            rbm transform MODEL --data DATA --out up.csv              => up.csv: the name of the output file must end in .npy
            rbm export MODEL out.npy                                  => out.npy: the name of the output file must end in .npz
            rbm sample MODEL --count 1 --steps 1 --out /no/x.npy      => cannot write /no/x.npy: its folder does not exist
            rbm inpaint MODEL --data DATA --held 2-4 --steps 1 --out x.npy => --held must be in 0-3 (columns are numbered from 0), was 2-4
            rbm inpaint MODEL --data DATA --held a --steps 1 --out x.npy   => --held must be columns such as 5 or 0-391, was a
            rbm export MODEL nowhere/out.npz                          => cannot write nowhere/out.npz: its folder does not exist
            rbm sample MODEL --count 1 --steps 1 --out nowhere/s.npy  => cannot write nowhere/s.npy: its folder does not exist
            """)
    void whatCannotBeDoneIsOneLineAndExitCodeOne(String line, String message) {
        String model = model().toString();
        Object[] words =
                line.replace("MODEL", model).replace("DATA", data.toString()).split(" ");

        Ran ran = Ran.dbn(words);

        String expected = message.replace("MODEL", model).replace("DATA", data.toString());
        assertThat(ran).isEqualTo(new Ran(1, "", "dbn: " + expected + System.lineSeparator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transform", "reconstruct"})
    void dataThatDoNotFitLeaveNoFile(String command) throws IOException {
        Path narrow = Files.writeString(folder.resolve("narrow.csv"), "0,1\n");

        Ran ran = Ran.dbn("rbm", command, model(), "--data", narrow, "--out", folder.resolve("x.npy"), "--quiet");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).contains(narrow + ": must have 4 columns");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("rows.csv", "narrow.csv", "run");
        }
    }

    @Test
    void badDataOfTrainingIsOneLine() throws IOException {
        Files.writeString(data, "1,0\n1,2\n");

        Ran ran = trainLayers("3", 2, "--units", "bernoulli", "--out", folder.resolve("run"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("dbn: " + data
                        + ": row 2, column 2: must be a number in [0.0, 1.0] for bernoulli units, was 2.0; scale the"
                        + " data, which run from 0 to 2: divide by 2 (FILE:scale=2 on the command line), or use gaussian units"
                        + System.lineSeparator());
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
