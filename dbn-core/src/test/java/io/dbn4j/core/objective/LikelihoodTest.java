package io.dbn4j.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Derivatives;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class LikelihoodTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";
    private static final String PHASES = "phases";

    static Stream<Arguments> phases() {
        return NegativePhaseTest.PHASES.stream()
                .flatMap(phase ->
                        SmallRbms.unitPairs().map(units -> Arguments.of(phase, units.get()[0], units.get()[1])));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void exactGradientEqualsDifferencesOfMinusLogLikelihood(UnitType visible, UnitType hidden) {
        for (Rbm rbm : new Rbm[] {
            SmallRbms.of(visible, hidden, 4, 3),
            SmallRbms.of(visible, hidden, 3, 4),
            SmallRbms.asInDl4j(SmallRbms.of(visible, hidden, 4, 3))
        }) {
            assertIsGradient(rbm, new Likelihood(new Exact()));
            assertThatThrownBy(() -> assertIsGradient(rbm, new Likelihood(new WrongSign())))
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static void assertIsGradient(Rbm rbm, Objective objective) {
        INDArray rows = SmallRbms.data(rbm, 5);

        double[] gradient = perRow(rbm, objective, rows);

        assertSame(
                gradient,
                Derivatives.byDifferences(rbm, moved -> JointStates.of(moved).minusLogLikelihood(rows)));
    }

    private static double[] perRow(Rbm rbm, Objective objective, INDArray rows) {
        Gradient gradient = Gradient.zero(rbm);
        RandomSource random = TestSeed.stream("likelihood");
        objective.step(rbm, Batch.of(rbm, rows), objective.start(rbm, random), random, gradient);
        return Arrays.stream(Derivatives.of(gradient))
                .map(sum -> sum / rows.size(0))
                .toArray();
    }

    private static void assertSame(double[] gradient, double[] differences) {
        assertThat(gradient).hasSameSizeAs(differences);
        for (int k = 0; k < gradient.length; k++) {
            assertThat(gradient[k])
                    .as("parameter %d", k)
                    .isEqualTo(differences[k], within(1e-7 * Math.max(1, Math.abs(differences[k]))));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void exactScoreIsMinusTheLogLikelihood(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        INDArray rows = SmallRbms.data(rbm, 5);
        Likelihood likelihood = new Likelihood(new Exact());
        TrainingState state = likelihood.start(rbm, TestSeed.stream("none"));

        assertThat(likelihood.score(rbm, Batch.of(rbm, rows), state))
                .isEqualTo(JointStates.of(rbm).minusLogLikelihood(rows), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource(PHASES)
    void gradientIsThatOfTheScoreWithDrawnStatesHeldFixed(NegativePhase phase, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);

        assertScoreFits(rbm, new Likelihood(phase));
        assertThatThrownBy(() -> assertScoreFits(rbm, new Likelihood(new OtherStates(phase))))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertScoreFits(Rbm rbm, Objective objective) {
        Batch batch = Batch.of(rbm, SmallRbms.data(rbm, 5));
        RandomSource random = TestSeed.stream("score");
        Gradient gradient = Gradient.zero(rbm);
        TrainingState after = objective.step(rbm, batch, objective.start(rbm, random), random, gradient);

        double[] differences = Derivatives.byDifferences(rbm, moved -> objective.score(moved, batch, after));
        assertSame(Arrays.stream(Derivatives.of(gradient)).map(sum -> sum / 5).toArray(), differences);
    }

    @ParameterizedTest
    @MethodSource(PHASES)
    void gradientIsAddedToWhatIsThereAndNothingElseChanges(NegativePhase phase, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        Rbm before = rbm.copy();
        Batch batch = Batch.of(rbm, SmallRbms.data(rbm, 5));
        Batch batchBefore = new Batch(batch.visible().dup(), batch.hiddenMean().dup());
        double[] once = Derivatives.of(stepped(rbm, batch, new Likelihood(phase), 0));
        double[] onTop = Derivatives.of(stepped(rbm, batch, new Likelihood(phase), 7));

        assertThat(Arrays.stream(onTop).map(g -> g - 7).toArray()).containsExactly(once, within(1e-12));
        assertThat(rbm).isEqualTo(before);
        assertThat(batch).isEqualTo(batchBefore);
    }

    @ParameterizedTest
    @MethodSource(PHASES)
    void gradientDoesNotDependOnTheMemoryLayout(NegativePhase phase, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);
        Rbm laidOut = SmallRbms.asInDl4j(rbm);
        INDArray rows = SmallRbms.data(rbm, 5);

        Gradient plain = stepped(rbm, Batch.of(rbm, rows), new Likelihood(phase), 0);
        Gradient asInDl4j = stepped(laidOut, Batch.of(laidOut, rows.dup('f')), new Likelihood(phase), 0);

        assertThat(Derivatives.of(asInDl4j)).containsExactly(Derivatives.of(plain), within(1e-12));
    }

    private static Gradient stepped(Rbm rbm, Batch batch, Objective objective, double there) {
        Gradient gradient = Gradient.zero(rbm);
        gradient.weights().assign(there);
        gradient.visibleBias().assign(there);
        gradient.hiddenBias().assign(there);
        RandomSource random = TestSeed.stream("step");
        objective.step(rbm, batch, objective.start(rbm, random), random, gradient);
        return gradient;
    }

    /** The model average with the wrong sign. */
    private record WrongSign() implements NegativePhase {

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return new Exact().start(rbm, random);
        }

        @Override
        public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
            return state;
        }

        @Override
        public Batch states(Rbm rbm, TrainingState state) {
            return new Exact().states(rbm, state);
        }

        @Override
        public void addTo(Gradient into, Rbm rbm, long rows, TrainingState state) {
            new Exact().addTo(into, rbm, -rows, state);
        }
    }

    /** Scores other states than those of the gradient. */
    private record OtherStates(NegativePhase phase) implements NegativePhase {

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return phase.start(rbm, random);
        }

        @Override
        public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
            return phase.move(rbm, batch, state, random);
        }

        @Override
        public Batch states(Rbm rbm, TrainingState state) {
            return phase.states(rbm, state);
        }

        @Override
        public double modelFreeEnergy(Rbm rbm, TrainingState state) {
            var others = new Gibbs().start(rbm, 5, TestSeed.stream("others"));
            return Arrays.stream(rbm.freeEnergy(others.visible())).average().orElseThrow();
        }
    }
}
