package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.labels;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Named.named;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.dl4j.CpuDropout;
import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.SmallNetworks;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class FineTuningTest {

    private static final String[] SHARED = {"0_W", "0_b", "1_W", "1_b", "2_W", "2_b"};

    private final INDArray rows = barsAndStripes(14, DataType.DOUBLE);
    private final INDArray labels = labels(14, DataType.DOUBLE);

    @AfterEach
    void resetPrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    static Stream<Arguments> globals() {
        Named<UnaryOperator<NeuralNetConfiguration.Builder>> plain = named("plain", base -> base);
        Named<UnaryOperator<NeuralNetConfiguration.Builder>> dropping =
                named("dropping inputs", base -> base.dropOut(0.7));
        Named<UnaryOperator<NeuralNetConfiguration.Builder>> noisy =
                named("dropping weights", base -> base.weightNoise(new DropConnect(0.7)));
        return Stream.of(plain, dropping, noisy)
                .flatMap(global -> Stream.of(
                        Arguments.of(new Bernoulli(), Activation.SIGMOID, global),
                        Arguments.of(new Spin(), Activation.TANH, global)));
    }

    private static OutputLayer softmax(int inputs) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(inputs)
                .nOut(2)
                .build();
    }

    private static MultiLayerNetwork threeLayers(
            NeuralNetConfiguration.Builder base,
            org.deeplearning4j.nn.conf.layers.Layer bottom,
            org.deeplearning4j.nn.conf.layers.Layer middle) {
        return initialized(new MultiLayerNetwork(base.weightInit(WeightInit.XAVIER)
                .list()
                .layer(bottom)
                .layer(middle)
                .layer(softmax(4))
                .build()));
    }

    private static RbmLayer rbm(int visible, int hidden, UnitType unit) {
        return layer(visible, hidden, CD).hiddenUnit(unit).build();
    }

    private static DenseLayer dense(int inputs, int outputs, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(activation)
                .build();
    }

    /** The equality includes dropout and weight noise, for which both networks draw the same numbers from ND4J. */
    @ParameterizedTest
    @MethodSource("globals")
    void fineTuningEqualsThatOfDenseLayers(
            UnitType unit, Activation activation, UnaryOperator<NeuralNetConfiguration.Builder> global) {
        MultiLayerNetwork rbms =
                threeLayers(global.apply(base(DataType.DOUBLE, new Adam(0.05))), rbm(PIXELS, 6, unit), rbm(6, 4, unit));
        MultiLayerNetwork dense = threeLayers(
                global.apply(base(DataType.DOUBLE, new Adam(0.05))),
                dense(PIXELS, 6, activation),
                dense(6, 4, activation));
        share(rbms, dense);

        fit(rbms);
        fit(dense);

        assertSharedParametersAreEqual(rbms, dense);
        assertThat(rbms.output(rows).distance2(dense.output(rows))).isLessThan(1e-9);
        assertThat(rbms.score()).isCloseTo(dense.score(), within(1e-9));
    }

    private static void share(MultiLayerNetwork from, MultiLayerNetwork to) {
        for (String name : SHARED) {
            to.getParam(name).assign(from.getParam(name));
        }
    }

    private static void assertSharedParametersAreEqual(MultiLayerNetwork actual, MultiLayerNetwork expected) {
        for (String name : SHARED) {
            assertThat(actual.getParam(name).distance2(expected.getParam(name)))
                    .as(name)
                    .isLessThan(1e-9);
        }
    }

    private void fit(MultiLayerNetwork network) {
        Nd4j.getRandom().setSeed(SmallNetworks.SEED);
        for (int update = 0; update < 5; update++) {
            network.fit(rows, labels);
        }
    }

    @Test
    void maskedExamplesAreTreatedAsByDenseLayers() {
        MultiLayerNetwork rbms = threeLayers(
                base(DataType.DOUBLE, new Sgd(0.5)), rbm(PIXELS, 6, new Bernoulli()), rbm(6, 4, new Spin()));
        MultiLayerNetwork dense = threeLayers(
                base(DataType.DOUBLE, new Sgd(0.5)),
                dense(PIXELS, 6, Activation.SIGMOID),
                dense(6, 4, Activation.TANH));
        share(rbms, dense);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 14, 1);
        mask.putScalar(3, 0, 0);
        INDArray derivative = Nd4j.ones(DataType.DOUBLE, 14, 4);

        INDArray[] actual = forwardAndBackward(rbms, mask, derivative);
        INDArray[] expected = forwardAndBackward(dense, mask, derivative);

        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i].distance2(expected[i])).as("array " + i).isLessThan(1e-12);
        }
        assertThat(actual[0].getRow(3).norm2Number().doubleValue()).isZero();
    }

    /** Output, derivatives by the input, the weights and the biases of the second layer. */
    private static INDArray[] forwardAndBackward(MultiLayerNetwork network, INDArray mask, INDArray derivative) {
        network.initGradientsView();
        Layer layer = network.getLayer(1);
        layer.setMaskArray(mask);
        INDArray input = Nd4j.ones(DataType.DOUBLE, 14, 6);
        INDArray output = layer.activate(input, true, LayerWorkspaceMgr.noWorkspaces());
        Pair<Gradient, INDArray> backward = layer.backpropGradient(derivative.dup(), LayerWorkspaceMgr.noWorkspaces());
        return new INDArray[] {
            output,
            backward.getSecond(),
            backward.getFirst().getGradientFor("W").dup(),
            backward.getFirst().getGradientFor("b").dup()
        };
    }

    @Test
    void aSecondBackwardPassGivesTheSame() {
        MultiLayerNetwork network = threeLayers(
                base(DataType.DOUBLE, new Sgd(0.5)), rbm(PIXELS, 6, new Bernoulli()), rbm(6, 4, new Bernoulli()));
        INDArray derivative = Nd4j.ones(DataType.DOUBLE, 14, 4);
        INDArray first = forwardAndBackward(network, Nd4j.ones(DataType.DOUBLE, 14, 1), derivative)[1];

        INDArray second = network.getLayer(1)
                .backpropGradient(derivative.dup(), LayerWorkspaceMgr.noWorkspaces())
                .getSecond();

        assertThat(second.distance2(first)).isLessThan(1e-12);
    }

    @Test
    void aFrozenRbmInTheMiddlePassesTheDerivativeOn() {
        MultiLayerNetwork rbms = threeLayers(
                base(DataType.DOUBLE, new Sgd(0.5)),
                rbm(PIXELS, 6, new Bernoulli()),
                new FrozenLayerWithBackprop(rbm(6, 4, new Bernoulli())));
        MultiLayerNetwork dense = threeLayers(
                base(DataType.DOUBLE, new Sgd(0.5)),
                dense(PIXELS, 6, Activation.SIGMOID),
                new FrozenLayerWithBackprop(dense(6, 4, Activation.SIGMOID)));
        share(rbms, dense);
        double[] before = Elements.of(rbms.getParam("0_W"));

        fit(rbms);
        fit(dense);

        assertThat(Elements.of(rbms.getParam("0_W"))).isNotEqualTo(before);
        assertThat(rbms.getParam("0_W").distance2(dense.getParam("0_W"))).isLessThan(1e-9);
    }

    @Test
    void gradientsOfFineTuningAreThoseOfTheLoss() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork network = threeLayers(
                base(DataType.DOUBLE, new Sgd(1.0)), rbm(PIXELS, 6, new Bernoulli()), rbm(6, 4, new Spin()));

        boolean passes = GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(rows)
                .labels(labels)
                .excludeParams(Set.of("0_vb", "1_vb")));

        assertThat(passes).isTrue();
    }

    @Test
    void visibleBiasesStay() {
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(
                classifier(base(DataType.DOUBLE, new Adam(0.05)).l2(0.1).l2Bias(0.1))));
        network.pretrainLayer(0, rows);
        network.getParam("0_vb").assign(0.7);
        double[] weights = Elements.of(network.getParam("0_W"));

        fit(network);

        assertThat(Elements.of(network.getParam("0_vb"))).containsOnly(0.7);
        assertThat(Elements.of(network.gradient().getGradientFor("0_vb"))).containsOnly(0);
        assertThat(Elements.of(network.getParam("0_W"))).isNotEqualTo(weights);
    }

    @Test
    void dropoutActsInFineTuningOnly() {
        RbmLayer dropping = layer(PIXELS, 6, CD).dropOut(0.5).build();
        RbmLayer plain = layer(PIXELS, 6, CD).build();
        MultiLayerNetwork with = threeLayers(base(DataType.DOUBLE, new Sgd(0.1)), dropping, rbm(6, 4, new Bernoulli()));
        MultiLayerNetwork without = threeLayers(base(DataType.DOUBLE, new Sgd(0.1)), plain, rbm(6, 4, new Bernoulli()));

        with.pretrainLayer(0, rows);
        without.pretrainLayer(0, rows);

        assertThat(parameters(with)).isEqualTo(parameters(without));
        fit(with);
        fit(without);
        assertThat(parameters(with)).isNotEqualTo(parameters(without));
    }

    /** The share kept of 10 000 activations differs by more than 0.025 once in four million trials. */
    @Test
    void cpuDropoutKeepsAShareScalesItAndPassesTheSameGradients() {
        CpuDropout dropout = new CpuDropout(0.8);
        INDArray input = Nd4j.ones(DataType.FLOAT, 100, 100);
        Nd4j.getRandom().setSeed(7);

        INDArray output = dropout.applyDropout(input, input.ulike(), 0, 0, LayerWorkspaceMgr.noWorkspaces());
        INDArray gradient = dropout.backprop(input, input.ulike(), 0, 0);

        double[] kept = Elements.of(output);
        assertThat(kept).containsOnly(0, 1.25f);
        assertThat(Arrays.stream(kept).average().orElseThrow() * 0.8).isCloseTo(0.8, within(0.025));
        assertThat(Elements.of(gradient)).isEqualTo(kept);
        assertThat(Elements.of(input)).containsOnly(1);
        assertThat(dropout.clone()).isExactlyInstanceOf(CpuDropout.class).isEqualTo(dropout);
    }

    @Test
    void aTrainedNetworkIsEvaluated() {
        MultiLayerNetwork network = threeLayers(
                base(DataType.DOUBLE, new Adam(0.05)), rbm(PIXELS, 20, new Bernoulli()), rbm(20, 4, new Bernoulli()));
        for (int update = 0; update < 200; update++) {
            network.fit(rows, labels);
        }

        Evaluation evaluation = new Evaluation();
        evaluation.eval(labels, network.output(rows));

        assertThat(evaluation.accuracy()).isEqualTo(1);
        assertThat(network.predict(rows)).isEqualTo(labels.argMax(1).toIntVector());
    }

    @Test
    void transferLearningKeepsFrozenAndRetainedLayers() {
        DeepBeliefNetwork stack = SmallNetworks.network(
                DataType.DOUBLE,
                new Momentum(0.1, 0.5),
                layer(PIXELS, 6, CD).build(),
                layer(6, 4, CD).build());
        stack.pretrainLayer(0, rows);
        stack.pretrainLayer(1, rows);

        MultiLayerNetwork network = new TransferLearning.Builder(stack)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.05))
                        .build())
                .setFeatureExtractor(0)
                .addLayer(softmax(4))
                .build();

        for (String name : new String[] {"0_W", "0_b", "0_vb", "1_W", "1_b", "1_vb"}) {
            assertThat(Elements.of(network.getParam(name))).as(name).isEqualTo(Elements.of(stack.getParam(name)));
        }
        assertThat(network.getLayerWiseConfigurations().getConf(0).getLayer()).isInstanceOf(FrozenLayer.class);
        network.fit(new DataSet(rows, labels));
        assertThat(Elements.of(network.getLayer(0).params()))
                .isEqualTo(Elements.of(stack.getLayer(0).params()));
        assertThat(Elements.of(network.getParam("1_W"))).isNotEqualTo(Elements.of(stack.getParam("1_W")));
        assertThat(Elements.of(network.getParam("1_vb"))).isEqualTo(Elements.of(stack.getParam("1_vb")));
    }

    @Test
    void pretrainingLeavesAFrozenLayerAsItIs() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(base(DataType.DOUBLE, new Sgd(0.1))
                .list()
                .layer(new FrozenLayer(layer(PIXELS, 6, CD).build()))
                .layer(layer(6, 4, CD).build())
                .build()));
        double[] before = Elements.of(network.getLayer(0).params());

        network.pretrainLayer(0, rows);
        network.pretrainLayer(1, rows);

        assertThat(Elements.of(network.getLayer(0).params())).isEqualTo(before);
    }
}
