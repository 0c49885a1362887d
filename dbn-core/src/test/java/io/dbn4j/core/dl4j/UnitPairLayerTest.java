package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.runtime;
import static io.dbn4j.core.dl4j.SmallNetworks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Integrals;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.training.WrongSign;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The layer with units of every kind on either side. */
class UnitPairLayerTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#allPairs";
    private static final String ENUMERABLE = "io.dbn4j.core.rbm.SmallRbms#enumerablePairs";
    private static final Objective PCD = new Likelihood(new Persistent(100, new Gibbs(), 1));

    @AfterEach
    void resetPrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    static Stream<UnitType> units() {
        return SmallRbms.UNITS.stream();
    }

    private static RbmLayer.Builder pair(UnitType visible, UnitType hidden, Objective objective) {
        return layer(2 * visible.width(), 2 * hidden.width(), objective)
                .visibleUnit(visible)
                .hiddenUnit(hidden)
                .weightInit(new NormalDistribution(0, 0.2))
                .constrainWeights(new SpectralNormConstraint(0.9));
    }

    private static DeepBeliefNetwork network(DataType type, RbmLayer layer) {
        return SmallNetworks.network(type, new Sgd(0.05), layer);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void everyPairIsSavedAndRestored(UnitType visible, UnitType hidden, @TempDir Path folder) throws IOException {
        DeepBeliefNetwork network =
                network(DataType.FLOAT, pair(visible, hidden, PCD).build());
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        File file = folder.resolve("model.zip").toFile();
        network.save(file, true);

        Rbm back = runtime(DeepBeliefNetwork.restore(file), 0).rbm();

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
        assertThat(back).isEqualTo(runtime(network, 0).rbm());
        assertThat(back.visibleUnit()).isEqualTo(visible);
        assertThat(back.hiddenUnit()).isEqualTo(hidden);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void everyPairTrains(UnitType visible, UnitType hidden) {
        DeepBeliefNetwork network = network(
                DataType.FLOAT, pair(visible, hidden, PCD).visibleBiasInit(-1).build());
        Rbm rbm = runtime(network, 0).rbm();
        INDArray rows = SmallRbms.states(rbm, 60);
        double before = Integrals.of(rbm).minusLogLikelihood(rows);

        new GreedyPretraining(List.of(40), 30, Binarization.NONE, Binarization.NONE)
                .train(network, rows, new Seed(SmallNetworks.SEED), new GreedyPretraining.Observer() {});

        assertThat(Integrals.of(rbm).minusLogLikelihood(rows)).isLessThan(before - 0.01);
        assertThat(Coupling.spectralNorm(rbm.weights())).isLessThan(0.92);
    }

    /** Columns that never change, as 67 pixels of MNIST, next to others that do. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void constantInputsDoNoHarm(UnitType visible, UnitType hidden) {
        DeepBeliefNetwork network =
                network(DataType.FLOAT, pair(visible, hidden, PCD).build());
        Rbm rbm = runtime(network, 0).rbm();
        INDArray rows = SmallRbms.states(rbm, 60);
        Span first = Span.groups(visible, rbm.visible()).get(0);
        for (int column = 0; column < first.units(); column++) {
            rows.getColumn(column).assign(column == 0 && !(first.unit() instanceof Gaussian) ? 1 : 0);
        }

        new GreedyPretraining(List.of(20), 30, Binarization.NONE, Binarization.NONE)
                .train(network, rows, new Seed(SmallNetworks.SEED), new GreedyPretraining.Observer() {});

        assertThat(Arrays.stream(rbm.freeEnergy(rows)).sum()).isFinite();
        assertThat(Integrals.of(rbm).logPartition()).isFinite();
        assertThat(network.getLayer(0).score()).isFinite();
    }

    @ParameterizedTest
    @MethodSource(ENUMERABLE)
    void theGradientIsThatOfTheScore(UnitType visible, UnitType hidden) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);

        assertThat(passes(visible, hidden, new Likelihood(new Exact()))).isTrue();
        assertThat(passes(visible, hidden, new WrongSign(new Likelihood(new Exact()))))
                .isFalse();
    }

    private static boolean passes(UnitType visible, UnitType hidden, Objective objective) {
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(stack(
                base(DataType.DOUBLE, new Sgd(1.0)),
                pair(visible, hidden, objective)
                        .biasInit(0.2)
                        .visibleBiasInit(-0.3)
                        .build())));
        network.initGradientsView();
        INDArray rows = SmallRbms.states(runtime(network, 0).rbm(), 6);
        return GradientCheckUtil.checkGradientsPretrainLayer(
                network.getLayer(0), 1e-6, 1e-4, 1e-8, false, true, rows, 1);
    }

    @ParameterizedTest
    @MethodSource("units")
    void gradientsOfFineTuningAreThoseOfTheLoss(UnitType hidden) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(base(DataType.DOUBLE, new Sgd(1.0))
                .list()
                .layer(pair(new Bernoulli(), hidden, PCD).build())
                .layer(pair(hidden, hidden, PCD).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .weightInit(new NormalDistribution(0, 0.5))
                        .nIn(2 * hidden.width())
                        .nOut(2)
                        .build())
                .build()));
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 6, 2);
        for (int row = 0; row < 6; row++) {
            labels.putScalar(row, row % 2, 1);
        }

        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                        .net(network)
                        .input(SmallRbms.states(runtime(network, 0).rbm(), 6))
                        .labels(labels)
                        .excludeParams(Set.of("0_vb", "1_vb"))))
                .isTrue();
    }

    @Test
    void theConstraintBoundsTheWeightsAfterEveryUpdate() {
        DeepBeliefNetwork network = network(
                DataType.FLOAT,
                pair(new Gaussian(), new Gaussian(), PCD)
                        .weightInit(new NormalDistribution(0, 5))
                        .build());
        Rbm rbm = runtime(network, 0).rbm();
        double before = Coupling.spectralNorm(rbm.weights());

        network.pretrainLayer(0, SmallRbms.states(rbm, 30).muli(0));

        assertThat(before).isGreaterThan(1);
        assertThat(Coupling.spectralNorm(rbm.weights())).isEqualTo(0.9, within(0.01));
        assertThat(network.getLayer(0).conf().getLayer().getConstraints()).hasSize(1);
    }

    @Test
    void weightsBelowTheLimitAreLeftAlone() {
        DeepBeliefNetwork network = SmallNetworks.network(
                DataType.FLOAT,
                new Sgd(0.0),
                pair(new Gaussian(), new Rectified(), PCD).build());
        INDArray before = runtime(network, 0).rbm().weights().dup();

        network.pretrainLayer(0, SmallRbms.states(runtime(network, 0).rbm(), 30));

        assertThat(Coupling.spectralNorm(before)).isLessThan(0.9);
        assertThat(runtime(network, 0).rbm().weights()).isEqualTo(before);
    }

    @Test
    void continuousPairsWithoutABoundAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layer(3, 2, PCD)
                        .visibleUnit(new Gaussian())
                        .hiddenUnit(new Rectified())
                        .build())
                .withMessage("weights between gaussian visible and rectified hidden units must be bounded: add"
                        + " constrainWeights(new SpectralNormConstraint(0.95))");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpectralNormConstraint(1))
                .withMessage("limit must be in (0, 1), was 1.0");
    }

    @Test
    void statesOfZeroAndOneAreDrawnForBernoulliUnitsAlone() {
        DeepBeliefNetwork network = network(
                DataType.FLOAT, pair(new Softmax(3), new Bernoulli(), PCD).build());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GreedyPretraining(List.of(1), 3, Binarization.BERNOULLI, Binarization.NONE)
                        .train(network, Nd4j.zeros(6, 6), new Seed(1), new GreedyPretraining.Observer() {}))
                .withMessage("input must be none, because the visible units of layer 1 are not 0 or 1");
    }
}
