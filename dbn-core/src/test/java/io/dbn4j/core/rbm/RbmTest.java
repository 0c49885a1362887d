package io.dbn4j.core.rbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.stack.FreeEnergyGap;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RbmTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    @ParameterizedTest
    @MethodSource(PAIRS)
    void energyIsItsDefinition(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        JointStates states = JointStates.of(rbm);

        assertThat(rbm.energy(states.visible(), states.hidden())).containsExactly(states.energies(), within(1e-13));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void freeEnergyIsMinusTheLogarithmOfTheSumOverHiddenStates(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);

        assertFreeEnergyIsSummedOut(rbm, rbm::freeEnergy);
        // The mean-field energy E(v, <h|v>), taken for the free energy, forgets the entropy of the hidden units.
        assertThatThrownBy(() -> assertFreeEnergyIsSummedOut(rbm, v -> rbm.energy(v, rbm.hiddenGivenVisible(v))))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertFreeEnergyIsSummedOut(Rbm rbm, Function<INDArray, double[]> freeEnergy) {
        JointStates states = JointStates.of(rbm);
        int count = states.visibleCount();
        double[] energy = states.energies();
        double[] sums = new double[count];
        for (int n = 0; n < energy.length; n++) {
            sums[n % count] += Math.exp(-energy[n]);
        }
        INDArray visible = StateSpace.states(rbm.visibleUnit(), rbm.visible(), 0, count, DataType.DOUBLE);

        assertThat(freeEnergy.apply(visible))
                .containsExactly(Arrays.stream(sums).map(sum -> -Math.log(sum)).toArray(), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void freeEnergyOfHiddenStatesIsMinusTheLogarithmOfTheSumOverVisibleStates(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        double[] energy = JointStates.of(rbm).energies();
        double[] expected = IntStream.range(0, 8)
                .mapToDouble(h -> -Math.log(IntStream.range(0, 16)
                        .mapToDouble(v -> Math.exp(-energy[16 * h + v]))
                        .sum()))
                .toArray();

        assertThat(rbm.hiddenFreeEnergy(StateSpace.states(hidden, 3, 0, 8, DataType.DOUBLE)))
                .containsExactly(expected, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void conditionalMeansAreThoseOfTheJointDistribution(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        JointStates states = JointStates.of(rbm);

        for (int row = 0; row < states.count(); row += 5) {
            INDArray v = states.visible().getRow(row, true);
            double[] hiddenMeans = Arrays.copyOfRange(states.means(states.clampedTo(v)), 16, 19);
            assertThat(rbm.hiddenGivenVisible(v).toDoubleVector()).containsExactly(hiddenMeans, within(1e-13));

            INDArray h = states.hidden().getRow(row, true);
            JointStates exchanged = JointStates.of(rbm.transposed());
            double[] visibleMeans = Arrays.copyOfRange(exchanged.means(exchanged.clampedTo(h)), 15, 19);
            assertThat(rbm.visibleGivenHidden(h).toDoubleVector()).containsExactly(visibleMeans, within(1e-13));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void gradientOfTheFreeEnergyEqualsDifferences(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        INDArray rows = SmallRbms.data(rbm, 5);
        Gradient gradient = Gradient.zero(rbm);

        rbm.addFreeEnergyGradient(rows, rbm.hiddenGivenVisible(rows), 0.7, gradient);

        double[] differences = Derivatives.byDifferences(
                rbm, moved -> 0.7 * Arrays.stream(moved.freeEnergy(rows)).sum());
        assertThat(Derivatives.of(gradient)).containsExactly(differences, within(1e-8));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void exchangingTheSidesTwiceChangesNothing(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        JointStates states = JointStates.of(rbm);

        assertThat(rbm.transposed().transposed()).isEqualTo(rbm);
        assertThat(rbm.transposed().energy(/* visible= */ states.hidden(), /* hidden= */ states.visible()))
                .containsExactly(states.energies(), within(1e-13));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void numbersDoNotDependOnTheMemoryLayout(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        Rbm laidOut = SmallRbms.asInDl4j(rbm);
        INDArray v = SmallRbms.data(rbm, 5);
        INDArray h = rbm.hiddenGivenVisible(v);
        Gradient gradient = Gradient.zero(laidOut);

        laidOut.addFreeEnergyGradient(v.dup('f'), h.dup('f'), 1, gradient);

        Gradient expected = Gradient.zero(rbm);
        rbm.addFreeEnergyGradient(v, h, 1, expected);
        assertThat(Derivatives.of(gradient)).containsExactly(Derivatives.of(expected), within(1e-14));
        assertThat(laidOut.freeEnergy(v.dup('f'))).containsExactly(rbm.freeEnergy(v), within(1e-13));
        assertThat(laidOut.hiddenFreeEnergy(h)).containsExactly(rbm.hiddenFreeEnergy(h), within(1e-13));
        assertThat(laidOut.energy(v, h)).containsExactly(rbm.energy(v, h), within(1e-13));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void argumentsAreNotModified(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        Rbm before = rbm.copy();
        INDArray v = SmallRbms.data(rbm, 5);
        INDArray h = rbm.hiddenGivenVisible(v);
        INDArray hiddenBefore = h.dup();

        rbm.energy(v, h);
        rbm.freeEnergy(v);
        rbm.hiddenFreeEnergy(h);
        rbm.visibleGivenHidden(h);
        rbm.addFreeEnergyGradient(v, h, 2, Gradient.zero(rbm));
        StateSpace.of(rbm).logPartition();

        assertThat(rbm).isEqualTo(before);
        assertThat(v).isEqualTo(SmallRbms.data(rbm, 5));
        assertThat(h).isEqualTo(hiddenBefore);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void freeEnergiesStayFiniteAtInputsOfTenThousand(DataType type) {
        for (UnitType hidden : SmallRbms.TWO_STATE) {
            Rbm rbm = Rbm.zero(new Bernoulli(), hidden, 2, 70, type);
            rbm.weights().getRow(0).assign(1e4);
            rbm.weights().getRow(1).assign(-1e4);
            INDArray visible = StateSpace.states(new Bernoulli(), 2, 0, 4, type);
            double perUnit = hidden.equals(new Bernoulli()) ? 0 : -1e4;

            assertAsymptotic(rbm.freeEnergy(visible), 70 * perUnit);
        }
        assertThatThrownBy(() -> assertAsymptotic(naive(1e4), 0)).isInstanceOf(AssertionError.class);
    }

    /** Free energies of 70 units with inputs 0, 1e4, -1e4, 0. */
    private static void assertAsymptotic(double[] freeEnergy, double atMinusTenThousand) {
        double free = -70 * Math.log(2);
        assertThat(freeEnergy).containsExactly(new double[] {free, -70e4, atMinusTenThousand, free}, within(1e-9));
    }

    private static double[] naive(double x) {
        return Arrays.stream(new double[] {0, x, -x, 0})
                .map(input -> -70 * Math.log(1 + Math.exp(input)))
                .toArray();
    }

    @Test
    void floatAgreesWithDouble() {
        Rbm rbm = SmallRbms.of(new Spin(), new Bernoulli(), 8, 6);
        INDArray visible = SmallRbms.data(rbm, 20);

        assertThat(rbm.castTo(DataType.FLOAT).freeEnergy(visible.castTo(DataType.FLOAT)))
                .containsExactly(rbm.freeEnergy(visible), within(1e-5));
    }

    @Test
    void randomWeightsHaveTheirStandardDeviationAndBiasesAreZero() {
        Rbm rbm = Rbm.random(
                new Bernoulli(), new Bernoulli(), 200, 100, 0.01, DataType.DOUBLE, TestSeed.stream("weights"));

        // 20 000 numbers: the relative standard error is 1/200; 4.5 of them, false-alarm rate 7e-6.
        assertThat(rbm.weights().stdNumber().doubleValue())
                .as("seed %d", TestSeed.VALUE)
                .isEqualTo(0.01, within(0.01 * 4.5 / 200));
        assertThat(rbm.visibleBias()).isEqualTo(Nd4j.zeros(DataType.DOUBLE, 200));
        assertThat(rbm.hiddenBias()).isEqualTo(Nd4j.zeros(DataType.DOUBLE, 100));
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Rbm(new Bernoulli(), new Bernoulli(), Nd4j.zeros(3, 2), Nd4j.zeros(3), Nd4j.zeros(3), 0))
                .withMessage("weights must have shape [3, 3], the lengths of visible and hidden biases, was [3, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rbm.zero(new Bernoulli(), new Bernoulli(), 0, 2, DataType.DOUBLE))
                .withMessage("visible must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmallRbms.bernoulli(3, 2).freeEnergy(Nd4j.zeros(DataType.DOUBLE, 3)))
                .withMessage("visible must have shape [batch, 3], was [3]; make it a row with reshape(1, -1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmallRbms.bernoulli(3, 2).freeEnergy(Nd4j.zeros(DataType.DOUBLE, 5, 2)))
                .withMessage("visible must have shape [batch, 3], was [5, 2]");
    }

    /** {@code Nd4j.create(double[][])} and CSV files give DOUBLE, a layer of DL4J is FLOAT: either serves. */
    @Test
    void rowsOfEitherTypeGiveTheSame() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        INDArray visible = Nd4j.createFromArray(new double[][] {{0, 1, 1}, {1, 0, 1}});
        INDArray hidden = Nd4j.createFromArray(new double[][] {{1, 0}, {1, 1}});

        for (Rbm model : new Rbm[] {rbm, rbm.castTo(DataType.FLOAT)}) {
            for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                INDArray v = visible.castTo(type);
                INDArray h = hidden.castTo(type);
                Gradient into = Gradient.zero(model);
                model.addFreeEnergyGradient(v, h, 1, into);

                assertThat(model.freeEnergy(v)).containsExactly(rbm.freeEnergy(visible), within(1e-5));
                assertThat(model.hiddenFreeEnergy(h)).containsExactly(rbm.hiddenFreeEnergy(hidden), within(1e-5));
                assertThat(model.energy(v, h)).containsExactly(rbm.energy(visible, hidden), within(1e-5));
                assertThat(Elements.of(model.hiddenGivenVisible(v)))
                        .containsExactly(Elements.of(rbm.hiddenGivenVisible(visible)), within(1e-5));
                assertThat(Elements.of(into.visibleBias())).containsExactly(-1, -1, -2);
                assertThat(FreeEnergyGap.mean(model, v).value())
                        .isCloseTo(FreeEnergyGap.mean(rbm, visible).value(), within(1e-5));
            }
        }
    }
}
