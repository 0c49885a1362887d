package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.labels;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.dl4j.CpuDropout;
import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.dl4j.SmallNetworks;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.Centered;
import io.dbn4j.core.units.Spin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Model files of every earlier version keep their meaning. To add the file of a version, before its release:
 *
 * <pre>
 *   mvn test -pl dbn-core -Dtest=ModelFilesTest -Ddbn.record=VERSION
 * </pre>
 */
class ModelFilesTest {

    private static final Path MODELS = Path.of("src", "test", "resources", "models");

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(MODELS)) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
        }
    }

    private static ModelNumbers recorded(Path model) {
        return Json.read(numbers(model), ModelNumbers.class);
    }

    private static Path numbers(Path model) {
        return Path.of(model.toString().replaceFirst("zip$", "json"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelOfThisVersionMeansWhatItMeant(Path model) throws IOException {
        assertSame(ModelNumbers.of(DeepBeliefNetwork.restore(model.toFile())), recorded(model));
    }

    @ParameterizedTest
    @MethodSource("models")
    void itsTrainingGoesOn(Path model) throws IOException {
        DeepBeliefNetwork network = DeepBeliefNetwork.restore(model.toFile());

        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT));
        network.fit(barsAndStripes(14, DataType.FLOAT), labels(14, DataType.FLOAT));

        ModelNumbers recorded = recorded(model);
        assertThat(ModelNumbers.of(network).parameters())
                .hasSameSizeAs(recorded.parameters())
                .isNotEqualTo(recorded.parameters());
        assertThat(ModelNumbers.of(network).layers().get(0).iteration())
                .isGreaterThan(recorded.layers().get(0).iteration());
    }

    @ParameterizedTest
    @MethodSource("models")
    void oneOtherWeightIsNoticed(Path model) throws IOException {
        DeepBeliefNetwork network = DeepBeliefNetwork.restore(model.toFile());
        runtime(network, 0).rbm().weights().putScalar(0, 0, 0.5);
        ModelNumbers changed = ModelNumbers.of(network);
        ModelNumbers recorded = recorded(model);

        assertThatThrownBy(() -> assertSame(changed, recorded)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertSame(
                        new ModelNumbers(recorded.parameters(), recorded.layers(), changed.computed()), recorded))
                .isInstanceOf(AssertionError.class);
    }

    /** Compares stored values exactly, and computed sums closely: their last digits differ between machines. */
    private static void assertSame(ModelNumbers found, ModelNumbers recorded) {
        assertThat(found.parameters()).isEqualTo(recorded.parameters());
        assertThat(found.layers()).isEqualTo(recorded.layers());
        assertThat(found.computed()).containsOnlyKeys(recorded.computed().keySet());
        recorded.computed().forEach((name, expected) -> {
            List<Double> values = Objects.requireNonNull(found.computed().get(name));
            assertThat(values).as(name).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(values.get(i)).as(name).isCloseTo(expected.get(i), within(1e-5));
            }
        });
    }

    /** Chains, offsets, momentum, dropout and a softmax layer, all in the midst of training. */
    @Test
    @EnabledIfSystemProperty(named = "dbn.record", matches = "[\\w.-]+")
    void recordThisVersion() throws IOException {
        DeepBeliefNetwork network =
                initialized(new DeepBeliefNetwork(SmallNetworks.base(DataType.FLOAT, new Momentum(0.05, 0.9))
                        .list()
                        .layer(layer(PIXELS, 6, new Centered(PCD, 0.01))
                                .visibleBiasInit(-1)
                                .dropOut(new CpuDropout(0.8))
                                .build())
                        .layer(layer(6, 4, CD).hiddenUnit(new Spin()).l2(2e-4).build())
                        .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nIn(4)
                                .nOut(2)
                                .updater(new Adam(0.01))
                                .build())
                        .build()));
        for (int update = 0; update < 20; update++) {
            network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT));
            network.pretrainLayer(1, barsAndStripes(14, DataType.FLOAT));
        }
        network.fit(barsAndStripes(14, DataType.FLOAT), labels(14, DataType.FLOAT));
        Path model = MODELS.resolve(System.getProperty("dbn.record") + ".zip");
        Files.createDirectories(MODELS);
        network.save(model.toFile());
        Files.writeString(numbers(model), Json.write(ModelNumbers.of(network)));
    }
}
