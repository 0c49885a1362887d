package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.objective.BareFreeEnergyDifference;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.EnergyGauge;
import io.dbn4j.core.objective.EnergyMatching;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.GaugedFreeEnergyDifference;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.MeanEnergyGap;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.objective.ReverseKullbackLeibler;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.training.WrongSign;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's own check of gradients by differences of scores, over weights and both biases. */
class PretrainingGradientTest {

    private static final double DIFFERENCE = 1e-6;
    private static final double RELATIVE_ERROR = 1e-4;
    private static final double ABSOLUTE_ERROR = 1e-8;

    @BeforeEach
    void calculateInDoublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void resetPrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    /**
     * An objective whose first draws are held fixed. With them the score, data minus drawn states, is a function of the
     * parameters alone, and its gradient is the estimate that the first step gave.
     */
    private record FrozenDraws(Objective objective, AtomicReference<@Nullable TrainingState> drawn)
            implements Objective {

        FrozenDraws(Objective objective) {
            this(objective, new AtomicReference<>());
        }

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return objective.start(rbm, random);
        }

        @Override
        public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
            TrainingState first = drawn.get();
            if (first == null) {
                first = objective.step(rbm, batch, state, random, into);
                drawn.set(first);
            }
            return first;
        }

        @Override
        public double score(Rbm rbm, Batch batch, TrainingState state) {
            return objective.score(rbm, batch, state);
        }
    }

    static Stream<Arguments> cases() {
        Likelihood exact = new Likelihood(new Exact());
        return Stream.of(new Bernoulli(), new Spin())
                .flatMap(unit -> Stream.of(
                                exact,
                                CD,
                                PCD,
                                new EnergyMatching(target(unit)),
                                new MeanEnergyGap(new Exact()),
                                new ReverseKullbackLeibler(target(unit), new Exact()),
                                new GaugedFreeEnergyDifference(target(unit), new EnergyGauge.DataMean()),
                                new BareFreeEnergyDifference(target(unit)),
                                new HybridObjective(exact, Ramp.constant(0.3), new EnergyMatching(target(unit))))
                        .flatMap(objective ->
                                Stream.of(Arguments.of(unit, objective, 0.0), Arguments.of(unit, objective, 0.1))));
    }

    private static Hamiltonian target(UnitType unit) {
        return TeacherRbm.of(SmallRbms.of(unit, unit, PIXELS, 3));
    }

    private static boolean passes(UnitType unit, Objective objective, double l2) {
        RbmLayer layer = layer(PIXELS, 5, objective)
                .visibleUnit(unit)
                .hiddenUnit(unit)
                .weightInit(new NormalDistribution(0, 0.3))
                .biasInit(0.2)
                .visibleBiasInit(-0.3)
                .build();
        MultiLayerNetwork network = initialized(new MultiLayerNetwork(
                stack(base(DataType.DOUBLE, new Sgd(1.0)).l2(l2).l2Bias(l2 / 2), layer)));
        network.initGradientsView();
        INDArray rows = barsAndStripes(6, DataType.DOUBLE)
                .muli(unit.high() - unit.low())
                .addi(unit.low());
        return GradientCheckUtil.checkGradientsPretrainLayer(
                network.getLayer(0), DIFFERENCE, RELATIVE_ERROR, ABSOLUTE_ERROR, false, true, rows, 1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theGradientIsThatOfTheScore(UnitType unit, Objective objective, double l2) {
        assertThat(passes(unit, new FrozenDraws(objective), l2)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aGradientOfTheWrongSignIsNot(UnitType unit, Objective objective, double l2) {
        assertThat(passes(unit, new FrozenDraws(new WrongSign(objective)), l2)).isFalse();
    }
}
