package io.dbn4j.core.rbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares visible units that have variances as parameters with units of variance 1, sums over hidden states and
 * differences.
 */
class DiagonalGaussianTest {

    private static final double[] LOG_VARIANCE = {Math.log(0.6), Math.log(1.7)};
    private static final INDArray ROWS =
            Nd4j.createFromArray(new double[][] {{0.3, -1.2}, {2.1, 0.4}, {-0.7, 0.9}, {1.4, -2.2}, {0, 0.6}});

    static Stream<UnitType> discrete() {
        return Stream.of(new Bernoulli(), new Spin(), new Softmax(3));
    }

    private static Rbm rbm(UnitType hidden) {
        Rbm rbm = SmallRbms.pair(new Gaussian(), hidden);
        return withVariances(rbm, LOG_VARIANCE);
    }

    private static Rbm withVariances(Rbm rbm, double... logVariance) {
        return new Rbm(
                new DiagonalGaussian(),
                rbm.hiddenUnit(),
                rbm.weights(),
                rbm.visibleBias(),
                rbm.hiddenBias(),
                Nd4j.createFromArray(new double[][] {logVariance}),
                rbm.hiddenParameters(),
                rbm.energyOffset());
    }

    /** The same model of {@code v / sigma}: weights and biases times sigma, variances 1. */
    private static Rbm ofScaledRows(Rbm rbm) {
        INDArray sigma = sigma();
        return new Rbm(
                new Gaussian(),
                rbm.hiddenUnit(),
                rbm.weights().mulColumnVector(sigma),
                rbm.visibleBias().mul(sigma),
                rbm.hiddenBias(),
                rbm.energyOffset());
    }

    private static INDArray sigma() {
        return Nd4j.createFromArray(
                Arrays.stream(LOG_VARIANCE).map(s -> Math.exp(s / 2)).toArray());
    }

    @ParameterizedTest
    @MethodSource("discrete")
    void aChangeOfVariablesGivesUnitsOfVarianceOne(UnitType hidden) {
        Rbm rbm = rbm(hidden);
        Rbm scaled = ofScaledRows(rbm);
        INDArray scaledRows = ROWS.divRowVector(sigma());

        assertThat(rbm.freeEnergy(ROWS)).containsExactly(scaled.freeEnergy(scaledRows), within(1e-12));
        double logScale = Arrays.stream(LOG_VARIANCE).sum() / 2;
        assertThat(Summation.of(rbm).logPartition())
                .isCloseTo(Summation.of(scaled).logPartition() + logScale, within(1e-12));
        INDArray hiddenMean = rbm.hiddenGivenVisible(ROWS);
        assertThat(Elements.of(rbm.visibleGivenHidden(hiddenMean)))
                .containsExactly(
                        Elements.of(scaled.visibleGivenHidden(hiddenMean).mulRowVector(sigma())), within(1e-12));
        // Broken: weights that were not scaled.
        assertThat(withVariances(rbm, 0, 0).freeEnergy(scaledRows)[1])
                .isNotCloseTo(rbm.freeEnergy(ROWS)[1], within(0.01));
    }

