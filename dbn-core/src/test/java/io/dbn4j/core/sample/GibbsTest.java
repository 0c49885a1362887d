package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class GibbsTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    @ParameterizedTest
    @MethodSource(PAIRS)
    void chainsStartWithVisibleBiasesAloneAndHiddenUnitsThatFollow(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 2);
        JointStates states = JointStates.of(rbm);
        double[] joint = new double[states.count()];

        ExhaustiveRandom.walk(
                random -> {
                    Chains chains = new Gibbs().start(rbm, 1, random);
                    return states.number(chains.visible(), chains.hidden(), 0);
                },
                (number, probability) -> joint[number] += probability);

        INDArray means = rbm.visibleBias().dup();
        visible.mean(UnitParameters.NONE, means);
        double[] expected = new double[joint.length];
        for (int v = 0; v < 4; v++) {
            INDArray row = states.visible().getRow(v, true);
            double[] clamped = states.clampedTo(row);
            for (int n = 0; n < joint.length; n++) {
                expected[n] += clamped[n] * probability(visible, means, row);
            }
        }
        assertThat(joint).containsExactly(expected, within(1e-14));
    }

    private static double probability(UnitType unit, INDArray means, INDArray row) {
        double product = 1;
        for (int i = 0; i < means.length(); i++) {
            double high = (means.getDouble(i) - unit.low()) / (unit.high() - unit.low());
            product *= row.getDouble(0, i) == unit.high() ? high : 1 - high;
        }
        return product;
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void oneStepDrawsVisibleThenHidden(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 2);
        JointStates states = JointStates.of(rbm);
        double[] model = states.probabilities();
        double[] visibleMarginal = states.visibleMarginal(model);
        double[][] steps = Transitions.of(rbm, new Gibbs().kernel(rbm)).matrix();

        for (int from = 0; from < 16; from++) {
            int h = from / 4;
            double hiddenMarginal = model[4 * h] + model[4 * h + 1] + model[4 * h + 2] + model[4 * h + 3];
            for (int to = 0; to < 16; to++) {
                double visibleGivenHidden = model[4 * h + to % 4] / hiddenMarginal;
                double hiddenGivenVisible = model[to] / visibleMarginal[to % 4];
                assertThat(steps[from][to]).isEqualTo(visibleGivenHidden * hiddenGivenVisible, within(1e-14));
            }
        }
    }
}
