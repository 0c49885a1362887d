package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Integrals;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gibbs sampling of units of every kind. */
class UnitPairGibbsTest {

    private static final int CHAINS = 10_000;

    static Stream<Rbm> softmaxRbms() {
        return Stream.of(
                rbm(new Softmax(3), new Bernoulli(), 3, 2),
                rbm(new Bernoulli(), new Softmax(3), 2, 3),
                rbm(new Softmax(3), new Softmax(2), 6, 2),
                rbm(new Softmax(2), new Softmax(4), 2, 4));
    }

    private static Rbm rbm(UnitType visibleUnit, UnitType hiddenUnit, int visible, int hidden) {
        Rbm numbers = SmallRbms.bernoulli(visible, hidden);
        return new Rbm(visibleUnit, hiddenUnit, numbers.weights(), numbers.visibleBias(), numbers.hiddenBias(), 0.3);
    }

    @ParameterizedTest
    @MethodSource("softmaxRbms")
    void softmaxUnitsAreLeftInvariant(Rbm rbm) {
        assertInvariant(rbm, new Gibbs().kernel(rbm));
        assertThatThrownBy(() -> assertInvariant(rbm, BrokenGibbs.FORGETS_HIDDEN_BIAS.kernel(rbm)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertInvariant(rbm, BrokenGibbs.HIDDEN_FROM_STALE_VISIBLE.kernel(rbm)))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertInvariant(Rbm rbm, Kernel kernel) {
        double[] model = JointStates.of(rbm).probabilities();
        Transitions transitions = Transitions.of(rbm, kernel);

        assertThat(transitions.applyTo(model)).containsExactly(model, within(1e-12));
        assertThat(transitions.irreducible()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("softmaxRbms")
    void chainsOfSoftmaxUnitsStartWithVisibleBiasesAlone(Rbm rbm) {
        JointStates states = JointStates.of(rbm);
        double[] visible = new double[states.visibleCount()];

        ExhaustiveRandom.walk(
                random -> {
                    Chains chains = new Gibbs().start(rbm, 1, random);
                    return states.number(chains.visible(), chains.hidden(), 0) % visible.length;
                },
                (number, probability) -> visible[number] += probability);

        Rbm free = new Rbm(
                rbm.visibleUnit(), rbm.hiddenUnit(), rbm.weights().mul(0), rbm.visibleBias(), rbm.hiddenBias(), 0);
        JointStates independent = JointStates.of(free);
        assertThat(visible).containsExactly(independent.visibleMarginal(independent.probabilities()), within(1e-14));
    }

    static Stream<Arguments> pairs() {
        return SmallRbms.allPairs()
                .flatMap(units -> Stream.of(DataType.DOUBLE, DataType.FLOAT)
                        .map(type -> Arguments.of(type, units.get()[0], units.get()[1])));
    }

    /**
     * Chains that follow the model take one more step. Every mean of {@code v h}, {@code v} and {@code h} is compared
     * with sums and integrals, to 5.5 standard errors: false-alarm rate 4e-8 each, 4e-5 in all of about 1000.
     */
    @ParameterizedTest
    @MethodSource("pairs")
    void chainsThatFollowTheModelStayThere(DataType type, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        Rbm typed = rbm.castTo(type);

        assertStationary(rbm, typed, new Gibbs().kernel(typed));
        assertThatThrownBy(() -> assertStationary(rbm, typed, BrokenGibbs.FORGETS_HIDDEN_BIAS.kernel(typed)))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertStationary(Rbm rbm, Rbm typed, Kernel kernel) {
        RandomSource random = TestSeed.stream("stationary");
        Chains chains = exactStart(typed, random);

        kernel.step(chains, random);

        double[] expected = Integrals.of(rbm).means();
        double[] v = Elements.of(chains.visible());
        double[] h = Elements.of(chains.hidden());
        double[] sums = new double[expected.length];
        double[] squares = new double[expected.length];
        for (int chain = 0; chain < CHAINS; chain++) {
            double[] statistics = Integrals.statistics(row(v, chain, rbm.visible()), row(h, chain, rbm.hidden()));
            for (int k = 0; k < sums.length; k++) {
                sums[k] += statistics[k] / CHAINS;
                squares[k] += statistics[k] * statistics[k] / CHAINS;
            }
        }
        for (int k = 0; k < sums.length; k++) {
            double error = Math.sqrt((squares[k] - sums[k] * sums[k]) / CHAINS);
            assertThat(sums[k])
                    .as("statistic %d, seed %d", k, TestSeed.VALUE)
                    .isEqualTo(expected[k], within(5.5 * error));
        }
    }

    private static double[] row(double[] elements, int row, int columns) {
        return Arrays.copyOfRange(elements, row * columns, (row + 1) * columns);
    }

    /**
     * Draws of the enumerated discrete side and of the other given it. Two continuous sides are coupled so weakly here that
     * 25 steps from anywhere leave less than 1e-10 of the start: a step leaves at most the square of the largest singular
     * value of the weights, which is below 0.6.
     */
    private static Chains exactStart(Rbm rbm, RandomSource random) {
        Chains chains = Chains.allocate(rbm, CHAINS);
        if (rbm.visibleUnit().alphabet().length > 0) {
            chains.visible().assign(new ExactDraws(rbm).visible(CHAINS, random));
            drawHidden(rbm, chains, random);
        } else if (rbm.hiddenUnit().alphabet().length > 0) {
            chains.hidden().assign(new ExactDraws(rbm.transposed()).visible(CHAINS, random));
        } else {
            Kernel kernel = new Gibbs().kernel(rbm);
            for (int step = 0; step < 25; step++) {
                kernel.step(chains, random);
            }
        }
        return chains;
    }

    private static void drawHidden(Rbm rbm, Chains chains, RandomSource random) {
        INDArray mean = rbm.hiddenGivenVisible(chains.visible());
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), mean, chains.hidden(), random);
    }
}
