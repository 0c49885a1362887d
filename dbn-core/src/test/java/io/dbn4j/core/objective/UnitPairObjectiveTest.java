package io.dbn4j.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Derivatives;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Integrals;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Objectives on units of every kind. */
class UnitPairObjectiveTest {

    private static final String ENUMERABLE = "io.dbn4j.core.rbm.SmallRbms#enumerablePairs";
    private static final Objective EXACT = new Likelihood(new Exact());

    @ParameterizedTest
    @MethodSource(ENUMERABLE)
    void exactGradientEqualsDifferencesOfMinusLogLikelihood(UnitType visible, UnitType hidden) {
        assertIsGradient(SmallRbms.pair(visible, hidden));
    }

    @Test
    void exactGradientOfGaussianUnitsEqualsDifferencesToo() {
        assertIsGradient(SmallRbms.pair(new Gaussian(), new Gaussian()));
    }

    private static void assertIsGradient(Rbm rbm) {
        INDArray rows = SmallRbms.states(rbm, 5);
        double[] differences =
                Derivatives.byDifferences(rbm, moved -> Integrals.of(moved).minusLogLikelihood(rows));

        assertThat(perRow(rbm, EXACT, rows)).containsExactly(differences, within(1e-7));
        assertThatThrownBy(() -> assertThat(perRow(rbm, new Likelihood(new ContrastiveDivergence(1)), rows))
                        .containsExactly(differences, within(1e-7)))
                .isInstanceOf(AssertionError.class);
    }

    private static double[] perRow(Rbm rbm, Objective objective, INDArray rows) {
        Gradient gradient = Gradient.zero(rbm);
        RandomSource random = TestSeed.stream("likelihood");
        objective.step(rbm, Batch.of(rbm, rows), objective.start(rbm, random), random, gradient);
        return Arrays.stream(Derivatives.of(gradient))
                .map(sum -> sum / rows.size(0))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource(ENUMERABLE)
    void exactScoreIsMinusTheLogLikelihood(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        INDArray rows = SmallRbms.states(rbm, 5);
        TrainingState state = EXACT.start(rbm, TestSeed.stream("none"));

        assertThat(EXACT.score(rbm, Batch.of(rbm, rows), state))
                .isEqualTo(Integrals.of(rbm).minusLogLikelihood(rows), within(1e-10));
    }

    static Stream<Arguments> training() {
        return SmallRbms.allPairs()
                .flatMap(units -> Stream.of(
                                new Likelihood(new ContrastiveDivergence(5)),
                                new Likelihood(new Persistent(200, new Gibbs(), 3)),
                                new Likelihood(new FastPersistent(100, new Gibbs(), 1, 0.05)),
                                new Likelihood(new Tempered(100, 2, 1)),
                                new Centered(new Likelihood(new ContrastiveDivergence(5)), 0.2))
                        .map(objective -> Arguments.of(objective, units.get()[0], units.get()[1])));
    }

    /** Starts far from the data, so that twenty small steps of any objective must gain. */
    @ParameterizedTest
    @MethodSource("training")
    void trainingRaisesTheLikelihood(Objective objective, UnitType visible, UnitType hidden) {
        assertThat(gain(SmallRbms.pair(visible, hidden), objective, 0.04)).isGreaterThan(0.01);
        // An RBM with two continuous sides may lose its log Z on the way up.
        assertThat(gain(SmallRbms.pair(visible, hidden), objective, -0.04) > 0).isFalse();
    }

    /** How much twenty steps of gradient descent lower minus the log-likelihood, in nats. */
    private static double gain(Rbm rbm, Objective objective, double rate) {
        rbm.visibleBias().assign(rbm.visibleUnit() instanceof Bernoulli ? -1 : 0);
        RandomSource random = TestSeed.stream("training");
        INDArray rows = SmallRbms.states(rbm, 40);
        TrainingState state = objective.start(rbm, random);
        double before = Integrals.of(rbm).minusLogLikelihood(rows);
        for (int step = 0; step < 20; step++) {
            Gradient gradient = Gradient.zero(rbm);
            state = objective.step(rbm, Batch.of(rbm, rows), state, random, gradient);
            rbm.weights().subi(gradient.weights().muli(rate / 40));
            rbm.visibleBias().subi(gradient.visibleBias().muli(rate / 40));
            rbm.hiddenBias().subi(gradient.hiddenBias().muli(rate / 40));
        }
        return before - Integrals.of(rbm).minusLogLikelihood(rows);
    }
}
