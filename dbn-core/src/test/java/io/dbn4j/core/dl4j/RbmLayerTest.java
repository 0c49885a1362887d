package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

class RbmLayerTest {

    private static RbmLayer configured(NeuralNetConfiguration.Builder base, RbmLayer layer) {
        return (RbmLayer) stack(base, layer).getConf(0).getLayer();
    }

    private static NeuralNetConfiguration.Builder base() {
        return SmallNetworks.base(DataType.FLOAT, new Sgd(0.1));
    }

    @Test
    void hiddenUnitsDecideOnTheActivation() {
        assertThat(layer(3, 2, CD).hiddenUnit(new Bernoulli()).build().getActivationFn())
                .isEqualTo(new ActivationSigmoid());
        assertThat(layer(3, 2, CD).hiddenUnit(new Spin()).build().getActivationFn())
                .isEqualTo(new ActivationTanH());
        assertThat(configured(
                                base().activation(Activation.RELU),
                                layer(3, 2, CD).build())
                        .getActivationFn())
                .isEqualTo(new ActivationSigmoid());
    }

    @Test
    void anotherActivationIsRefused() {
        assertThatThrownBy(() -> layer(3, 2, CD).activation(Activation.RELU).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("activation must be unset or fit the hidden units (sigmoid), was relu");
    }

    @Test
    void weightsStartSmallAndBiasesWhereTheyAreSet() {
        DeepBeliefNetwork network = network(
                DataType.FLOAT,
                new Sgd(0.1),
                layer(100, 100, CD).biasInit(-4).visibleBiasInit(0.5).build());

        double deviation = network.getParam("0_W").stdNumber().doubleValue();

        // 10 000 weights: the standard error of their standard deviation is 0.7 percent.
        assertThat(deviation).isCloseTo(0.01, within(0.0005));
        assertThat(network.getParam("0_b").toDoubleVector()).containsOnly(-4);
        assertThat(network.getParam("0_vb").toDoubleVector()).containsOnly(0.5);
    }

    @Test
    void visibleBiasesAreBiases() {
        RbmLayer layer = configured(
                base().l2(0.1).l2Bias(0.3).biasUpdater(new Sgd(0.2)),
                layer(3, 2, CD).build());
        RbmParamInitializer parameters = RbmParamInitializer.getInstance();

        assertThat(parameters.paramKeys(layer)).containsExactly("W", "b", "vb");
        assertThat(parameters.numParams(layer)).isEqualTo(3 * 2 + 2 + 3);
        assertThat(parameters.isWeightParam(layer, "vb")).isFalse();
        assertThat(layer.getRegularizationByParam("vb")).containsExactly(new L2Regularization(0.3));
        assertThat(layer.getUpdaterByParam("vb")).isEqualTo(new Sgd(0.2));
        assertThat(layer.isPretrainParam("vb")).isTrue();
    }

    @Test
    void constraintsReachTheVisibleBiases() {
        RbmLayer layer = layer(PIXELS, 6, CD)
                .visibleBiasInit(-1)
                .constrainAllParameters(new NonNegativeConstraint())
                .build();
        DeepBeliefNetwork network = network(DataType.FLOAT, new Sgd(0.0), layer);

        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT));

