package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Integrals;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Log Z of RBMs with units of every kind. */
class UnitPairPartitionTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#allPairs";

    /** 100 steps and 200 chains, 5 standard errors: false-alarm rate 6e-7 for each of the 100 estimates. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void annealingInBothDirectionsAgreesWithSumsAndIntegrals(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        double exact = Integrals.of(rbm).logPartition();
        assertAgrees(exact, new AnnealedImportanceSampling(100, 200), rbm);
        assertAgrees(exact, new AnnealedImportanceSampling(100, 200), rbm.castTo(DataType.FLOAT));
        assertAgrees(exact, new ReverseAnnealedImportanceSampling(100, 200, 50, 10), rbm);
        assertAgrees(exact, new BennettRatio(20, 200, 10), rbm);
        // The check rejects an energy offset of the wrong sign.
        assertThatThrownBy(() -> assertAgrees(exact + 0.6, new AnnealedImportanceSampling(100, 200), rbm))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertAgrees(double exact, LogPartitionEstimator estimator, Rbm rbm) {
        Estimate estimate = estimator.logPartition(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("pairs"));
        assertThat(estimate.value())
                .as("%s, seed %d", estimator, TestSeed.VALUE)
                .isEqualTo(exact, within(5 * estimate.standardError() + 1e-6));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void aModelWithoutCouplingsHasNoError(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        rbm.weights().assign(0);
        rbm.hiddenBias().assign(0);

        Estimate estimate = new AnnealedImportanceSampling(10, 10)
                .logPartition(rbm, AnnealingStart.at(new BaseRate(rbm.visibleBias())), TestSeed.stream("free"));

        assertThat(estimate.value()).isEqualTo(Integrals.of(rbm).logPartition(), within(1e-10));
        assertThat(estimate.high() - estimate.low()).isEqualTo(0, within(1e-10));
    }

    @Test
    void theMeanWeightOverAllTracesOfSoftmaxUnitsIsTheRatioOfPartitionFunctions() {
        for (List<UnitType> units : List.of(
                List.<UnitType>of(new Softmax(3), new Bernoulli()),
                List.<UnitType>of(new Bernoulli(), new Softmax(3)))) {
            Rbm rbm = SmallRbms.pair(units.get(0), units.get(1));
            int drawsOfVisible = units.get(0).width() == 3 ? 4 : 2;

            Traces traces = Traces.of(
                    drawsOfVisible + 6,
                    (chains, random) ->
                            new AnnealedImportanceSampling(2, chains).anneal(rbm, base(rbm), random, step -> {}));

            double ratio = Math.exp(JointStates.of(rbm).logPartition() - traces.baseLogPartition());
            assertThat(traces.meanWeight() / ratio).isEqualTo(1, within(1e-10));
        }
    }

    @Test
    void modelsWithoutAFiniteLogZGetNoNumber() {
        for (UnitType hidden : List.of(new Gaussian(), new Rectified())) {
            Rbm rbm = SmallRbms.pair(new Gaussian(), hidden);
            rbm.weights().muli(10);

            for (LogPartitionEstimator annealing : List.of(
                    new AnnealedImportanceSampling(10, 10),
                    new ReverseAnnealedImportanceSampling(10, 10, 0, 10),
                    new BennettRatio(10, 10, 1))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() ->
                                annealing.logPartition(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("none")))
                        .withMessageStartingWith(
                                "log Z is or may be infinite: with gaussian visible and "
                                        + hidden.name()
                                        + " hidden units the largest singular value of the weights must be below 1, was about ");
            }
        }
    }

    @Test
    void theExactLogZOfGaussianUnitsMayBeInfinite() {
        Rbm rbm = SmallRbms.pair(new Gaussian(), new Gaussian());
        rbm.weights().muli(10);

        assertThat(new ExactLogPartition().logPartition(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("none")))
                .isEqualTo(Estimate.exact(Double.POSITIVE_INFINITY, "nats"));
    }

    /** Inputs stay finite even for constant data, whose means are at the limits of a unit. */
    @Test
    void constantDataHaveFiniteInputs() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray means = Nd4j.createFromArray(0.0, 0.0, 1.0).castTo(type);

            assertThat(meansOf(new Gaussian(), means)).containsExactly(new double[] {0, 0, 1}, within(1e-6));
            assertThat(meansOf(new Rectified(), means)).containsExactly(new double[] {0.001, 0.001, 1}, within(1e-6));
            assertThat(meansOf(new Softmax(3), means))
                    .containsExactly(new double[] {0.001, 0.001, 0.998}, within(1e-5));
        }
    }

    private static double[] meansOf(UnitType unit, INDArray means) {
        INDArray input = BaseRate.ofMeans(unit, UnitParameters.NONE, means).input();
        assertThat(input.toDoubleVector()).doesNotContain(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        unit.mean(UnitParameters.NONE, input);
        return input.toDoubleVector();
    }
}
