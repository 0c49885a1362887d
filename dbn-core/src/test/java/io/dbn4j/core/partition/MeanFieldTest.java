package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Integrals;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Naive mean field and the second order on top of it. */
class MeanFieldTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";
    private static final LogPartitionEstimator NAIVE = new NaiveMeanField(10, 500);
    private static final LogPartitionEstimator TAP = new ThoulessAndersonPalmer(4, 500, 0.9);

    @ParameterizedTest
    @MethodSource("io.dbn4j.core.rbm.SmallRbms#allPairs")
    void naiveMeanFieldIsALowerBoundForUnitsOfEveryKind(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        double exact = Integrals.of(rbm).logPartition();

        Estimate estimate = estimate(NAIVE, rbm);

        assertThat(estimate.value()).isLessThan(exact).isGreaterThan(exact - 1);
        assertThat(estimate.bound()).isEqualTo(Bound.LOWER);
    }

    /** The bound holds wherever the search stops, and every turn raises it. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void everyTurnRaisesTheBound(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 7, 5);
        double[] bounds = IntStream.rangeClosed(1, 8)
                .mapToDouble(
                        turns -> estimate(new NaiveMeanField(1, turns), rbm).value())
                .toArray();

        assertThat(bounds).isSorted();
        assertThat(bounds[7]).isLessThan(StateSpace.of(rbm).logPartition());
    }

    /** Halving the weights divides the error by 4 without the second order, and by 8 with it. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void theErrorIsOfSecondOrderInTheWeightsAndOfThirdWithReaction(UnitType visible, UnitType hidden) {
        assertThat(order(NAIVE, visible, hidden)).isEqualTo(2, within(0.1));
        assertThat(order(TAP, visible, hidden)).isEqualTo(3, within(0.1));
        assertThatThrownBy(() -> assertThat(order(NAIVE, visible, hidden)).isEqualTo(3, within(0.1)))
                .isInstanceOf(AssertionError.class);
    }

    private static double order(LogPartitionEstimator estimator, UnitType visible, UnitType hidden) {
        double coarse = error(estimator, weak(visible, hidden, 1));
        double fine = error(estimator, weak(visible, hidden, 0.5));
        return Math.log(coarse / fine) / Math.log(2);
    }

    private static Rbm weak(UnitType visible, UnitType hidden, double scale) {
        Rbm rbm = SmallRbms.of(visible, hidden, 8, 5);
        rbm.weights().muli(0.002 * scale);
        return rbm;
    }

    private static double error(LogPartitionEstimator estimator, Rbm rbm) {
        return estimate(estimator, rbm).value() - StateSpace.of(rbm).logPartition();
    }

    /** For strongly coupled models, here in the spin-glass phase, the second order is worse than naive mean field. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void theSecondOrderIsGoodForWeakCouplingsOnly(UnitType visible, UnitType hidden) {
        Rbm strong = SmallRbms.strong(visible, hidden, 12, 8);
        Rbm weak = SmallRbms.strong(visible, hidden, 12, 8);
        weak.weights().muli(0.2);

        assertThat(error(TAP, weak)).isEqualTo(0, within(0.01));
        assertThat(error(NAIVE, weak)).isNegative().isLessThan(-10 * Math.abs(error(TAP, weak)));
        // Both pairs of units give the same distribution, and mean fields do not depend on the alphabet.
        assertThat(error(NAIVE, strong)).isEqualTo(-0.911, within(0.001));
        assertThat(error(TAP, strong)).isEqualTo(1.522, within(0.001));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void floatsAreWorkedOnInDoublePrecision(UnitType visible, UnitType hidden) {
        Rbm floats = SmallRbms.strong(visible, hidden, 7, 5).castTo(DataType.FLOAT);
        Rbm same = floats.castTo(DataType.DOUBLE);

        for (LogPartitionEstimator estimator : new LogPartitionEstimator[] {NAIVE, TAP}) {
            assertThat(estimate(estimator, floats).value())
                    .isEqualTo(estimate(estimator, same).value(), within(1e-6));
        }
    }

    /** Uniform ferromagnets have a state up and a state down; a start at the base-rate model's means finds neither. */
    @Test
    void drawsBreakASymmetryThatTheMeansKeep() {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), 6, 6, DataType.DOUBLE);
        rbm.weights().assign(0.8);

        Estimate one = new NaiveMeanField(1, 1000)
                .logPartition(rbm, AnnealingStart.at(new BaseRate(rbm.visibleBias())), TestSeed.stream("one"));
        Estimate many =
                NAIVE.logPartition(rbm, AnnealingStart.at(new BaseRate(rbm.visibleBias())), TestSeed.stream("many"));

        assertThat(one.value()).isEqualTo(12 * Math.log(2), within(1e-12));
        assertThat(many.value()).isEqualTo(StateSpace.of(rbm).logPartition() - Math.log(2), within(0.1));
    }

    @Test
    void iterationsThatDoNotConvergeAreNoResult() {
        Rbm rbm = SmallRbms.of(new Spin(), new Spin(), 7, 5);

        assertThatIllegalStateException()
                .isThrownBy(() -> estimate(new ThoulessAndersonPalmer(3, 2, 0.9), rbm))
                .withMessageMatching("TAP did not converge from any of 3 starts in 2 iterations"
                        + " \\(residual [0-9.e+-]+\\); try more damping than 0.9");
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NaiveMeanField(0, 1))
                .withMessage("starts must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThoulessAndersonPalmer(1, 0, 0.5))
                .withMessage("iterations must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ThoulessAndersonPalmer(1, 1, 1))
                .withMessage("damping must be in [0, 1), was 1.0");
        for (Rbm rbm : new Rbm[] {
            SmallRbms.pair(new Softmax(3), new Bernoulli()), SmallRbms.pair(new Bernoulli(), new Gaussian())
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> estimate(TAP, rbm))
                    .withMessageStartingWith(
                            "TAP needs units with two states, whose variance is a function of their mean, was ");
        }
    }

    private static Estimate estimate(LogPartitionEstimator estimator, Rbm rbm) {
        return estimator.logPartition(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("mean-field"));
    }
}
