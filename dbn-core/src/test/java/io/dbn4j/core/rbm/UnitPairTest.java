package io.dbn4j.core.rbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** RBMs with units of every kind on either side, against sums over states and integrals. */
class UnitPairTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#allPairs";
    private static final String SUMMABLE = "summable";

    /** Pairs whose log Z has a closed form or a side that can be enumerated. */
    static Stream<Arguments> summable() {
        return Stream.concat(SmallRbms.enumerablePairs(), Stream.of(Arguments.of(new Gaussian(), new Gaussian())));
    }

    static Stream<Arguments> undecided() {
        return Stream.of(
                Arguments.of(new Gaussian(), new Rectified()),
                Arguments.of(new Rectified(), new Gaussian()),
                Arguments.of(new Rectified(), new Rectified()));
    }

    private static Rbm withOtherHiddenUnits(Rbm rbm) {
        return new Rbm(
                rbm.visibleUnit(),
                SmallRbms.other(rbm.hiddenUnit()),
                rbm.weights(),
                rbm.visibleBias(),
                rbm.hiddenBias(),
                rbm.energyOffset());
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void energiesHaveTheBaseMeasuresOfBothSides(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        INDArray v = SmallRbms.states(rbm, 5);
        INDArray h = SmallRbms.states(rbm.transposed(), 5);
        double[] inputs = Integrals.statistics(
                rbm.visibleBias().toDoubleVector(), rbm.hiddenBias().toDoubleVector());
        double[][] weights = rbm.weights().toDoubleMatrix();

        double[] expected = IntStream.range(0, 5)
                .mapToDouble(row -> {
                    double[] x = v.getRow(row).toDoubleVector();
                    double[] y = h.getRow(row).toDoubleVector();
                    double energy = 0.3
                            - Integrals.of(rbm).logMeasure(x)
                            - Integrals.of(rbm.transposed()).logMeasure(y);
                    for (int i = 0; i < x.length; i++) {
                        energy -= inputs[x.length * y.length + i] * x[i];
                        for (int j = 0; j < y.length; j++) {
                            energy -= x[i] * weights[i][j] * y[j];
                        }
                    }
                    for (int j = 0; j < y.length; j++) {
                        energy -= inputs[x.length * y.length + x.length + j] * y[j];
                    }
                    return energy;
                })
                .toArray();
        assertThat(rbm.energy(v, h)).containsExactly(expected, within(1e-13));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void freeEnergiesAreSummedOrIntegratedOverTheHiddenUnits(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        INDArray rows = SmallRbms.states(rbm, 9);
        double[] expected = Integrals.of(rbm).freeEnergy(rows);

        assertThat(rbm.freeEnergy(rows)).containsExactly(expected, within(1e-11));
        assertThat(SmallRbms.asInDl4j(rbm).freeEnergy(rows.dup('f'))).containsExactly(expected, within(1e-11));
        assertThat(rbm.castTo(DataType.FLOAT).freeEnergy(rows.castTo(DataType.FLOAT)))
                .containsExactly(expected, within(1e-5));
        assertThat(rbm.transposed().hiddenFreeEnergy(rows)).containsExactly(expected, within(1e-11));
        assertThatThrownBy(() ->
                        assertThat(withOtherHiddenUnits(rbm).freeEnergy(rows)).containsExactly(expected, within(1e-3)))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void conditionalMeansAreSummedOrIntegratedToo(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        INDArray rows = SmallRbms.states(rbm, 9);
        double[][] means = rbm.hiddenGivenVisible(rows).toDoubleMatrix();

        for (int row = 0; row < 9; row++) {
            assertThat(means[row])
                    .containsExactly(
                            Integrals.of(rbm).hiddenMean(rows.getRow(row).toDoubleVector()), within(1e-11));
        }
        assertThat(rbm.transposed().visibleGivenHidden(rows)).isEqualTo(rbm.hiddenGivenVisible(rows));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void gradientOfTheFreeEnergyEqualsDifferences(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        INDArray rows = SmallRbms.states(rbm, 5);
        Gradient gradient = Gradient.zero(rbm);

        rbm.addFreeEnergyGradient(rows, rbm.hiddenGivenVisible(rows), 0.7, gradient);

        double[] differences = Derivatives.byDifferences(
                rbm, moved -> 0.7 * Arrays.stream(moved.freeEnergy(rows)).sum());
        assertThat(Derivatives.of(gradient)).containsExactly(differences, within(1e-7));
    }

    @ParameterizedTest
    @MethodSource(SUMMABLE)
    void logPartitionIsTheSumOrIntegralOverAllStates(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        double expected = Integrals.of(rbm).logPartition();

        assertThat(Summation.of(rbm).logPartition()).isEqualTo(expected, within(1e-11));
        assertThat(Summation.of(rbm.transposed()).logPartition()).isEqualTo(expected, within(1e-11));
        assertThat(Summation.of(SmallRbms.asInDl4j(rbm)).logPartition()).isEqualTo(expected, within(1e-11));
        assertThat(Summation.of(rbm.castTo(DataType.FLOAT)).logPartition()).isEqualTo(expected, within(1e-5));
        Rbm broken = Coupling.continuous(visible, hidden) ? rbm.withEnergyOffset(0) : withOtherHiddenUnits(rbm);
        assertThat(Summation.of(broken).logPartition()).isNotCloseTo(expected, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource(SUMMABLE)
    void derivativesOfLogPartitionAreTheMeansOfTheModel(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        double[] means = Integrals.of(rbm).means();
        for (Rbm laidOut : new Rbm[] {rbm, SmallRbms.asInDl4j(rbm)}) {
            Gradient gradient = Gradient.zero(laidOut);

            Summation.of(laidOut).addLogPartitionGradient(1, gradient);
            Summation.of(laidOut).addLogPartitionGradient(-3, gradient);

            double[] expected = Arrays.stream(means).map(mean -> -2 * mean).toArray();
            assertThat(Derivatives.of(gradient)).containsExactly(expected, within(1e-10));
        }
    }

    @Test
    void theSideWithFewerStatesIsEnumerated() {
        assertThat(StateSpace.of(zero(new Gaussian(), new Bernoulli(), 2, 5)).units())
                .isEqualTo(5);
        assertThat(StateSpace.of(zero(new Bernoulli(), new Rectified(), 5, 2)).units())
                .isEqualTo(5);
        assertThat(StateSpace.of(zero(new Softmax(8), new Bernoulli(), 16, 7)).units())
                .isEqualTo(16);
        assertThat(StateSpace.of(zero(new Softmax(8), new Bernoulli(), 16, 5)).units())
                .isEqualTo(5);
    }

    @Test
    void manyBlocksOfSoftmaxStatesAddUp() {
        Rbm rbm = zero(new Softmax(3), new Softmax(3), 27, 27);
        rbm.visibleBias().assign(Nd4j.linspace(-1, 1, 27, DataType.DOUBLE));
        double[] a = rbm.visibleBias().toDoubleVector();
        Gradient gradient = Gradient.zero(rbm);

        StateSpace.of(rbm).addLogPartitionGradient(1, gradient);

        INDArray mean = rbm.visibleBias().dup();
        new Softmax(3).mean(UnitParameters.NONE, mean);
        assertThat(StateSpace.of(rbm).logPartition())
                .isEqualTo(new Softmax(3).cumulant(UnitParameters.NONE, a, 0, 27, 1) + 9 * Math.log(3), within(1e-10));
        assertThat(gradient.visibleBias().toDoubleVector()).containsExactly(mean.toDoubleVector(), within(1e-10));
    }

    @Test
    void stateNumbersOfGroupsAreReadAsDigits() {
        assertThat(StateSpace.states(new Softmax(3), 6, 5, 2, DataType.DOUBLE))
                .isEqualTo(Nd4j.createFromArray(new double[][] {{0, 0, 1, 0, 1, 0}, {1, 0, 0, 0, 0, 1}}));
    }

    @Test
    void gaussianUnitsThatAreCoupledTooStronglyHaveAnInfiniteLogZ() {
        for (double strength : new double[] {0.999, 1, 1.001, 30}) {
            Rbm rbm = zero(new Gaussian(), new Gaussian(), 3, 2);
            rbm.weights().putScalar(1, 1, -strength);
            rbm.weights().putScalar(2, 0, 0.5);

            assertThat(Double.isInfinite(Summation.of(rbm).logPartition())).isEqualTo(strength >= 1);
            assertThat(Double.isInfinite(Summation.of(rbm.transposed()).logPartition()))
                    .isEqualTo(strength >= 1);
        }
    }

    @Test
    void modelsWithoutAFiniteLogZHaveNoGradient() {
        Rbm rbm = zero(new Gaussian(), new Gaussian(), 3, 2);
        rbm.weights().putScalar(1, 1, -1.5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summation.of(rbm).addLogPartitionGradient(1, Gradient.zero(rbm)))
                .withMessage("log Z is or may be infinite: with gaussian visible and gaussian hidden units the largest"
                        + " singular value of the weights must be below 1, was about 1.500");
    }

    @Test
    void weightsThatAreNoNumbersDoNotCountAsBounded() {
        Rbm rbm = zero(new Gaussian(), new Rectified(), 3, 2);
        rbm.weights().assign(Double.NaN);

        assertThatIllegalArgumentException().isThrownBy(() -> Coupling.requireBounded(rbm));
        Rbm gaussian = zero(new Gaussian(), new Gaussian(), 3, 2);
        gaussian.weights().assign(Double.NaN);
        assertThat(Summation.of(gaussian).logPartition()).isNaN();
    }

    @ParameterizedTest
    @MethodSource("undecided")
    void pairsThatCannotBeSummedAreRefusedByName(UnitType visible, UnitType hidden) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Summation.of(zero(visible, hidden, 3, 2)))
                .withMessage(
                        "log Z of %s visible and %s hidden units cannot be enumerated (both are continuous);"
                                + " use ais, annealed importance sampling",
                        visible, hidden);
    }

    @Test
    void negativeWeightsBetweenRectifiedUnitsAlwaysHaveAFiniteLogZ() {
        Rbm rectified = zero(new Rectified(), new Rectified(), 3, 2);
        rectified.weights().assign(-20);
        Rbm gaussian = zero(new Gaussian(), new Rectified(), 3, 2);
        gaussian.weights().assign(-20);

        assertThatCode(() -> Coupling.requireBounded(rectified)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> Coupling.requireBounded(gaussian));
        rectified.weights().putScalar(0, 0, 1.1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Coupling.requireBounded(rectified))
                .withMessageContaining("of the positive weights must be below 1, was about 1.100");
    }

    @Test
    void theSpectralNormIsTheLargestSingularValue() {
        INDArray weights = Nd4j.createFromArray(new double[][] {{3, 0, 0}, {0, -7, 0}});

        assertThat(Coupling.spectralNorm(weights)).isEqualTo(7, within(0.01));
        assertThat(Coupling.spectralNorm(weights.transpose().castTo(DataType.FLOAT)))
                .isEqualTo(7, within(0.01));
        assertThat(Coupling.spectralNorm(Nd4j.zeros(4, 3))).isZero();
    }

    /** Power iteration from one start stops at the singular value of the many. */
    @Test
    void aLargestSingularValueAmongManyIsNotMissed() {
        INDArray weights = Nd4j.eye(200).castTo(DataType.DOUBLE).muli(0.9);
        weights.putScalar(11, 11, 0.96);

        assertThat(Coupling.spectralNorm(weights)).isBetween(0.96 - 1e-12, 0.96 * Math.pow(200, 1.0 / 1024));
    }

    @Test
    void statesThatAUnitCannotHaveHaveAnInfiniteFreeEnergy() {
        Rbm rbm = SmallRbms.pair(new Rectified(), new Bernoulli());

        assertThat(rbm.freeEnergy(Nd4j.createFromArray(new double[][] {{-0.1, 1}, {0, 1}})))
                .satisfies(energies -> {
                    assertThat(energies[0]).isEqualTo(Double.POSITIVE_INFINITY);
                    assertThat(energies[1]).isFinite();
                });
    }

    @Test
    void theNumberOfStatesIsThatOfTheAlphabet() {
        for (UnitType unit : List.of(new Bernoulli(), new Spin(), new Gaussian(), new Rectified(), new Softmax(3))) {
            assertThat(unit.states()).isEqualTo(unit.alphabet().length);
        }
    }

    @Test
    void partsOfAGroupAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> zero(new Softmax(3), new Bernoulli(), 4, 2))
                .withMessage("number of visible units must be a multiple of 3, the size of a group, was 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> zero(new Bernoulli(), new Softmax(3), 4, 2))
                .withMessage("number of hidden units must be a multiple of 3, the size of a group, was 2");
    }

    @Test
    void onlyTwoStateUnitsAreConverted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Alphabet.convert(
                        SmallRbms.pair(new Bernoulli(), new Softmax(2)), new Bernoulli(), new Bernoulli()))
                .withMessage("units must have two states each, were Softmax[states=2]");
    }

    private static Rbm zero(UnitType visibleUnit, UnitType hiddenUnit, int visible, int hidden) {
        return Rbm.zero(visibleUnit, hiddenUnit, visible, hidden, DataType.DOUBLE);
    }
}