        assertThat(network.getParam("0_vb").toDoubleVector()).containsOnly(0);
        assertThat(network.getParam("0_W").minNumber().doubleValue()).isZero();
    }

    static Stream<UnaryOperator<NeuralNetConfiguration.Builder>> globalDecay() {
        return Stream.of(
                base -> base.weightDecay(0.3).weightDecayBias(0.2),
                base -> base.weightDecay(0.3, false).weightDecayBias(0.2, false).l1(0.1));
    }

    @ParameterizedTest
    @MethodSource("globalDecay")
    void globalWeightDecayActsOnce(UnaryOperator<NeuralNetConfiguration.Builder> decay) {
        RbmLayer layer = configured(decay.apply(base()), layer(3, 2, CD).build());

        assertThat(decays(layer.getRegularization())).hasSize(1);
        assertThat(decays(layer.getRegularizationBias())).hasSize(1);
    }

    @Test
    void dl4jsOwnLayersHaveAGlobalWeightDecayTwice() {
        MultiLayerConfiguration stock = base().weightDecay(0.3)
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(2).build())
                .build();

        assertThat(decays(((DenseLayer) stock.getConf(0).getLayer()).getRegularization()))
                .hasSize(2);
    }

    @Test
    void weightDecayOfTheLayerComesBeforeTheGlobalOne() {
        RbmLayer.Builder builder = layer(3, 2, CD);
        builder.weightDecay(0.7);

        RbmLayer layer = configured(base().weightDecay(0.3).l1(0.1), builder.build());

        assertThat(layer.getRegularization()).containsExactly(new WeightDecay(0.7, true), new L1Regularization(0.1));
    }

    @Test
    void weightDecayShrinksTheWeightsOnce() {
        MultiLayerConfiguration configuration = stack(
                base().weightDecay(0.5, false).updater(new Sgd(0.0)),
                layer(3, 2, CD).build());
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(configuration));
        INDArray before = network.getParam("0_W").dup();

        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT).getColumns(0, 1, 2));

        assertThat(network.getParam("0_W").distance2(before.mul(0.5))).isLessThan(1e-7);
    }

    private static List<Regularization> decays(List<Regularization> terms) {
        return terms.stream().filter(WeightDecay.class::isInstance).toList();
    }

    @Test
    void numberOfVisibleUnitsIsInferredFromTheInput() {
        MultiLayerConfiguration flat = base().list()
                .layer(new RbmLayer.Builder().nOut(6).build())
                .layer(new RbmLayer.Builder().nOut(4).build())
                .setInputType(InputType.feedForward(PIXELS))
                .build();
        MultiLayerConfiguration images = base().list()
                .layer(new RbmLayer.Builder().nOut(6).build())
                .setInputType(InputType.convolutional(3, 3, 1))
                .build();

        assertThat(((RbmLayer) flat.getConf(0).getLayer()).getNIn()).isEqualTo(PIXELS);
        assertThat(((RbmLayer) flat.getConf(1).getLayer()).getNIn()).isEqualTo(6);
        assertThat(((RbmLayer) images.getConf(0).getLayer()).getNIn()).isEqualTo(PIXELS);
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(images));
        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT).reshape(14, 1, 3, 3));
        assertThat(network.getLayer(0).score()).isFinite();
    }

    @Test
    void aNumberOfUnitsThatIsNotSetIsRefused() {
        DeepBeliefNetwork network = new DeepBeliefNetwork(
                stack(base(), new RbmLayer.Builder().nOut(6).build()));

        assertThatThrownBy(network::init).hasMessageContaining("nIn").hasMessageContaining("RbmLayer");
    }

    @Test
    void everyChoiceCountsForEquality() {
        assertThat(layer(3, 2, CD).build())
                .isEqualTo(layer(3, 2, CD).build())
                .hasSameHashCodeAs(layer(3, 2, CD).build())
                .isNotEqualTo(layer(3, 2, PCD).build())
                .isNotEqualTo(layer(3, 3, CD).build())
                .isNotEqualTo(layer(3, 2, CD).visibleUnit(new Spin()).build())
                .isNotEqualTo(layer(3, 2, CD).hiddenUnit(new Spin()).build());
    }

    @Test
    void memoryReportCountsAllParameters() {
        RbmLayer layer = configured(
                base().updater(new Momentum(0.1, 0.5)), layer(3, 2, CD).build());

        var report = layer.getMemoryReport(InputType.feedForward(3));

        assertThat(report.getParameterSize()).isEqualTo(3 * 2 + 2 + 3);
        assertThat(report.getUpdaterStateSize()).isEqualTo(3 * 2 + 2 + 3);
    }
}
