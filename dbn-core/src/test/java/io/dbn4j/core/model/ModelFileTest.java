package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.data.NumpyFiles;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Mixed;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class ModelFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "bernoulli-f4, FLOAT, 1e-5",
        "bernoulli-f8-fortran, DOUBLE, 1e-13",
        "spin-f8, DOUBLE, 1e-13",
        "bernoulli-spin-f4, FLOAT, 1e-5"
    })
    void modelsOfNumpyHaveTheFreeEnergiesOfNumpy(String name, DataType type, double tolerance) {
        ModelFile stack = ModelFile.read(NumpyFiles.file(name + ".npz"));
        INDArray bits = NumpyFiles.array("bits-u1.npy");
        INDArray rows = name.startsWith("spin") ? bits.mul(2).sub(1) : bits;

        assertThat(stack.layer(1).weights().dataType()).isEqualTo(type);
        assertThat(stack.layer(1).freeEnergy(rows)).containsExactly(numpyFreeEnergy(name), within(tolerance));
    }

    @Test
    void anotherKindOfUnitsHasOtherFreeEnergies() {
        Rbm rbm = ModelFile.read(NumpyFiles.file("bernoulli-f8-fortran.npz")).layer(1);
        Rbm spins = new Rbm(rbm.visibleUnit(), new Spin(), rbm.weights(), rbm.visibleBias(), rbm.hiddenBias(), 0);
        INDArray bits = NumpyFiles.array("bits-f8-fortran.npy");

        assertThat(Math.abs(spins.freeEnergy(bits)[0] - numpyFreeEnergy("bernoulli-f8-fortran")[0]))
                .isGreaterThan(0.1);
    }

    private static double[] numpyFreeEnergy(String name) {
        try (Npz npz = Npz.open(NumpyFiles.file("free-energies.npz"))) {
            return Elements.of(npz.array(name));
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbn4j.core.rbm.SmallRbms#unitPairs")
    void whatIsExportedIsReadToTheBit(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 6, 4);
        Path file = folder.resolve("model.npz");

        new ModelFile("m", List.of(rbm)).export(1, file);

        Rbm again = ModelFile.read(file).layer(1);
        assertThat(again.visibleUnit()).isEqualTo(visible);
        assertThat(again.hiddenUnit()).isEqualTo(hidden);
        assertThat(again.energyOffset()).isEqualTo(rbm.energyOffset());
        assertThat(Elements.of(again.weights())).isEqualTo(Elements.of(rbm.weights()));
        assertThat(Elements.of(again.visibleBias())).isEqualTo(Elements.of(rbm.visibleBias()));
        assertThat(Elements.of(again.hiddenBias())).isEqualTo(Elements.of(rbm.hiddenBias()));
    }

    @Test
    void mixedUnitsKeepTheirBlocksAndVariancesInBothFormats() throws IOException {
        UnitType table = Mixed.of(List.of(new Bernoulli(), new DiagonalGaussian(), new Softmax(3)));
        var network = initialized(new MultiLayerNetwork(base(DataType.DOUBLE, new Sgd(0.1))
                .list()
                .layer(new RbmLayer.Builder().nIn(5).nOut(4).visibleUnit(table).build())
                .build()));
        Path zip = folder.resolve("model.zip");
        Path npz = folder.resolve("model.npz");
        network.getParam("0_vlv").putScalar(0, 1, 0.7);
        network.save(zip.toFile());
        Rbm rbm = ModelFile.read(zip).layer(1);

        ModelFile.read(zip).export(1, npz);
        Rbm again = ModelFile.read(npz).layer(1);

        assertThat(rbm.visibleUnit()).isEqualTo(table);
        assertThat(Elements.of(rbm.visibleParameters())).containsExactly(0, 0.7, 0, 0, 0);
        assertThat(again.visibleUnit()).isEqualTo(table);
        assertThat(Elements.of(again.visibleParameters())).containsExactly(0, 0.7, 0, 0, 0);
        try (Npz file = Npz.open(npz)) {
            assertThat(file.text("visible_unit")).isEqualTo("bernoulli:1+diagonal-gaussian:1+softmax-3:3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bernoulli:8+spin", "bernoulli:8+", "mixed", ":"})
    void aNameOfMixedUnitsWithoutNumbersIsRefused(String name) {
        assertThatThrownBy(() -> UnitText.read(name))
                .hasMessage("mixed units must be KIND:UNITS joined by +, such as diagonal-gaussian:3+bernoulli:8, was "
                        + name);
    }

    @Test
    void equalModelsGiveEqualFiles() throws IOException {
        ModelFile stack = ModelFile.read(NumpyFiles.file("spin-f8.npz"));
        stack.export(1, folder.resolve("a.npz"));
        stack.export(1, folder.resolve("b.npz"));

        assertThat(folder.resolve("a.npz")).hasSameBinaryContentAs(folder.resolve("b.npz"));
    }

    @Test
    void theRbmLayersOfADl4jModelAreTheStack() throws IOException {
        MultiLayerNetwork model = initialized(new MultiLayerNetwork(classifier(base(DataType.FLOAT, new Sgd(0.1)))));
        Path file = folder.resolve("model.zip");
        model.save(file.toFile());

        ModelFile stack = ModelFile.read(file);

        INDArray rows = barsAndStripes(5, DataType.FLOAT);
        assertThat(stack.layers()).hasSize(2);
        assertThat(Elements.of(stack.up(rows, 2)))
                .isEqualTo(Elements.of(model.feedForwardToLayer(1, rows).get(2)));
        assertThat(Elements.of(stack.up(rows, 0))).isEqualTo(Elements.of(rows));
    }

    @Test
    void aModelWithoutAnRbmIsRefused() throws IOException {
        MultiLayerNetwork model = initialized(new MultiLayerNetwork(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(2).build())
                .build()));
        Path file = folder.resolve("model.zip");
        model.save(file.toFile());

        assertRefused(file, ": must have an RBM as its first layer, had none");
    }

    @Test
    void goingDownIsTheMeanOfTheLayersFromTheTop() {
        ModelFile stack = stack();
        INDArray hidden = Nd4j.createFromArray(0.25, 1, 0).reshape(1, 3);

        INDArray middle = stack.layer(2).visibleGivenHidden(hidden);

        assertThat(Elements.of(stack.down(hidden)))
                .isEqualTo(Elements.of(stack.layer(1).visibleGivenHidden(middle)));
    }

    /** Weights of 40 between pairs of spins that point up together: every draw is decided. */
    @Test
    void samplesGoFromTheTopToTheBottom() {
        ModelFile stack = new ModelFile("m", List.of(chain(1), chain(-1)));

        INDArray samples = stack.sample(7, 3, TestSeed.stream("samples"));

        assertThat(samples.shape()).isEqualTo(new long[] {7, 2});
        assertThat(Elements.of(samples)).containsOnly(-1);
    }

    /** Units of the two sides agree if {@code sign} is 1; all hidden units are up. */
    private static Rbm chain(int sign) {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), 2, 2, DataType.DOUBLE);
        rbm.weights().assign(Nd4j.eye(2).castTo(DataType.DOUBLE).mul(40 * sign));
        rbm.hiddenBias().assign(sign == 1 ? 0 : 400);
        return rbm;
    }

    @Test
    void samplesFollowTheSeed() {
        double[] once = Elements.of(stack().sample(5, 2, TestSeed.stream("samples")));

        assertThat(Elements.of(stack().sample(5, 2, TestSeed.stream("samples"))))
                .isEqualTo(once);
        assertThat(Elements.of(stack().sample(5, 2, TestSeed.stream("others")))).isNotEqualTo(once);
        assertThat(once).containsOnly(0, 1);
    }

    private static ModelFile stack() {
        return new ModelFile("m", List.of(SmallRbms.bernoulli(6, 4), SmallRbms.bernoulli(4, 3)));
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        ModelFile file = ModelFile.read(NumpyFiles.file("bernoulli-f4.npz"));

        assertThatThrownBy(() -> file.layer(2))
                .hasMessage(file.name() + ": layer must be 1 in a model of one RBM, was 2");
    }

    @Test
    void archivesThatAreNoModelAreRefused() throws IOException {
        assertRefused(Map.of("weights", Nd4j.zeros(2, 3)), " must hold visible_bias.npy, holds weights.npy");
        assertRefused(model("weights", Nd4j.zeros(6)), ": weights must have shape [visible, hidden], was [6]");
        assertRefused(
                model("weights", Nd4j.zeros(3, 2)),
                "weights must have shape [2, 3], the lengths of visible and hidden biases, was [3, 2]");
        assertRefused(model("weights", "text"), ": weights.npy: must hold numbers");
        assertRefused(
                model("visible_unit", "bernouli"), ": visible_unit: unknown name \"bernouli\"; allowed: bernoulli");
        assertRefused(model("visible_unit", Nd4j.zeros(1)), ": visible_unit.npy: must be a single text");
        assertRefused(model("visible_units", "spin"), ": unknown array visible_units; allowed: weights,");
        assertRefused(model("energy_offset", Nd4j.zeros(2)), ": energy_offset must be one number, had 2");
        assertRefused(
                model("hidden_groups", Nd4j.createFromArray(2.0, 1)), ": hidden_groups must be equal whole numbers");
        assertRefused(
                model("hidden_bias", Nd4j.createFromArray(0f, Float.NaN, 0)),
                ": layer 1: parameters must be finite, was NaN");
        assertRefused(
                model("energy_offset", Nd4j.scalar(Double.POSITIVE_INFINITY)),
                ": energy_offset must be finite, was Infinity");
        assertRefused(NumpyFiles.file("bits.npz"), ": unknown array arr_0");
        assertRefused(folder.resolve("model.h5"), ": models must end in .npz or .zip");
        assertThatThrownBy(() -> ModelFile.read(folder.resolve("none.npz")))
                .hasMessage("no such file: " + folder.resolve("none.npz"));
    }

    private static Map<String, Object> model(String name, Object value) {
        Map<String, Object> content = new LinkedHashMap<>(
                RbmArchive.content(Rbm.zero(new Bernoulli(), new Bernoulli(), 2, 3, DataType.FLOAT)));
        content.put(name, value);
        return content;
    }

    private void assertRefused(Map<String, ?> content, String message) throws IOException {
        Path file = folder.resolve("model.npz");
        Npz.write(file, content);
        assertRefused(file, message);
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void parametersOfADl4jModelMustBeFiniteToo() throws IOException {
        DeepBeliefNetwork model =
                network(DataType.FLOAT, new Sgd(0.1), layer(3, 2, CD).build());
        model.params().putScalar(1, Float.NaN);
        Path file = folder.resolve("model.zip");
        model.save(file.toFile());

        assertRefused(file, ": layer 1: parameters must be finite, was NaN");
    }
}
