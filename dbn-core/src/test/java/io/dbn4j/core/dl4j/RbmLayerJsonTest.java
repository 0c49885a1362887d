package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static io.dbn4j.core.dl4j.SmallNetworks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Centered;
import io.dbn4j.core.units.Spin;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Class and property names in model files are a format: old files must stay readable. */
class RbmLayerJsonTest {

    /** Returns a network of two layers that uses every class of this project in configurations. */
    private static MultiLayerConfiguration configuration(DataType type) {
        var rate = new MapSchedule(ScheduleType.EPOCH, Map.of(0, 0.1, 5, 0.01));
        var momentum = new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.5, 100, 0.9));
        RbmLayer bottom = layer(PIXELS, 6, new Centered(PCD, 0.01))
                .updater(new Momentum(rate, momentum))
                .visibleBiasInit(-1)
                .dropOut(new CpuDropout(0.8))
                .build();
        RbmLayer top = layer(6, 4, CD)
                .hiddenUnit(new Spin())
                .updater(new Momentum(0.05, 0.9))
                .l2(2e-4)
                .build();
        return stack(new NeuralNetConfiguration.Builder().seed(42).dataType(type), bottom, top);
    }

    private static String golden() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(RbmLayerJsonTest.class.getResourceAsStream("two-rbm-layers.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void jsonIsWrittenAsItAlwaysWas() throws IOException {
        ObjectMapper mapper = new ObjectMapper();

        String json = configuration(DataType.FLOAT).toJson();

        assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree(golden()));
    }

    @Test
    void jsonOfTheFirstVersionIsRead() throws IOException {
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(golden());

        assertThat(read).isEqualTo(configuration(DataType.FLOAT)).hasSameHashCodeAs(configuration(DataType.FLOAT));
        RbmLayer bottom = (RbmLayer) read.getConf(0).getLayer();
        assertThat(bottom.objective()).isEqualTo(new Centered(PCD, 0.01));
        assertThat(bottom.getIDropout()).isInstanceOf(CpuDropout.class);
        assertThat(((RbmLayer) read.getConf(1).getLayer()).hiddenUnit()).isEqualTo(new Spin());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void jsonAndYamlRoundTripsKeepEverything(DataType type) {
        MultiLayerConfiguration configuration = configuration(type);

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
        assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
    }

    @Test
    void graphsRoundTripToo() {
        ComputationGraphConfiguration graph = SmallNetworks.base(DataType.FLOAT, new Momentum(0.1, 0.5))
                .graphBuilder()
                .addInputs("pixels")
                .addLayer("rbm", layer(PIXELS, 6, PCD).build(), "pixels")
                .setOutputs("rbm")
                .build();

        assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    }

    @Test
    void oneDifferenceInTheObjectiveIsADifferenceOfConfigurations() {
        assertThat(stack(
                        SmallNetworks.base(DataType.FLOAT, new Sgd(0.1)),
                        layer(PIXELS, 6, PCD).build()))
                .isNotEqualTo(stack(
                        SmallNetworks.base(DataType.FLOAT, new Sgd(0.1)),
                        layer(PIXELS, 6, CD).build()));
    }

    @Test
    void anUnknownObjectiveIsNamedInOneLine() throws IOException {
        String json = golden().replace("\"persistent\"", "\"persistant\"");

        assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(json))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "objective.negativePhase.type: unknown name \"persistant\";"
                                + " allowed: contrastive-divergence, coupled-chains, exact, fast-persistent, persistent, tempered");
    }

    @Test
    void aClassNameInAnObjectiveIsRefused() throws IOException {
        String json = golden().replace("\"type\" : \"gibbs\"", "\"@class\" : \"java.lang.Thread\"");

        assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(json))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("objective.negativePhase.sampler: ");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void modelFilesKeepParametersAndConfiguration(DataType type, @TempDir Path folder) throws IOException {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(configuration(type)));
        network.pretrainLayer(0, barsAndStripes(14, type));
        File file = folder.resolve("model.zip").toFile();

        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork back = ModelSerializer.restoreMultiLayerNetwork(file);

        assertThat(back.params().dataType()).isEqualTo(type);
        assertThat(parameters(back)).isEqualTo(parameters(network));
        assertThat(back.getParam("0_vb")).isEqualTo(network.getParam("0_vb"));
        assertThat(back.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
    }
}
