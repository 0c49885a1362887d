package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what every sampler must do; a new sampler is added to {@link #SAMPLERS}. */
class SamplerTest {

    private static final List<Sampler> SAMPLERS = List.of(new Gibbs());

    static Stream<Arguments> samplers() {
        return SAMPLERS.stream()
                .flatMap(sampler ->
                        SmallRbms.unitPairs().map(units -> Arguments.of(sampler, units.get()[0], units.get()[1])));
    }

    static Stream<Arguments> brokenKernels() {
        return Arrays.stream(BrokenGibbs.values())
                .flatMap(broken ->
                        SmallRbms.unitPairs().map(units -> Arguments.of(broken, units.get()[0], units.get()[1])));
    }

    @Test
    void everyRegisteredSamplerIsTested() {
        assertThat(SAMPLERS).extracting(Sampler::getClass).isEqualTo(Registered.on(Sampler.class));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplerLeavesTheModelInvariant(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm wide = SmallRbms.of(visible, hidden, 3, 2);
        Rbm narrow = SmallRbms.asInDl4j(SmallRbms.of(visible, hidden, 2, 3));

        assertInvariant(wide, Transitions.of(wide, sampler.kernel(wide)));
        assertInvariant(narrow, Transitions.of(narrow, sampler.kernel(narrow)));
    }

    @ParameterizedTest
    @MethodSource("brokenKernels")
    void brokenKernelsDoNotLeaveTheModelInvariant(BrokenGibbs broken, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 2);
        Transitions transitions = Transitions.of(rbm, broken.kernel(rbm));

        assertThatThrownBy(() -> assertInvariant(rbm, transitions)).isInstanceOf(AssertionError.class);
    }

    private static void assertInvariant(Rbm rbm, Transitions transitions) {
        double[] model = JointStates.of(rbm).probabilities();

        assertThat(transitions.applyTo(model)).containsExactly(model, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplerReachesEveryStateFromEveryOther(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 2);

        assertThat(Transitions.of(rbm, sampler.kernel(rbm)).irreducible()).isTrue();
        assertThat(Transitions.of(rbm, BrokenGibbs.THRESHOLDS_MEANS.kernel(rbm)).irreducible())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void chainsOfABatchMoveIndependently(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 1, 1);
        double[][] alone = Transitions.of(rbm, sampler.kernel(rbm)).matrix();
        JointStates states = JointStates.of(rbm);

        for (int[] from : new int[][] {{0, 1}, {1, 2}, {3, 3}, {2, 0}}) {
            double[][] together = new double[4][4];
            ExhaustiveRandom.walk(
                    random -> {
                        Chains chains = Chains.allocate(rbm, 2);
                        for (int row = 0; row < 2; row++) {
                            chains.visible().putRow(row, states.visible().getRow(from[row]));
                            chains.hidden().putRow(row, states.hidden().getRow(from[row]));
                        }
                        sampler.kernel(rbm).step(chains, random);
                        return new int[] {
                            states.number(chains.visible(), chains.hidden(), 0),
                            states.number(chains.visible(), chains.hidden(), 1)
                        };
                    },
                    (to, probability) -> together[to[0]][to[1]] += probability);

            for (int first = 0; first < 4; first++) {
                for (int second = 0; second < 4; second++) {
                    assertThat(together[first][second])
                            .isEqualTo(alone[from[0]][first] * alone[from[1]][second], within(1e-14));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void chainsCarryTheHiddenMeansOfTheirVisibleStates(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 5, 4);
        Nd4jRandomSource random = TestSeed.stream("chains");
        Chains chains = sampler.start(rbm, 7, random);
        assertThat(chains.size()).isEqualTo(7);
        assertThat(chains.hiddenMean()).isEqualTo(rbm.hiddenGivenVisible(chains.visible()));

        sampler.kernel(rbm).step(chains, random);

        assertThat(chains.hiddenMean()).isEqualTo(rbm.hiddenGivenVisible(chains.visible()));
        assertThat(Elements.of(chains.visible())).containsOnly(visible.low(), visible.high());
        assertThat(Elements.of(chains.hidden())).containsOnly(hidden.low(), hidden.high());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aKernelFollowsTheModelWhenItsArraysChange(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 2);
        Kernel kernel = sampler.kernel(rbm);
        rbm.weights().muli(-0.5);
        rbm.hiddenBias().addi(0.3);

        assertInvariant(rbm, Transitions.of(rbm, kernel));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void chainsThatFollowTheModelStayThere(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.strong(visible, hidden, 12, 8);

        assertStationary(rbm, sampler.kernel(rbm));
    }

    @ParameterizedTest
    @MethodSource("brokenKernels")
    void chainsOfBrokenKernelsLeaveTheModel(BrokenGibbs broken, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.strong(visible, hidden, 12, 8);

        assertThatThrownBy(() -> assertStationary(rbm, broken.kernel(rbm))).isInstanceOf(AssertionError.class);
    }

    /**
     * Chains drawn exactly from the model are watched for 16 sweeps through a window of a few visible and hidden units.
     * The total variation between n draws and their distribution p is, in expectation, at most the sum of
     * {@code min(sqrt(p (1 - p) / n), 2 p) / 2}, the Monte-Carlo floor. It exceeds that by t with a probability below
     * exp(-2 n t^2), since each draw changes it by at most 1/n: for n = 30 000 and t = 0.016 that is 2e-7, and for the 16
     * cases of a sampler a false-alarm rate of 4e-6.
     */
    private static void assertStationary(Rbm rbm, Kernel kernel) {
        Window window = new Window(rbm);
        Nd4jRandomSource random = TestSeed.stream("stationary");
        Chains chains = window.drawExactly(30_000, random);
        double tolerance = window.floor(chains.size()) + 0.016;

        assertThat(window.totalVariation(chains)).as("seed %d", TestSeed.VALUE).isLessThan(tolerance);
        for (int sweep = 1; sweep <= 16; sweep++) {
            kernel.step(chains, random);
            if (sweep == 1 || sweep == 4 || sweep == 16) {
                assertThat(window.totalVariation(chains))
                        .as("after %d sweeps, seed %d", sweep, TestSeed.VALUE)
                        .isLessThan(tolerance);
            }
        }
    }
}
