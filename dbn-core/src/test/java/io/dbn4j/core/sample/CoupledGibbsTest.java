package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CoupledGibbsTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    private static Kernel coupled(Rbm rbm) {
        return new CoupledGibbs(rbm)::step;
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void eachChainOfAPairIsAGibbsChain(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 1);

        assertMarginals(rbm, coupled(rbm));
        assertThatThrownBy(() -> assertMarginals(rbm, BrokenGibbs.TOO_HOT.kernel(rbm)))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertMarginals(Rbm rbm, Kernel pairKernel) {
        double[][] gibbs = Transitions.of(rbm, new Gibbs().kernel(rbm)).matrix();
        for (int first = 0; first < gibbs.length; first++) {
            int second = (5 * first + 3) % gibbs.length;
            double[][] together = together(rbm, pairKernel, first, second);
            double[] ofSecond = new double[gibbs.length];
            for (int to = 0; to < gibbs.length; to++) {
                assertThat(Arrays.stream(together[to]).sum()).isEqualTo(gibbs[first][to], within(1e-14));
                for (int other = 0; other < gibbs.length; other++) {
                    ofSecond[other] += together[to][other];
                }
            }
            assertThat(ofSecond).containsExactly(gibbs[second], within(1e-14));
        }
    }

    /** Probabilities of where a pair goes in one step. */
    private static double[][] together(Rbm rbm, Kernel pairKernel, int first, int second) {
        JointStates states = JointStates.of(rbm);
        double[][] together = new double[states.count()][states.count()];
        ExhaustiveRandom.walk(
                random -> {
                    Chains pair = Chains.allocate(rbm, 2);
                    int[] from = {first, second};
                    pair.visible().assign(Nd4j.pullRows(states.visible(), 1, from));
                    pair.hidden().assign(Nd4j.pullRows(states.hidden(), 1, from));
                    pairKernel.step(pair, random);
                    return new int[] {
                        states.number(pair.visible(), pair.hidden(), 0), states.number(pair.visible(), pair.hidden(), 1)
                    };
                },
                (to, probability) -> together[to[0]][to[1]] += probability);
        return together;
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void pairsThatHaveMetStayTogether(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 1);

        assertFaithful(rbm, coupled(rbm));
        assertThatThrownBy(() -> assertFaithful(rbm, new Gibbs().kernel(rbm))).isInstanceOf(AssertionError.class);
    }

    private static void assertFaithful(Rbm rbm, Kernel pairKernel) {
        for (int state = 0; state < 8; state++) {
            double[][] together = together(rbm, pairKernel, state, state);
            double equal = 0;
            for (int to = 0; to < 8; to++) {
                equal += together[to][to];
            }
            assertThat(equal).isEqualTo(1, within(1e-14));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void unitsDifferAsSeldomAsTheirProbabilitiesAllow(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 1, 1);
        double up = probabilityOfUp(rbm, 2);
        double other = probabilityOfUp(rbm, 0);

        // The states 0 and 2 have the lower and the upper hidden state.
        double[][] together = together(rbm, coupled(rbm), 0, 2);
        double differ = 0;
        for (int first = 0; first < 4; first++) {
            for (int second = 0; second < 4; second++) {
                differ += first % 2 == second % 2 ? 0 : together[first][second];
            }
        }

        assertThat(differ).isEqualTo(Math.abs(up - other), within(1e-14));
    }

    private static double probabilityOfUp(Rbm rbm, int state) {
        INDArray hidden = JointStates.of(rbm).hidden().getRow(state, true);
        UnitType unit = rbm.visibleUnit();
        return (rbm.visibleGivenHidden(hidden).getDouble(0) - unit.low()) / (unit.high() - unit.low());
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void pairsMeetAndOnlyTheOthersAreKept(UnitType visible, UnitType hidden) {
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            Rbm rbm = SmallRbms.of(visible, hidden, 3, 2).castTo(type);
            INDArray first = SmallRbms.data(rbm, 12).castTo(type);
            INDArray second = Nd4j.pullRows(first, 1, new int[] {0, 2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10});
            Chains pairs = new CoupledGibbs(rbm).at(first, second, TestSeed.stream("pairs"));

            Chains apart = CoupledGibbs.apart(pairs).orElseThrow();

            INDArray distance = CoupledGibbs.first(apart.visible()).sub(CoupledGibbs.second(apart.visible()));
            assertThat(distance.norm1(1).minNumber().doubleValue()).isGreaterThan(0);
            assertThat(apart.size() / 2)
                    .isEqualTo(first.sub(second)
                            .norm1(1)
                            .gt(0)
                            .castTo(type)
                            .sumNumber()
                            .longValue());
            assertThat(apart.hiddenMean()).isEqualTo(rbm.hiddenGivenVisible(apart.visible()));
        }
    }

    @Test
    void noPairIsLeftWhereAllAreEqual() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        INDArray rows = SmallRbms.data(rbm, 4);

        assertThat(CoupledGibbs.apart(new CoupledGibbs(rbm).at(rows, rows, TestSeed.stream("pairs"))))
                .isEmpty();
    }
}