    @ParameterizedTest
    @MethodSource("discrete")
    void freeEnergiesAreSumsOverHiddenStates(UnitType hidden) {
        Rbm rbm = rbm(hidden);
        int count = StateSpace.count(hidden, rbm.hidden());
        INDArray states = StateSpace.states(hidden, rbm.hidden(), 0, count, DataType.DOUBLE);

        for (int row = 0; row < ROWS.size(0); row++) {
            INDArray copies = Nd4j.repeat(ROWS.getRow(row), count).reshape(count, 2);
            double sum = Arrays.stream(rbm.energy(copies, states))
                    .map(energy -> Math.exp(-energy))
                    .sum();
            assertThat(rbm.freeEnergy(ROWS)[row]).isCloseTo(-Math.log(sum), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("discrete")
    void gradientsEqualDifferencesOnBothSides(UnitType hidden) {
        for (Rbm rbm : new Rbm[] {rbm(hidden), rbm(hidden).transposed()}) {
            INDArray rows = rbm.visibleUnit().parameters() > 0 ? ROWS : SmallRbms.states(rbm, 4);
            Gradient gradient = Gradient.zero(rbm);
            rbm.addFreeEnergyGradient(rows, rbm.hiddenGivenVisible(rows), 0.7, gradient);
            Summation.of(rbm).addLogPartitionGradient(1.3, gradient);

            assertSame(
                    gradient,
                    Derivatives.byDifferences(
                            rbm,
                            moved -> 0.7 * Arrays.stream(moved.freeEnergy(rows)).sum()
                                    + 1.3 * Summation.of(moved).logPartition()));
        }
    }

    /** Broken: half the statistic. */
    @Test
    void aWrongStatisticIsNoticed() {
        Rbm rbm = rbm(new Spin());
        Gradient gradient = Gradient.zero(rbm);
        rbm.addFreeEnergyGradient(ROWS, rbm.hiddenGivenVisible(ROWS), 1, gradient);
        INDArray ofVariance = gradient.visibleParameters();
        double[] differences = Derivatives.byDifferences(
                rbm, moved -> Arrays.stream(moved.freeEnergy(ROWS)).sum());
        assertSame(gradient, differences);
        ofVariance.divi(2);

        assertThatThrownBy(() -> assertSame(gradient, differences)).isInstanceOf(AssertionError.class);
    }

    private static void assertSame(Gradient gradient, double[] differences) {
        assertThat(Derivatives.of(gradient)).containsExactly(differences, within(1e-7));
    }

    /**
     * With {@code v / sigma} and its parameters held fixed, the likelihood depends on sigma through the data alone: {@code
     * d(-log p)/d log sigma = 1 - v^2 / sigma^2 + v (a + W <h|v>)}.
     */
    @Test
    void theGradientOfTheLikelihoodAlongFixedScaledParametersIsThatOfTheDataAlone() {
        Rbm rbm = rbm(new Bernoulli());
        INDArray hiddenMean = rbm.hiddenGivenVisible(ROWS);
        Gradient gradient = Gradient.zero(rbm);
        rbm.addFreeEnergyGradient(ROWS, hiddenMean, 1, gradient);
        Summation.of(rbm).addLogPartitionGradient((double) ROWS.size(0), gradient);

        INDArray along = gradient.visibleParameters()
                .mul(2)
                .sub(rbm.weights().mul(gradient.weights()).sum(1))
                .sub(rbm.visibleBias().mul(gradient.visibleBias()));
        INDArray visibleInput = hiddenMean.mmul(rbm.weights().transpose()).addRowVector(rbm.visibleBias());
        INDArray data = ROWS.mul(ROWS)
                .divRowVector(sigma().mul(sigma()))
                .rsub(1)
                .add(ROWS.mul(visibleInput))
                .sum(0);

        assertThat(Elements.of(along)).containsExactly(Elements.of(data), within(1e-11));
    }

    @Test
    void aPenaltyReachesTheVariancesToo() {
        Rbm rbm = rbm(new Spin());
        NegativePhase none = new Nothing();
        Gradient once = gradient(rbm, new Likelihood(none));
        Gradient both =
                gradient(rbm, new HybridObjective(new Likelihood(none), Ramp.constant(0.5), new Likelihood(none)));

        double[] expected =
                Arrays.stream(Derivatives.of(once)).map(one -> 1.5 * one).toArray();
        assertThat(Derivatives.of(both)).containsExactly(expected, within(1e-12));
    }

    private static Gradient gradient(Rbm rbm, Objective objective) {
        Gradient gradient = Gradient.zero(rbm);
        RandomSource random = TestSeed.stream("none");
        objective.step(rbm, Batch.of(rbm, ROWS), objective.start(rbm, random), random, gradient);
        return gradient;
    }

    /** A negative phase of the data themselves, with half their weight. */
    private record Nothing() implements NegativePhase {

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return new TrainingState.Stateless();
        }

        @Override
        public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
            return state;
        }

        @Override
        public Batch states(Rbm rbm, TrainingState state) {
            return Batch.of(rbm, Nd4j.zeros(DataType.DOUBLE, 1, 2));
        }
    }

    /** Four standard errors: one false alarm in 16 000. */
    @Test
    void annealingFindsTheExactLogPartition() {
        Rbm rbm = rbm(new Bernoulli());
        Estimate found = new AnnealedImportanceSampling(200, 400)
                .logPartition(rbm, AnnealingStart.atRows(rbm, ROWS), TestSeed.stream("ais"));

        assertThat(found.value()).isCloseTo(Summation.of(rbm).logPartition(), within(4 * found.standardError()));
        // Broken: another variance, whose log Z is 0.35 nats larger and more.
        Rbm wider = withVariances(rbm, LOG_VARIANCE[0], Math.log(3.5));
        assertThat(found.value()).isNotCloseTo(Summation.of(wider).logPartition(), within(4 * found.standardError()));
    }

    /** From the exact distribution of the hidden units; four standard errors, one false alarm in 8 000. */
    @Test
    void drawsHaveTheVariancesOfTheModel() {
        int count = 40_000;
        Rbm rbm = rbm(new Spin());
        INDArray mean = Nd4j.zeros(DataType.DOUBLE, count, 2);
        rbm.visibleUnit().draw(rbm.visibleParameters(), mean, mean, TestSeed.stream("draws"));

        for (int unit = 0; unit < 2; unit++) {
            double variance = Math.exp(LOG_VARIANCE[unit]);
            double found =
                    mean.getColumn(unit).mul(mean.getColumn(unit)).meanNumber().doubleValue();
            assertThat(found).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / count)));
            assertThat(found).isNotCloseTo(1, within(4 * Math.sqrt(2.0 / count)));
        }
    }

    @Test
    void copiesAndCastsKeepVariancesOfTheirOwn() {
        Rbm rbm = rbm(new Spin());
        Rbm copy = rbm.copy();
        double before = copy.freeEnergy(ROWS)[0];
        rbm.visibleParameters().addi(1);

        assertThat(copy.freeEnergy(ROWS)[0]).isEqualTo(before);
        assertThat(rbm.freeEnergy(ROWS)[0]).isNotCloseTo(before, within(1e-3));
        assertThat(copy.castTo(DataType.FLOAT).freeEnergy(ROWS.castTo(DataType.FLOAT))[0])
                .isCloseTo(before, within(1e-5));
    }

    @Test
    void modelsOfOtherVariancesAreNotEqual() {
        assertThat(rbm(new Spin())).isEqualTo(rbm(new Spin()));
        assertThat(withVariances(rbm(new Spin()), 0, 0)).isNotEqualTo(rbm(new Spin()));
        assertThat(rbm(new Spin()).visibleUnit())
                .isEqualTo(withVariances(rbm(new Spin()), 0, 0).visibleUnit());
    }

    @Test
    void continuousUnitsOnTheOtherSideAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rbm.zero(new DiagonalGaussian(), new Rectified(), 2, 2, DataType.DOUBLE))
                .withMessage("units opposite diagonal-gaussian units must be discrete, such as bernoulli, were"
                        + " rectified: log Z could be infinite");
    }

    @Test
    void aVanishingVarianceIsNotLoweredFurther() {
        INDArray logVariance = Nd4j.createFromArray(new double[][] {{-10.5, -10.5, 0.0}});
        INDArray gradient = Nd4j.createFromArray(new double[][] {{0.5, -0.5, 0.5}});

        new DiagonalGaussian().hold(logVariance, gradient);

        assertThat(Elements.of(gradient)).containsExactly(0, -0.5, 0.5);
    }

    @Test
    void asManyVariancesAsUnitsAreNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withVariances(rbm(new Spin()), 0, 0, 0))
                .withMessage(
                        "parameters of the visible units must have shape [parameters, units] = [1, 2], was [1, 3]");
    }
}
