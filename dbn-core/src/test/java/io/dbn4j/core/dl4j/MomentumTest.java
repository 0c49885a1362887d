package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.model.DeepBeliefNetwork;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class MomentumTest {

    private static final double[][] GRADIENTS = {{1, -2, 0.5}, {0.25, 4, -1}, {-3, 0, 2}};

    private static MapSchedule schedule(ScheduleType type, double first, double second) {
        return new MapSchedule(type, Map.of(0, first, 1, second));
    }

    static Stream<Momentum> constantAndScheduled() {
        return Stream.of(
                new Momentum(0.1, 0.9),
                new Momentum(schedule(ScheduleType.ITERATION, 0.1, 0.2), schedule(ScheduleType.EPOCH, 0.5, 0.9)));
    }

    private static double[] steps(GradientUpdater<?> updater, DataType type) {
        double[] last = new double[3];
        for (int iteration = 0; iteration < GRADIENTS.length; iteration++) {
            INDArray gradient = Nd4j.createFromArray(GRADIENTS[iteration]).castTo(type);
            updater.applyUpdater(gradient, iteration, 0);
            last = gradient.toDoubleVector();
        }
        return last;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theStepIsTheDecayingSumOfAllGradientsTimesTheRate(DataType type) {
        INDArray state = Nd4j.ones(type, 1, 3);

        double[] last = steps(new Momentum(0.1, 0.9).instantiate(state, true), type);

        for (int i = 0; i < 3; i++) {
            double expected = 0.1 * (0.81 * GRADIENTS[0][i] + 0.9 * GRADIENTS[1][i] + GRADIENTS[2][i]);
            assertThat(last[i]).isCloseTo(expected, within(type == DataType.FLOAT ? 1e-6 : 1e-15));
            assertThat(state.getDouble(i)).isEqualTo(last[i]);
        }
    }

    @Test
    void nesterovsOfDl4jTakesAnotherStep() {
        double[] classical = steps(new Momentum(0.1, 0.9).instantiate(Nd4j.zeros(1, 3), true), DataType.FLOAT);
        double[] lookingAhead = steps(new Nesterovs(0.1, 0.9).instantiate(Nd4j.zeros(1, 3), true), DataType.FLOAT);

        assertThat(classical[0]).isNotCloseTo(lookingAhead[0], within(0.01));
    }

    @Test
    void rateAndMomentumFollowTheirSchedules() {
        var momentum = new Momentum(schedule(ScheduleType.ITERATION, 0.1, 0.2), schedule(ScheduleType.EPOCH, 0.5, 0.9));
        GradientUpdater<Momentum> updater = momentum.instantiate(Nd4j.zeros(DataType.DOUBLE, 1, 1), true);
        INDArray gradient = Nd4j.createFromArray(1.0);

        updater.applyUpdater(gradient, 0, 0);
        assertThat(gradient.getDouble(0)).isEqualTo(0.1, within(1e-15));
        gradient.assign(1);
        updater.applyUpdater(gradient, 1, 0);
        assertThat(gradient.getDouble(0)).isEqualTo(0.5 * 0.1 + 0.2, within(1e-15));
        gradient.assign(1);
        updater.applyUpdater(gradient, 2, 1);
        assertThat(gradient.getDouble(0)).isEqualTo(0.9 * 0.25 + 0.2, within(1e-15));
    }

    @Test
    void withoutInitializationTheStateIsContinued() {
        INDArray state = Nd4j.createFromArray(new double[][] {{1}});
        INDArray gradient = Nd4j.createFromArray(0.0);

        new Momentum(0.1, 0.5).instantiate(state, false).applyUpdater(gradient, 0, 0);

        assertThat(gradient.getDouble(0)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @MethodSource("constantAndScheduled")
    void jsonRoundTripKeepsEverything(Momentum momentum) throws JsonProcessingException {
        ObjectMapper mapper = NeuralNetConfiguration.mapper();

        IUpdater back = mapper.readValue(mapper.writeValueAsString(momentum), IUpdater.class);

        assertThat(back).isEqualTo(momentum).hasSameHashCodeAs(momentum);
    }

    @ParameterizedTest
    @MethodSource("constantAndScheduled")
    void aCloneIsEqualAndSeparate(Momentum momentum) {
        IUpdater clone = momentum.clone();

        assertThat(clone).isEqualTo(momentum).isNotSameAs(momentum);
        clone.setLrAndSchedule(0.7, null);
        assertThat(clone).isNotEqualTo(momentum);
        assertThat(clone.getLearningRate(0, 0)).isEqualTo(0.7);
    }

    @Test
    void everyPropertyCountsForEquality() {
        var momentum = new Momentum(0.1, 0.5);
        var scheduled = new Momentum(0.1, 0.5);
        scheduled.setMomentumSchedule(schedule(ScheduleType.EPOCH, 0.5, 0.9));

        assertThat(momentum)
                .isEqualTo(new Momentum(0.1, 0.5))
                .isNotEqualTo(new Momentum(0.2, 0.5))
                .isNotEqualTo(new Momentum(0.1, 0.6))
                .isNotEqualTo(scheduled);
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> new Momentum(0, 0.5)).hasMessage("learningRate must be positive and finite, was 0.0");
        assertThatThrownBy(() -> new Momentum(0.1, Double.NaN)).hasMessage("momentum must be in [0.0, 1.0], was NaN");
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Sgd(0.1),
                new Nesterovs(0.1, 0.9),
                new Adam(0.01),
                new AdaGrad(0.1),
                new RmsProp(0.1),
                new AdaDelta(),
                new Nadam(0.01),
                new AMSGrad(0.01),
                new AdaMax(0.01),
                new Momentum(0.1, 0.9));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void everyUpdaterMovesTheParameters(IUpdater updater) {
        assertThat(afterTwoUpdates(updater))
                .isNotEqualTo(afterTwoUpdates(new Sgd(0.0)))
                .doesNotContain(Double.NaN);
    }

    @Test
    void rateZeroMovesNothing() {
        assertThat(afterTwoUpdates(new Sgd(0.0)))
                .isEqualTo(parameters(network(
                        DataType.FLOAT, new Sgd(0.0), layer(PIXELS, 6, CD).build())));
    }

    @Test
    void noOpOfDl4jStepsByTheWholeGradient() {
        assertThat(afterTwoUpdates(new NoOp())).isEqualTo(afterTwoUpdates(new Sgd(1.0)));
    }

    private static double[] afterTwoUpdates(IUpdater updater) {
        DeepBeliefNetwork network =
                network(DataType.FLOAT, updater, layer(PIXELS, 6, CD).build());
        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT));
        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT));
        return parameters(network);
    }

    @Test
    void biasesTakeTheirOwnUpdater() {
        DeepBeliefNetwork network = network(
                DataType.FLOAT,
                new Sgd(0.1),
                layer(PIXELS, 6, CD).biasUpdater(new Sgd(0.0)).build());
        INDArray weights = network.getParam("0_W").dup();

        network.pretrainLayer(0, barsAndStripes(14, DataType.FLOAT));

        assertThat(network.getParam("0_W").distance2(weights)).isPositive();
        assertThat(network.getParam("0_b").norm2Number().doubleValue()).isZero();
        assertThat(network.getParam("0_vb").norm2Number().doubleValue()).isZero();
    }
}
