package io.dbn4j.core.rbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StateSpaceTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    @ParameterizedTest
    @MethodSource(PAIRS)
    void logPartitionIsTheSumOverAllJointStatesFromBothSides(UnitType visible, UnitType hidden) {
        Rbm wide = SmallRbms.of(visible, hidden, 5, 3);
        Rbm narrow = SmallRbms.of(visible, hidden, 3, 5);

        assertThat(StateSpace.of(wide).logPartition())
                .isEqualTo(JointStates.of(wide).logPartition(), within(1e-12));
        assertThat(StateSpace.of(narrow).logPartition())
                .isEqualTo(JointStates.of(narrow).logPartition(), within(1e-12));
        assertThat(StateSpace.of(wide.transposed()).logPartition())
                .isEqualTo(StateSpace.of(wide).logPartition(), within(1e-12));
    }

    @Test
    void theSmallerSideIsEnumerated() {
        assertThat(StateSpace.of(SmallRbms.bernoulli(5, 3)).units()).isEqualTo(3);
        assertThat(StateSpace.of(SmallRbms.bernoulli(3, 5)).units()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void derivativesOfLogPartitionAreTheMeansOfTheModel(UnitType visible, UnitType hidden) {
        for (Rbm rbm : new Rbm[] {
            SmallRbms.of(visible, hidden, 4, 3),
            SmallRbms.of(visible, hidden, 3, 4),
            SmallRbms.asInDl4j(SmallRbms.of(visible, hidden, 4, 3))
        }) {
            JointStates states = JointStates.of(rbm);
            Gradient gradient = Gradient.zero(rbm);

            StateSpace.of(rbm).addLogPartitionGradient(1, gradient);

            assertThat(Derivatives.of(gradient)).containsExactly(states.means(states.probabilities()), within(1e-12));
        }
    }

    @Test
    void derivativesAreAddedWithTheirScale() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        JointStates states = JointStates.of(rbm);
        double[] means = states.means(states.probabilities());
        Gradient gradient = Gradient.zero(rbm);

        StateSpace.of(rbm).addLogPartitionGradient(1, gradient);
        StateSpace.of(rbm).addLogPartitionGradient(-3, gradient);

        double[] result = Derivatives.of(gradient);
        for (int k = 0; k < means.length; k++) {
            assertThat(result[k]).isEqualTo(-2 * means[k], within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void manyBlocksOfStatesAddUp(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 15, 14);
        rbm.weights().assign(0);
        Gradient gradient = Gradient.zero(rbm);
        double[] a = Elements.of(rbm.visibleBias());
        double[] b = Elements.of(rbm.hiddenBias());
        double closedForm = visible.cumulant(UnitParameters.NONE, a, 0, 15, 1)
                + hidden.cumulant(UnitParameters.NONE, b, 0, 14, 1)
                - rbm.energyOffset();

        StateSpace.of(rbm).addLogPartitionGradient(1, gradient);

        INDArray visibleMean = rbm.visibleBias().dup();
        visible.mean(UnitParameters.NONE, visibleMean);
        INDArray hiddenMean = rbm.hiddenBias().dup();
        hidden.mean(UnitParameters.NONE, hiddenMean);
        assertThat(StateSpace.of(rbm).logPartition()).isEqualTo(closedForm, within(1e-10));
        assertThat(gradient.visibleBias().toDoubleVector())
                .containsExactly(visibleMean.toDoubleVector(), within(1e-10));
        assertThat(gradient.hiddenBias().toDoubleVector()).containsExactly(hiddenMean.toDoubleVector(), within(1e-10));
        assertThat(gradient.weights().equalsWithEps(visibleMean.reshape(15, 1).mmul(hiddenMean.reshape(1, 14)), 1e-10))
                .isTrue();
    }

    @Test
    void stateNumbersAreReadAsBits() {
        assertThat(StateSpace.states(new Bernoulli(), 3, 5, 2, DataType.DOUBLE))
                .isEqualTo(Nd4j.createFromArray(new double[][] {{1, 0, 1}, {0, 1, 1}}));
        assertThat(StateSpace.states(new Spin(), 3, 5, 2, DataType.DOUBLE))
                .isEqualTo(Nd4j.createFromArray(new double[][] {{1, -1, 1}, {-1, 1, 1}}));
    }

    @Test
    void tooManyStatesAreRefusedByName() {
        Rbm rbm = Rbm.zero(new Bernoulli(), new Bernoulli(), 26, 26, DataType.DOUBLE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateSpace.of(rbm))
                .withMessage("log Z of 26 + 26 units cannot be enumerated (at most 25 on the smaller side);"
                        + " use ais, annealed importance sampling");
    }

    @Test
    void twentyFiveUnitsOnEitherSideAreAccepted() {
        for (int[] sides : new int[][] {{25, 784}, {784, 25}}) {
            Rbm rbm = Rbm.zero(new Bernoulli(), new Bernoulli(), sides[0], sides[1], DataType.FLOAT);

            assertThatCode(() -> StateSpace.of(rbm)).doesNotThrowAnyException();
        }
    }

    @Test
    void logPartitionStaysFiniteForHugeParameters() {
        Rbm rbm = Rbm.zero(new Bernoulli(), new Bernoulli(), 3, 2, DataType.DOUBLE);
        rbm.weights().assign(1e4);

        assertThat(StateSpace.of(rbm).logPartition()).isEqualTo(6e4, within(1e-9));
    }
}
