package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.labels;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class DbnArchiveTest {

    @TempDir
    Path folder;

    /** Three layers, the top with two label units, and recognition of the first with weights of its own. */
    private static Dbn labeled() {
        Rbm bottom = SmallRbms.of(new Spin(), new Bernoulli(), 5, 4);
        Rbm middle = SmallRbms.bernoulli(4, 3);
        Rbm recognition = bottom.copy();
        recognition.weights().addi(0.5);
        return new Dbn(List.of(bottom, middle), List.of(recognition)).withTop(SmallRbms.bernoulli(5, 2));
    }

    private static List<double[]> numbers(List<Rbm> rbms) {
        return rbms.stream()
                .flatMap(rbm -> rbm.arrays().stream())
                .map(Elements::of)
                .toList();
    }

    @Test
    void aNetworkComesBackWhole() {
        Dbn dbn = labeled();
        Path file = folder.resolve("dbn.npz");

        DbnArchive.write(dbn, file);
        Dbn back = DbnArchive.read(file);

        assertThat(numbers(back.layers())).usingRecursiveComparison().isEqualTo(numbers(dbn.layers()));
        assertThat(numbers(back.recognition())).usingRecursiveComparison().isEqualTo(numbers(dbn.recognition()));
        assertThat(back.isTied(0)).isFalse();
        assertThat(back.isTied(1)).isTrue();
        assertThat(back.labels()).isEqualTo(2);
        assertThat(back.layers().get(0).visibleUnit()).isEqualTo(new Spin());
        assertThat(Elements.of(back.meansOfClass(1, 3, 10, TestSeed.stream("class"))))
                .isEqualTo(Elements.of(dbn.meansOfClass(1, 3, 10, TestSeed.stream("class"))));
        assertThat(ModelFile.read(file).layers()).hasSize(3);
    }

    @Test
    void whatIsNoNetworkIsRefusedInOneLine() throws IOException {
        DbnArchive.write(labeled(), folder.resolve("dbn.npz"));
        assertRefused("layer2_weights", Nd4j.zeros(4), ": layer2: weights must have shape [visible, hidden], was [4]");
        assertRefused("weights", Nd4j.zeros(2, 2), ": unknown array weights; allowed: layer1_... to layer3_... and");
        assertRefused("layer1_bias", Nd4j.zeros(4), ": layer1: unknown array bias; allowed: weights, ");
        assertRefused("recognition3_weights", Nd4j.zeros(5, 2), ": recognition must be of layers below the top, 3");
        assertRefused(
                "layer3_hidden_bias", Nd4j.createFromArray(0, Double.NaN), ": layer 3: parameters must be finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DbnArchive.write(labeled(), folder.resolve("dbn.zip")))
                .withMessage(folder.resolve("dbn.zip") + ": must end in .npz");
    }

    /** Changes an array of a sound file, or adds one. */
    private void assertRefused(String name, INDArray array, String... said) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        try (Npz npz = Npz.open(folder.resolve("dbn.npz"))) {
            for (String known : npz.names()) {
                content.put(known, known.endsWith("_unit") ? npz.text(known) : npz.array(known));
            }
        }
        content.put(name, array);
        Path broken = folder.resolve("broken.npz");
        Npz.write(broken, content);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DbnArchive.read(broken))
                .withMessageStartingWith(broken.toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(said).hasLineCount(1));
    }

    /** A stack of DL4J with a softmax layer becomes a generative model; with labels on top it tells classes apart. */
    @Test
    void theRbmsOfANetworkAreADbn() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(classifier(base(DataType.FLOAT, new Sgd(0.1)))));
        INDArray rows = barsAndStripes(14, DataType.DOUBLE);

        Dbn dbn = network.dbn();

        assertThat(dbn.layers()).hasSize(2);
        assertThat(dbn.layers().get(1).weights())
                .isSameAs(runtime(network, 1).rbm().weights());
        assertThat(Elements.of(dbn.generate(3, 5, TestSeed.stream("draws")))).hasSize(3 * PIXELS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dbn.meansOfClass(0, 5, 100, TestSeed.stream("class")))
                .withMessage("the top RBM must have label units, had none: train one on labeledRows and add it with"
                        + " withTop; a softmax layer has no free energies");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dbn.labelFreeEnergies(rows))
                .withMessageStartingWith("the top RBM must have label units");
        INDArray labeledRows = dbn.labeledRows(rows, labels(14, DataType.DOUBLE));
        assertThat(labeledRows.shape()).containsExactly(14, 4 + 2);
        assertThat(Elements.of(labeledRows.getColumn(5).dup()))
                .isEqualTo(Elements.of(labels(14, DataType.FLOAT).getColumn(1).dup()));
        Rbm top = runtime(network(DataType.FLOAT, new Sgd(0.1), layer(6, 8, CD).build()), 0)
                .rbm();
        assertThat(dbn.withTop(top).labelFreeEnergies(rows)).hasDimensions(2, 14);
    }

    @Test
    void frozenRbmsAreFound() throws IOException {
        DeepBeliefNetwork stack = network(
                DataType.FLOAT,
                new Sgd(0.1),
                layer(PIXELS, 6, CD).build(),
                layer(6, 4, CD).build());
        MultiLayerNetwork frozen = new TransferLearning.Builder(stack)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.05))
                        .build())
                .setFeatureExtractor(0)
                .build();
        File file = folder.resolve("frozen.zip").toFile();
        frozen.save(file);

        assertThat(numbers(ModelFile.read(file.toPath()).layers()))
                .usingRecursiveComparison()
                .isEqualTo(numbers(stack.rbms()));
        assertThat(DeepBeliefNetwork.of(frozen).dbn().layers()).hasSize(2);
    }
}
