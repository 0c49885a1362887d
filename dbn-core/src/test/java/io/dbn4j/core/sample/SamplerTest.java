package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Elements;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
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

/** What every sampler must do: a new one is added to {@link #SAMPLERS}. */
class SamplerTest {

    private static final List<Sampler> SAMPLERS = List.of(new Gibbs());

    static Stream<Arguments> samplers() {
        return SAMPLERS.stream().flatMap(sampler -> SmallRbms.unitPairs()
                .map(units -> Arguments.of(sampler, units.get()[0], units.get()[1])));
    }

    static Stream<Arguments> brokenKernels() {
        return Arrays.stream(BrokenGibbs.values()).flatMap(broken -> SmallRbms.unitPairs()
                .map(units -> Arguments.of(broken, units.get()[0], units.get()[1])));
    }

    @Test
    void everyRegisteredSamplerIsTested() {
        assertThat(SAMPLERS).extracting(Sampler::getClass).isEqualTo(Registered.on(Sampler.class));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplerLeavesTheModelInvariant(Sampler sampler, UnitType visible, UnitType hidden) {
        for (Rbm rbm : new Rbm[] {SmallRbms.of(visible, hidden, 3, 2), SmallRbms.of(visible, hidden, 2, 3)}) {
            assertInvariant(rbm, Transitions.of(rbm, sampler.kernel(rbm)));
            assertInvariant(rbm, Transitions.of(rbm, sampler.kernel(SmallRbms.asInDl4j(rbm))));
        }
    }

    @ParameterizedTest
    @MethodSource("brokenKernels")
    void brokenKernelsDoNotLeaveTheModelInvariant(BrokenGibbs broken, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
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
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);

        assertThat(Transitions.of(rbm, sampler.kernel(rbm)).irreducible()).isTrue();
        assertThat(Transitions.of(rbm, BrokenGibbs.THRESHOLDS_MEANS.kernel(rbm)).irreducible())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplerConvergesToTheModelFromAnyState(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        Transitions transitions = Transitions.of(rbm, sampler.kernel(rbm));
        double[] distribution = new double[32];
        distribution[0] = 1;

        for (int step = 0; step < 2000; step++) {
            distribution = transitions.applyTo(distribution);
        }

        assertThat(distribution).containsExactly(JointStates.of(rbm).probabilities(), within(1e-9));
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
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        Kernel kernel = sampler.kernel(rbm);
        rbm.weights().muli(-0.5);
        rbm.hiddenBias().addi(0.3);

        assertInvariant(rbm, Transitions.of(rbm, kernel));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void chainsThatFollowTheModelStayThere(Sampler sampler, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 12, 8);
        for (int sweeps : new int[] {1, 4, 16}) {
            assertStationary(rbm, sampler.kernel(rbm), sweeps);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenKernels")
    void chainsOfBrokenKernelsLeaveTheModel(BrokenGibbs broken, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 12, 8);

        assertThatThrownBy(() -> assertStationary(rbm, broken.kernel(rbm), 16)).isInstanceOf(AssertionError.class);
    }

    /**
     * The total variation between n draws and their distribution p is at most sum sqrt(p (1 - p) / n) / 2 in expectation,
     * the Monte-Carlo floor, and exceeds that by t with probability below exp(-2 n t^2), since each draw changes it by at
     * most 1/n. For n = 40 000 and t = 0.015 that is 2e-8 a case: false-alarm rate 2e-7 for all twelve.
     */
    private static void assertStationary(Rbm rbm, Kernel kernel, int sweeps) {
        int n = 40_000;
        double[] p = visibleProbabilities(rbm);
        Nd4jRandomSource random = TestSeed.stream("stationary");
        Chains chains = drawnExactly(rbm, p, n, random);
        assertThat(totalVariation(rbm, chains, p)).as("start, seed %d", TestSeed.VALUE).isLessThan(floor(p, n) + 0.015);

        for (int sweep = 0; sweep < sweeps; sweep++) {
            kernel.step(chains, random);
        }

        assertThat(totalVariation(rbm, chains, p)).as("seed %d", TestSeed.VALUE).isLessThan(floor(p, n) + 0.015);
    }

    private static double floor(double[] p, int n) {
        return Arrays.stream(p).map(x -> Math.sqrt(x * (1 - x) / n)).sum() / 2;
    }

    private static double[] visibleProbabilities(Rbm rbm) {
        INDArray states = StateSpace.states(rbm.visibleUnit(), rbm.visible(), 0, 1 << rbm.visible(), DataType.DOUBLE);
        double logPartition = StateSpace.of(rbm).logPartition();
        return Arrays.stream(rbm.freeEnergy(states))
                .map(freeEnergy -> Math.exp(-freeEnergy - logPartition))
                .toArray();
    }

    private static Chains drawnExactly(Rbm rbm, double[] p, int n, Nd4jRandomSource random) {
        double[] cumulative = p.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        INDArray states = StateSpace.states(rbm.visibleUnit(), rbm.visible(), 0, p.length, DataType.DOUBLE);
        int[] drawn = IntStream.range(0, n)
                .map(i -> {
                    int place = Arrays.binarySearch(cumulative, random.uniform());
                    return Math.min(place < 0 ? -place - 1 : place + 1, p.length - 1);
                })
                .toArray();
        INDArray visible = Nd4j.pullRows(states, 1, drawn);
        Chains chains = new Chains(visible, Nd4j.zeros(DataType.DOUBLE, n, rbm.hidden()), rbm.hiddenGivenVisible(visible));
        rbm.hiddenUnit().draw(chains.hiddenMean(), chains.hidden(), random);
        return chains;
    }

    private static double totalVariation(Rbm rbm, Chains chains, double[] p) {
        double middle = (rbm.visibleUnit().low() + rbm.visibleUnit().high()) / 2;
        double[] frequency = new double[p.length];
        for (double[] row : chains.visible().toDoubleMatrix()) {
            int number = 0;
            for (int i = 0; i < row.length; i++) {
                number |= row[i] > middle ? 1 << i : 0;
            }
            frequency[number] += 1.0 / chains.size();
        }
        return IntStream.range(0, p.length)
                        .mapToDouble(k -> Math.abs(p[k] - frequency[k]))
                        .sum()
                / 2;
    }
}
