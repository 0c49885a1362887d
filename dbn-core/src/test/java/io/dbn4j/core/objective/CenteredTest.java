package io.dbn4j.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.objective.Centered.Offsets;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Derivatives;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CenteredTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";
    private static final Objective EXACT = new Likelihood(new Exact());

    private final Nd4jRandomSource random = TestSeed.stream("centered");

    /** Summed over all states: -d/dW = &lt;(v - mu)(h - lambda)&gt;_data - &lt;(v - mu)(h - lambda)&gt;_model. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void gradientIsThatOfUnitsWithTheirOffsetsSubtracted(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 4, 3);

        assertCentered(rbm, new Centered(EXACT, 0.3));
        assertCentered(SmallRbms.asInDl4j(rbm), new Centered(EXACT, 0.3));
        assertThatThrownBy(() -> assertCentered(rbm, EXACT)).isInstanceOf(AssertionError.class);
    }

    private void assertCentered(Rbm rbm, Objective objective) {
        INDArray rows = SmallRbms.data(rbm, 5);
        Gradient gradient = Gradient.zero(rbm);
        objective.step(rbm, Batch.of(rbm, rows), objective.start(rbm, random), random, gradient);

        JointStates states = JointStates.of(rbm);
        double[] data = states.clampedTo(rows);
        double[] model = states.probabilities();
        double[] mu = rows.mean(0).toDoubleVector();
        double[] lambda = rbm.hiddenGivenVisible(rows).mean(0).toDoubleVector();
        double[] weights = scaledDifference(
                5, states.centeredProducts(model, mu, lambda), states.centeredProducts(data, mu, lambda));
        double[] plain = scaledDifference(5, states.means(model), states.means(data));
        double[] visibleBias = IntStream.range(0, 4)
                .mapToDouble(i -> plain[12 + i]
                        - IntStream.range(0, 3)
                                .mapToDouble(j -> weights[3 * i + j] * lambda[j])
                                .sum())
                .toArray();
        double[] hiddenBias = IntStream.range(0, 3)
                .mapToDouble(j -> plain[16 + j]
                        - IntStream.range(0, 4)
                                .mapToDouble(i -> weights[3 * i + j] * mu[i])
                                .sum())
                .toArray();

        assertThat(Elements.of(gradient.weights())).containsExactly(weights, within(1e-12));
        assertThat(Elements.of(gradient.visibleBias())).containsExactly(visibleBias, within(1e-12));
        assertThat(Elements.of(gradient.hiddenBias())).containsExactly(hiddenBias, within(1e-12));
    }

    private static double[] scaledDifference(double scale, double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> scale * (a[i] - b[i]))
                .toArray();
    }

    /** Calling a 1 a 0 in some units, in data and model alike, must not matter: it does without centering. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1})
    void trainingDoesNotDependOnWhichStateIsCalledZero(double rate) {
        assertCommutesWithFlips(new Centered(EXACT, rate));
        assertThatThrownBy(() -> assertCommutesWithFlips(EXACT)).isInstanceOf(AssertionError.class);
    }

    private void assertCommutesWithFlips(Objective objective) {
        for (Flip flip : List.of(
                Flip.of(new int[] {1, 1, 1, 1}, new int[] {0, 0, 0}),
                Flip.of(new int[] {1, 0, 1, 0}, new int[] {0, 1, 1}))) {
            Rbm rbm = SmallRbms.bernoulli(4, 3);
            Rbm flipped = flip.of(rbm);
            assertThat(JointStates.of(flipped).logPartition())
                    .isEqualTo(JointStates.of(rbm).logPartition(), within(1e-12));

            train(rbm, objective, new Flip(Nd4j.zeros(4).castTo(rbm.weights().dataType()), flip.hidden()));
            train(flipped, objective, flip);

            Rbm expected = flip.of(rbm);
            assertThat(Elements.of(flipped.weights())).containsExactly(Elements.of(expected.weights()), within(1e-10));
            assertThat(flipped.visibleBias().toDoubleVector())
                    .containsExactly(expected.visibleBias().toDoubleVector(), within(1e-10));
            assertThat(flipped.hiddenBias().toDoubleVector())
                    .containsExactly(expected.hiddenBias().toDoubleVector(), within(1e-10));
        }
    }

    /** Five steps of gradient descent on changing data. */
    private void train(Rbm rbm, Objective objective, Flip flip) {
        TrainingState state = objective.start(rbm, random);
        for (int step = 0; step < 5; step++) {
            INDArray rows = flip.of(SmallRbms.data(rbm, 3 + step));
            Gradient gradient = Gradient.zero(rbm);
            state = objective.step(rbm, Batch.of(rbm, rows), state, random, gradient);
            rbm.weights().subi(gradient.weights().mul(0.2));
            rbm.visibleBias().subi(gradient.visibleBias().mul(0.2));
            rbm.hiddenBias().subi(gradient.hiddenBias().mul(0.2));
        }
    }

    /** An exchange of the two states of some Bernoulli units: 1 for units that exchange them. */
    private record Flip(INDArray visible, INDArray hidden) {

        static Flip of(int[] visible, int[] hidden) {
            return new Flip(doubles(visible), doubles(hidden));
        }

        private static INDArray doubles(int[] bits) {
            return Nd4j.createFromArray(IntStream.of(bits).asDoubleStream().toArray());
        }

        /** {@code v' = p + q v} with q = 1 - 2 p. */
        INDArray of(INDArray rows) {
            return rows.mulRowVector(sign(visible)).addRowVector(visible);
        }

        /** The same distribution over flipped units. */
        Rbm of(Rbm rbm) {
            INDArray q = sign(visible);
            INDArray u = sign(hidden);
            double offset = rbm.energyOffset()
                    - dot(rbm.visibleBias(), visible)
                    - dot(rbm.hiddenBias(), hidden)
                    - dot(rbm.weights().mulRowVector(hidden).sum(1), visible);
            return new Rbm(
                    rbm.visibleUnit(),
                    rbm.hiddenUnit(),
                    rbm.weights().mulColumnVector(q.reshape(4, 1)).mulRowVector(u),
                    rbm.visibleBias()
                            .add(rbm.weights().mulRowVector(hidden).sum(1))
                            .mul(q),
                    rbm.hiddenBias()
                            .add(rbm.weights()
                                    .mulColumnVector(visible.reshape(4, 1))
                                    .sum(0))
                            .mul(u),
                    offset);
        }

        private static double dot(INDArray a, INDArray b) {
            return a.mul(b).sumNumber().doubleValue();
        }

        private static INDArray sign(INDArray flipped) {
            return flipped.mul(-2).add(1);
        }
    }

    @Test
    void offsetsStartAtTheMeansOfTheFirstBatchAndFollowSlowly() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        Centered centered = new Centered(EXACT, 0.25);
        Batch first = Batch.of(rbm, SmallRbms.data(rbm, 3));
        Batch second = Batch.of(rbm, SmallRbms.data(rbm, 7));

        TrainingState state = centered.start(rbm, random);
        state = centered.step(rbm, first, state, random, Gradient.zero(rbm));
        assertOffsets(state, first.visible().mean(0), first.hiddenMean().mean(0));

        state = centered.step(rbm, second, state, random, Gradient.zero(rbm));
        assertOffsets(
                state,
                first.visible().mean(0).mul(0.75).add(second.visible().mean(0).mul(0.25)),
                first.hiddenMean()
                        .mean(0)
                        .mul(0.75)
                        .add(second.hiddenMean().mean(0).mul(0.25)));
    }

    private static void assertOffsets(TrainingState state, INDArray visible, INDArray hidden) {
        assertThat(((Offsets) state).visible().toDoubleVector())
                .containsExactly(visible.toDoubleVector(), within(1e-14));
        assertThat(((Offsets) state).hidden().toDoubleVector()).containsExactly(hidden.toDoubleVector(), within(1e-14));
    }

    @Test
    void theLossIsThatOfTheObjectiveItself() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        Batch batch = Batch.of(rbm, SmallRbms.data(rbm, 3));
        Centered centered = new Centered(EXACT, 0.25);
        TrainingState state = centered.step(rbm, batch, centered.start(rbm, random), random, Gradient.zero(rbm));

        assertThat(centered.score(rbm, batch, state))
                .isEqualTo(JointStates.of(rbm).minusLogLikelihood(batch.visible()), within(1e-12));
    }

    @Test
    void contrastiveDivergenceIsCenteredWithTheSameDraws() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        Objective plain = new Likelihood(new Persistent(2, new Gibbs(), 1));
        INDArray rows = SmallRbms.data(rbm, 5);

        double[] expected = Derivatives.of(step(rbm, plain, rows));
        double[] actual = Derivatives.of(step(rbm, new Centered(plain, 1), rows));

        double[] mu = rows.mean(0).toDoubleVector();
        double[] lambda = rbm.hiddenGivenVisible(rows).mean(0).toDoubleVector();
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                double centered = expected[3 * i + j] - expected[12 + i] * lambda[j] - mu[i] * expected[16 + j];
                assertThat(actual[3 * i + j]).isEqualTo(centered, within(1e-12));
            }
        }
    }

    private static Gradient step(Rbm rbm, Objective objective, INDArray rows) {
        Gradient gradient = Gradient.zero(rbm);
        Nd4jRandomSource random = TestSeed.stream("same");
        objective.step(rbm, Batch.of(rbm, rows), objective.start(rbm, random), random, gradient);
        return gradient;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
    void impossibleRatesAreRefused(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Centered(EXACT, rate))
                .withMessageStartingWith("rate must be in")
                .withMessageEndingWith(", was " + rate);
    }
}
