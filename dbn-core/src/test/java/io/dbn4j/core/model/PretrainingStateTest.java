package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.batches;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.labels;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static io.dbn4j.core.dl4j.SmallNetworks.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.objective.Centered;
import io.dbn4j.core.objective.CoupledChains;
import io.dbn4j.core.objective.FastPersistent;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Tempered;
import io.dbn4j.core.sample.Gibbs;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class PretrainingStateTest {

    private static final int BATCHES = 8;

    private final List<INDArray> batches = batches(BATCHES, 7, DataType.FLOAT);

    @TempDir
    private Path folder;

    private File file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.zip").toFile();
    }

    static Stream<Arguments> trainings() {
        var rates = new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.05, 3, 0.1, 6, 0.02));
        var momenta = new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.5, 5, 0.9));
        return Stream.of(
                Arguments.of(CD, new Momentum(0.1, 0.9)),
                Arguments.of(CD, new Adam(0.01)),
                Arguments.of(PCD, new Momentum(rates, momenta)),
                Arguments.of(PCD, new Adam(0.01)),
                Arguments.of(PCD, new Sgd(0.1)),
                Arguments.of(new Likelihood(new FastPersistent(3, new Gibbs(), 1, 0.1)), new Sgd(0.1)),
                Arguments.of(new Likelihood(new Tempered(3, 4, 30)), new Sgd(0.1)),
                Arguments.of(new Likelihood(new CoupledChains(1, 20)), new Sgd(0.1)),
                Arguments.of(new Centered(PCD, 0.1), new Momentum(0.1, 0.9)),
                Arguments.of(new Centered(CD, 0.1), new Adam(0.01)));
    }

    private static DeepBeliefNetwork start(Objective objective, IUpdater updater) {
        return network(
                DataType.FLOAT,
                updater,
                layer(PIXELS, 6, objective).build(),
                layer(6, 4, objective).build());
    }

    private void pretrain(MultiLayerNetwork network, int layer, int from, int to) {
        batches.subList(from, to).forEach(batch -> network.pretrainLayer(layer, batch));
    }

    /** Everything that pretraining has changed, bit by bit. */
    private static Map<String, Object> everything(MultiLayerNetwork network) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("parameters", parameters(network));
        for (int i = 0; i < 2; i++) {
            RbmLayerRuntime layer = runtime(network, i);
            String name = "layer" + i;
            layer.state().arrays().forEach((key, array) -> all.put(name + key, Elements.of(array)));
            INDArray updater = layer.pretrainingUpdater().getStateViewArray();
            all.put(name + "updater", updater == null ? "none" : Elements.of(updater));
            all.put(name + "random", layer.random().state());
            all.put(name + "iteration", layer.conf().getIterationCount());
            all.put(name + "epoch", layer.conf().getEpochCount());
        }
        return all;
    }

    private static void assertEqualBits(MultiLayerNetwork actual, MultiLayerNetwork expected) {
        Map<String, Object> found = everything(actual);
        everything(expected)
                .forEach((name, value) -> assertThat(found.get(name)).as(name).isEqualTo(value));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void resumedPretrainingEqualsTheUninterruptedOne(Objective objective, IUpdater updater) throws IOException {
        DeepBeliefNetwork uninterrupted = start(objective, updater);
        pretrain(uninterrupted, 0, 0, BATCHES);
        pretrain(uninterrupted, 1, 0, BATCHES);

        DeepBeliefNetwork first = start(objective, updater);
        pretrain(first, 0, 0, 5);
        for (DeepBeliefNetwork network : List.of(uninterrupted, first)) {
            network.getLayer(0).conf().setEpochCount(3);
        }
        first.save(file);
        DeepBeliefNetwork second = DeepBeliefNetwork.restore(file);
        pretrain(second, 0, 5, BATCHES);
        pretrain(second, 1, 0, 3);
        second.save(file);
        DeepBeliefNetwork third = DeepBeliefNetwork.restore(file);
        pretrain(third, 1, 3, BATCHES);

        assertEqualBits(third, uninterrupted);
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void withoutTheStateItDoesNot(Objective objective, IUpdater updater) throws IOException {
        DeepBeliefNetwork uninterrupted = start(objective, updater);
        pretrain(uninterrupted, 0, 0, BATCHES);
        DeepBeliefNetwork interrupted = start(objective, updater);
        pretrain(interrupted, 0, 0, 5);
        interrupted.save(file);

        DeepBeliefNetwork resumed = DeepBeliefNetwork.of(MultiLayerNetwork.load(file, true));
        pretrain(resumed, 0, 5, BATCHES);

        assertThat(parameters(resumed)).isNotEqualTo(parameters(uninterrupted));
    }

    @Test
    void updatesOfTheLayerItselfResumeToo() throws IOException {
        DeepBeliefNetwork uninterrupted = start(PCD, new Momentum(0.1, 0.9));
        uninterrupted.initGradientsView();
        fit(uninterrupted, 0, BATCHES);
        DeepBeliefNetwork interrupted = start(PCD, new Momentum(0.1, 0.9));
        interrupted.initGradientsView();
        fit(interrupted, 0, 3);
        interrupted.save(file);

        DeepBeliefNetwork resumed = DeepBeliefNetwork.restore(file);
        fit(resumed, 3, BATCHES);

        assertEqualBits(resumed, uninterrupted);
    }

    private void fit(MultiLayerNetwork network, int from, int to) {
        batches.subList(from, to).forEach(batch -> network.getLayer(0).fit(batch, LayerWorkspaceMgr.noWorkspaces()));
    }

    @Test
    void savingBeforeTheFirstUpdateChangesNothing() throws IOException {
        DeepBeliefNetwork saved = start(PCD, new Momentum(0.1, 0.9));
        saved.save(file);
        DeepBeliefNetwork notSaved = start(PCD, new Momentum(0.1, 0.9));

        for (DeepBeliefNetwork network : List.of(saved, notSaved)) {
            runtime(network, 0).rbm().visibleBias().assign(-2);
            pretrain(network, 0, 0, 2);
        }

        assertThat(parameters(saved)).isEqualTo(parameters(notSaved));
        assertThat(parameters(DeepBeliefNetwork.restore(file)))
                .isEqualTo(parameters(start(PCD, new Momentum(0.1, 0.9))));
    }

    @Test
    void savingOnTheWayChangesNothing() throws IOException {
        DeepBeliefNetwork saved = start(PCD, new Adam(0.01));
        pretrain(saved, 0, 0, 4);
        saved.save(file);
        pretrain(saved, 0, 4, BATCHES);
        DeepBeliefNetwork notSaved = start(PCD, new Adam(0.01));
        pretrain(notSaved, 0, 0, BATCHES);

        assertEqualBits(saved, notSaved);
    }

    @Test
    void resumedFineTuningEqualsTheUninterruptedOne() throws IOException {
        DeepBeliefNetwork uninterrupted = fineTuned(4);
        DeepBeliefNetwork interrupted = fineTuned(2);
        interrupted.save(file);

        DeepBeliefNetwork resumed = DeepBeliefNetwork.restore(file);
        fineTune(resumed, 2);

        assertThat(parameters(resumed)).isEqualTo(parameters(uninterrupted));
        interrupted.save(file, false);
        DeepBeliefNetwork withoutUpdater = DeepBeliefNetwork.restore(file);
        fineTune(withoutUpdater, 2);
        assertThat(parameters(withoutUpdater)).isNotEqualTo(parameters(uninterrupted));
    }

    private static DeepBeliefNetwork fineTuned(int updates) {
        DeepBeliefNetwork network =
                initialized(new DeepBeliefNetwork(classifier(base(DataType.FLOAT, new Adam(0.01)))));
        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT));
        fineTune(network, updates);
        return network;
    }

    private static void fineTune(MultiLayerNetwork network, int updates) {
        for (int i = 0; i < updates; i++) {
            network.fit(barsAndStripes(14, DataType.FLOAT), labels(14, DataType.FLOAT));
        }
    }

    @Test
    void chainsAreNpyFilesBesideTheModel() throws IOException {
        DeepBeliefNetwork network = start(PCD, new Momentum(0.1, 0.9));
        pretrain(network, 0, 0, 2);
        network.save(file);

        try (FileSystem zip = FileSystems.newFileSystem(file.toPath());
                Stream<Path> entries = Files.list(zip.getPath("/"))) {
            assertThat(entries.map(entry -> entry.getFileName().toString()).filter(name -> name.startsWith("dbn4j")))
                    .containsExactlyInAnyOrder(
                            "dbn4j-layer-0-objective-hidden.npy",
                            "dbn4j-layer-0-objective-visible.npy",
                            "dbn4j-layer-0-state.json",
                            "dbn4j-layer-0-updater.npy");
            INDArray chains =
                    Nd4j.createNpyFromByteArray(Files.readAllBytes(zip.getPath("dbn4j-layer-0-objective-visible.npy")));
            assertThat(Elements.of(chains))
                    .isEqualTo(Elements.of(Objects.requireNonNull(
                            runtime(network, 0).state().arrays().get("visible"))));
        }
    }

    @Test
    void chainsOfAnotherNumberAreRefused() throws IOException {
        DeepBeliefNetwork network = start(PCD, new Momentum(0.1, 0.9));
        pretrain(network, 0, 0, 2);
        network.save(file);
        try (FileSystem zip = FileSystems.newFileSystem(file.toPath())) {
            Files.write(zip.getPath("dbn4j-layer-0-objective-visible.npy"), Nd4j.toNpyByteArray(Nd4j.zeros(4, PIXELS)));
        }

        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": dbn4j-layer-0-objective-visible.npy must have 45 elements, had 36");
    }

    /** A file of 1 200 bytes once made the reader allocate 1.7 GB. */
    @ParameterizedTest
    @CsvSource({
        "'\"chains\" *: *5', '\"chains\":30000000', 30000000",
        "'\"chains\" *: *5', '\"chains\":2147483647', 2147483647",
        "'\"type\" *: *\"persistent\",\\s*\"chains\" *: *5,\\s*\"sampler\"[^}]*},',"
                + "'\"type\":\"tempered\",\"chains\":1000000,\"temperatures\":1000,', 1000000000"
    })
    @Timeout(60)
    void chainsThatAreClaimedAndNotStoredTakeNoMemory(String stored, String claimed, long rows) throws IOException {
        DeepBeliefNetwork network = start(PCD, new Momentum(0.1, 0.9));
        pretrain(network, 0, 0, 2);
        network.save(file);
        try (FileSystem zip = FileSystems.newFileSystem(file.toPath())) {
            Path json = zip.getPath("configuration.json");
            String text = Files.readString(json);
            assertThat(text).containsPattern(stored);
            Files.writeString(json, text.replaceAll(stored, claimed));
        }
        long before = Pointer.physicalBytes();

        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("dbn4j-layer-0-objective-... must hold " + rows + " chains of ")
                .hasLineCount(1);
        assertThat(Pointer.physicalBytes() - before).isLessThan(256L << 20);
    }

    @Test
    void anObjectiveThatIsNotKnownIsNamedInOneLine() throws IOException {
        start(PCD, new Momentum(0.1, 0.9)).save(file);
        try (FileSystem zip = FileSystems.newFileSystem(file.toPath())) {
            Path json = zip.getPath("configuration.json");
            Files.writeString(json, Files.readString(json).replace("\"persistent\"", "\"persistant\""));
        }

        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file + ": not a DL4J model: negativePhase.type: unknown name \"persistant\";"
                                + " allowed: contrastive-divergence, coupled-chains, exact, fast-persistent, persistent, tempered");
    }

    @Test
    void aSlimFileHoldsNoStateAndRestores() throws IOException {
        DeepBeliefNetwork network = start(PCD, new Momentum(0.1, 0.9));
        pretrain(network, 0, 0, 2);
        network.save(file, false);

        try (FileSystem zip = FileSystems.newFileSystem(file.toPath())) {
            assertThat(zip.getPath("dbn4j-layer-0-state.json")).doesNotExist();
        }
        assertThat(parameters(DeepBeliefNetwork.restore(file))).isEqualTo(parameters(network));
    }

    @Test
    void dl4jReadsTheFileAsAPlainNetwork() throws IOException {
        DeepBeliefNetwork network = start(PCD, new Momentum(0.1, 0.9));
        pretrain(network, 0, 0, 2);
        network.save(file);

        assertThat(parameters(MultiLayerNetwork.load(file, true))).isEqualTo(parameters(network));
    }
}
