package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.data.ZipBytes;
import io.dbn4j.core.dl4j.SmallNetworks;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class ModelZipTest {

    private static final String SIGMOID = "\"org.nd4j.linalg.activations.impl.ActivationSigmoid\"";

    @TempDir
    Path folder;

    private File file;
    private DeepBeliefNetwork network;

    @BeforeEach
    void save() throws IOException {
        file = folder.resolve("model.zip").toFile();
        network = initialized(new DeepBeliefNetwork(classifier(base(DataType.FLOAT, new Adam(0.01)))));
        network.fit(SmallNetworks.barsAndStripes(14, DataType.FLOAT), SmallNetworks.labels(14, DataType.FLOAT));
        network.save(file, true);
    }

    @Test
    void whatDl4jRestoresIsRestored() throws IOException {
        MultiLayerNetwork expected = MultiLayerNetwork.load(file, true);

        DeepBeliefNetwork restored = DeepBeliefNetwork.restore(file);

        assertThat(parameters(restored)).isEqualTo(parameters(expected));
        assertThat(restored.getUpdater().getStateViewArray())
                .isEqualTo(expected.getUpdater().getStateViewArray());
        assertThat(restored.getLayerWiseConfigurations().toJson())
                .isEqualTo(expected.getLayerWiseConfigurations().toJson());
        assertThat(restored.getIterationCount()).isEqualTo(1);
    }

    @Test
    void everySettingThatDl4jOffersIsAllowed() throws IOException {
        network(
                        DataType.DOUBLE,
                        new Sgd(0.1),
                        layer(PIXELS, 4, PCD).l2(0.1).dropOut(0.5).build())
                .save(file);
        ModelSerializer.addNormalizerToModel(file, new ImagePreProcessingScaler(0, 1));

        assertThat(DeepBeliefNetwork.restore(file).getLayer(0).params().dataType())
                .isEqualTo(DataType.DOUBLE);
    }

    /** DL4J 1.0.0-M2.1 closes its stream and then flushes it, which Java 17 refuses, whatever the network. */
    @Test
    void aNormalizerIsAddedAfterTheModelIsWritten() throws IOException {
        NormalizerMinMaxScaler scaler = new NormalizerMinMaxScaler(0, 1);
        scaler.setFeatureStats(Nd4j.zeros(1, PIXELS), Nd4j.ones(1, PIXELS).muli(255));
        MultiLayerNetwork plain = MultiLayerNetwork.load(file, true);
        assertThatThrownBy(() -> ModelSerializer.writeModel(plain, file, true, scaler))
                .isInstanceOf(IOException.class);
        assertThat(ModelZip.hasNormalizer(Files.write(file.toPath(), ZipBytes.of(Map.of()))))
                .isFalse();

        ModelSerializer.writeModel(network, file, true);
        ModelSerializer.addNormalizerToModel(file, scaler);

        assertThat(ModelZip.hasNormalizer(file.toPath())).isTrue();
        assertThat((Object) ModelSerializer.restoreNormalizerFromFile(file)).isEqualTo(scaler);
        assertThat(parameters(DeepBeliefNetwork.restore(file))).isEqualTo(parameters(network));
    }

    @Test
    void aClassThatIsNoConfigurationIsRefusedAndNeverLoaded() throws IOException {
        assertRefusedUnloaded("evil.ByProperty", "\"evil.ByProperty\"", SIGMOID);
        assertRefusedUnloaded("evil.ByArray", "[\"evil.ByArray\", {}]", "\\{\\s*\"@class\" : " + SIGMOID + "\\s*\\}");
    }

    /** The broken fixture is DL4J itself, which loads the class. */
    private void assertRefusedUnloaded(String name, String written, String over) throws IOException {
        edit("configuration.json", json -> json.replaceFirst(over, written));

        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file + ": configuration.json must name only classes of DL4J's configurations and of dbn4j, was "
                                + name);
        assertThat(System.getProperty(name)).isNull();

        MultiLayerNetwork.load(file, true);
        assertThat(System.getProperty(name)).isEqualTo("loaded");
        save();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.ProcessBuilder",
                "io.dbn4j.core.Check<java.lang.ProcessBuilder>",
                "io.dbn4j.core.evil/Other",
                "[Ljava.lang.ProcessBuilder;",
                "Payload",
                "org.deeplearning4j.nn.confusing.Payload"
            })
    void noOtherWayOfNamingAClassIsLetThrough(String name) throws IOException {
        edit("configuration.json", json -> json.replaceFirst(SIGMOID, "\"" + name + "\""));

        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file)).hasMessageEndingWith(", was " + name);
    }

    @Test
    void aDistributionIsAClassTooAndItsPropertyIsCalledType() throws IOException {
        network(DataType.FLOAT, new Sgd(0.1), layer(PIXELS, 4, CD).build()).save(file);
        edit(
                "configuration.json",
                json -> json.replace(
                        "org.deeplearning4j.nn.conf.distribution.NormalDistribution", "evil-Distribution"));

        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file)).hasMessageEndingWith(", was evil-Distribution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"preprocessor.bin", "updater.bin", "objects/state", "dbn4j-layer-0-state.ser"})
    void entriesThatHoldJavaObjectsAreRefused(String name) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put(name, new byte[] {(byte) 0xac, (byte) 0xed, 0, 5});
        write(entries);

        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file
                        + ": must hold only the entries of a model (coefficients.bin, configuration.json, normalizer.bin,"
                        + " updaterState.bin), holds " + name);
    }

    @Test
    void whatIsNoModelIsRefusedInOneLine() throws IOException {
        Files.writeString(file.toPath(), "no zip");
        assertRefused(": must be an undamaged zip file, cannot be read (");
        write(Map.of("a.npy", new byte[3]));
        assertRefused(": must hold only the entries of a model (");
        write(Map.of());
        assertRefused(" must hold configuration.json, holds nothing");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("configuration.json", "{\"confs\": [".getBytes(StandardCharsets.UTF_8));
        write(entries);
        assertRefused(": configuration.json: not JSON at line 1, column 12");
        entries.put("configuration.json", "{\"vertices\": {}}".getBytes(StandardCharsets.UTF_8));
        write(entries);
        assertRefused(": must hold a MultiLayerNetwork, was a ComputationGraph");
        entries.put("configuration.json", "{\"confs\": []}".getBytes(StandardCharsets.UTF_8));
        write(entries);
        assertRefused(" must hold coefficients.bin, holds configuration.json");
        Files.delete(file.toPath());
        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file)).hasMessage("no such file: " + file);
    }

    @Test
    void parametersThatAreNotWhatTheFileClaimsAreRefused() throws IOException {
        byte[] sound = requireNonNull(entries().get("coefficients.bin"));

        assertRefusedWith(
                "coefficients.bin", Arrays.copyOf(sound, sound.length - 4), "must hold the 113 values of its header");
        assertRefusedWith(
                "coefficients.bin", Arrays.copyOf(sound, sound.length + 4), "must hold the 113 values of its header");
        assertRefusedWith(
                "coefficients.bin", Arrays.copyOf(sound, 30), "coefficients.bin must be whole, was cut short");
        assertRefusedWith("coefficients.bin", new byte[0], "coefficients.bin must be whole, was cut short");
        byte[] huge = sound.clone();
        int count = new String(sound, StandardCharsets.ISO_8859_1).lastIndexOf("MIXED_DATA_TYPES") + 16;
        Arrays.fill(huge, count, count + 8, (byte) 0x7f);
        assertRefusedWith("coefficients.bin", huge, "values of its header");
        assertRefusedWith("updaterState.bin", sound, "not a DL4J model: ");
    }

    @Test
    void aConfigurationForMoreParametersIsRefusedBeforeTheyTakeMemory() throws IOException {
        edit("configuration.json", json -> json.replaceFirst("\"nout\" : 6", "\"nout\" : 2000000000"));

        assertRefused(": not a DL4J model: ");
    }

    @Test
    void aZipBombIsRefused() throws IOException {
        byte[] bomb = new byte[100_000_000];
        byte[] configuration = requireNonNull(entries().get("configuration.json"));
        System.arraycopy(configuration, 0, bomb, 0, configuration.length);

        assertRefusedWith(
                "configuration.json", bomb, "configuration.json must have at most 16777216 bytes, was 100000000");
        write(entries());
        Files.write(file.toPath(), ZipBytes.withClaimedSize(Files.readAllBytes(file.toPath()), 1 << 30));
        assertRefused(" must have at most ");
    }

    private void assertRefusedWith(String entry, byte[] content, String message) throws IOException {
        save();
        Map<String, byte[]> entries = entries();
        entries.put(entry, content);
        write(entries);
        assertRefused(message);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> DeepBeliefNetwork.restore(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    private void edit(String entry, UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> entries = entries();
        String before = new String(requireNonNull(entries.get(entry)), StandardCharsets.UTF_8);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        entries.put(entry, after.getBytes(StandardCharsets.UTF_8));
        write(entries);
    }

    private Map<String, byte[]> entries() throws IOException {
        return entries(file);
    }

    static Map<String, byte[]> entries(File file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file)) {
            for (var entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private void write(Map<String, byte[]> entries) throws IOException {
        Files.write(file.toPath(), ZipBytes.of(entries));
    }

    @ParameterizedTest
    @ValueSource(strings = {"updater.bin", "coefficients.bin"})
    void filesOfAnOldDl4jAreRefusedByTheirAge(String entry) throws IOException {
        String old = "{\"confs\": [{\"layer\": {\"RBM\": {\"nin\": 6, \"nout\": 4}}, \"seed\": 1}]}";
        Path zip = Files.write(
                folder.resolve("old.zip"),
                ZipBytes.of(Map.of("configuration.json", old.getBytes(StandardCharsets.UTF_8), entry, new byte[10])));

        assertThatThrownBy(() -> ModelFile.read(zip))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(zip + ": was written by DL4J before 1.0, layer RBM, and cannot be read; write its weights,"
                        + " visible_bias and hidden_bias as .npz (./dbn rbm --help)");
    }
}
