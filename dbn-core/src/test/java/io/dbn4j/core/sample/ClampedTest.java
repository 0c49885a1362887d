package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClampedTest {

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(SmallRbms.of(new Bernoulli(), new Bernoulli(), 2, 2), new double[] {0, 1}),
                Arguments.of(SmallRbms.of(new Spin(), new Bernoulli(), 2, 2), new double[] {1, 0}),
                Arguments.of(SmallRbms.of(new Bernoulli(), new Spin(), 2, 2), new double[] {0, 0}),
                Arguments.of(softmax(), new double[] {1, 1, 0, 0}));
    }

    private static Rbm softmax() {
        UnitType pair = new Softmax(2);
        Rbm numbers = SmallRbms.bernoulli(4, 2);
        return new Rbm(pair, new Bernoulli(), numbers.weights(), numbers.visibleBias(), numbers.hiddenBias(), 0);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelLeavesTheModelGivenTheHeldUnitsInvariant(Rbm rbm, double[] held) {
        Kernel kernel = new Clamped(rbm, Nd4j.createFromArray(held));

        assertInvariant(rbm, held, kernel);
        assertThatThrownBy(() -> assertInvariant(rbm, held, new Clamped(biased(rbm), Nd4j.createFromArray(held))))
                .as("another hidden bias")
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertInvariant(rbm, held, clampsTooLate(rbm, kernel)))
                .as("hidden units from states that are not held")
                .isInstanceOf(AssertionError.class);
    }

    private static Rbm biased(Rbm rbm) {
        Rbm copy = rbm.copy();
        copy.hiddenBias().addi(0.3);
        return copy;
    }

    private static Kernel clampsTooLate(Rbm rbm, Kernel kernel) {
        return (chains, random) -> {
            INDArray stale = chains.visible().dup();
            stale.addi(0.5);
            kernel.step(chains, random);
            rbm.hiddenUnit().draw(rbm.hiddenParameters(), rbm.hiddenGivenVisible(stale), chains.hidden(), random);
        };
    }

    /**
     * Tests the model restricted to the states that agree with the held values: their probability is a common factor.
     */
    private static void assertInvariant(Rbm rbm, double[] held, Kernel kernel) {
        JointStates states = JointStates.of(rbm);
        double[] model = states.probabilities();
        Transitions transitions = Transitions.of(rbm, kernel);
        double[][] visible = states.visible().toDoubleMatrix();
        for (double[] value : visible) {
            double[] conditional = model.clone();
            for (int n = 0; n < conditional.length; n++) {
                conditional[n] = agree(visible[n], value, held) ? conditional[n] : 0;
            }
            double sum = Arrays.stream(conditional).sum();
            Arrays.setAll(conditional, n -> conditional[n] / sum);
            assertThat(transitions.applyTo(conditional)).containsExactly(conditional, within(1e-12));
        }
    }

    private static boolean agree(double[] a, double[] b, double[] held) {
        boolean agree = true;
        for (int i = 0; i < a.length; i++) {
            agree &= held[i] == 0 || a[i] == b[i];
        }
        return agree;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelReachesEveryStateThatAgreesWithTheHeldUnits(Rbm rbm, double[] held) {
        double[][] visible = JointStates.of(rbm).visible().toDoubleMatrix();

        double[][] steps = Transitions.of(rbm, new Clamped(rbm, Nd4j.createFromArray(held)))
                .matrix();

        for (int from = 0; from < steps.length; from++) {
            for (int to = 0; to < steps.length; to++) {
                assertThat(steps[from][to] > 0).isEqualTo(agree(visible[from], visible[to], held));
            }
        }
    }

    @Test
    void withNothingHeldItIsGibbsSampling() {
        Rbm rbm = SmallRbms.of(new Spin(), new Bernoulli(), 6, 4).castTo(DataType.FLOAT);
        Chains gibbs = Chains.at(SmallRbms.data(rbm, 20).castTo(DataType.FLOAT), rbm, TestSeed.stream("start"));
        Chains clamped = new Chains(
                gibbs.visible().dup(), gibbs.hidden().dup(), gibbs.hiddenMean().dup());

        new Gibbs().kernel(rbm).step(gibbs, TestSeed.stream("step"));
        new Clamped(rbm, Nd4j.zeros(6)).step(clamped, TestSeed.stream("step"));

        assertThat(clamped.visible()).isEqualTo(gibbs.visible());
        assertThat(clamped.hidden()).isEqualTo(gibbs.hidden());
    }

    @Test
    void impossibleMasksAreRefused() {
        assertRefused(
                SmallRbms.bernoulli(3, 2),
                "held must have one number for each of the 3 visible units, had 2",
                new double[] {0, 1});
        assertRefused(
                SmallRbms.bernoulli(2, 2),
                "held must be 0 or 1, and the same for all units of a softmax group, was 0.5 for unit 1",
                new double[] {0, 0.5});
        assertRefused(
                softmax(),
                "held must be 0 or 1, and the same for all units of a softmax group, was 1.0 for unit 1",
                new double[] {0, 1, 0, 0});
    }

    private static void assertRefused(Rbm rbm, String message, double[] held) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Clamped(rbm, Nd4j.createFromArray(held)))
                .withMessage(message);
    }

    @Test
    void eachRowMayHoldOtherUnits() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        INDArray rows = Nd4j.create(new double[][] {{1, Double.NaN, 0}, {Double.NaN, 1, Double.NaN}});
        INDArray held = Nd4j.create(new double[][] {{1, 0, 1}, {0, 1, 0}});

        INDArray filled = new Clamped(rbm, held).fill(rows, 5, new Seed(1).stream("test"));

        assertThat(filled.getDouble(0, 0)).isEqualTo(1);
        assertThat(filled.getDouble(0, 2)).isEqualTo(0);
        assertThat(filled.getDouble(1, 1)).isEqualTo(1);
        assertThat(Elements.of(filled)).doesNotContain(Double.NaN);
        assertThatThrownBy(() -> new Clamped(rbm, held).fill(rows.getRows(0), 1, new Seed(1).stream("test")))
                .hasMessage("held must have one row, or as many as the rows (1), had 2");
    }
}
