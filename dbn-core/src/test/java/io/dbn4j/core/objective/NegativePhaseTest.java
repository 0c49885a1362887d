package io.dbn4j.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.objective.Persistent.Persisting;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Derivatives;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Transitions;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class NegativePhaseTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    /** An example of every registered negative phase. */
    static final List<NegativePhase> PHASES = List.of(
            new ContrastiveDivergence(2),
            new Persistent(3, new Gibbs(), 2),
            new FastPersistent(3, new Gibbs(), 2, 0.3),
            new Tempered(3, 4, 2),
            new CoupledChains(2, 6),
            new Exact());

    @Test
    void everyRegisteredNegativePhaseIsTested() {
        assertThat(PHASES).extracting(NegativePhase::getClass).isEqualTo(Registered.on(NegativePhase.class));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void expectedContrastiveDivergenceIsDataMinusKTransitions(UnitType visible, UnitType hidden) {
        Rbm small = SmallRbms.of(visible, hidden, 2, 2);
        Rbm tiny = SmallRbms.of(visible, hidden, 2, 1);

        assertTransitions(small, new ContrastiveDivergence(1), 1);
        assertTransitions(tiny, new ContrastiveDivergence(2), 2);
        assertThatThrownBy(() -> assertTransitions(tiny, new ContrastiveDivergence(1), 2))
                .isInstanceOf(AssertionError.class);
    }

    /** Pairs given up after m steps have the bias of CD-m, whatever k is; pairs that are never given up have none. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void expectedCoupledChainsAreContrastiveDivergenceOfAllTheirSteps(UnitType visible, UnitType hidden) {
        Rbm small = SmallRbms.of(visible, hidden, 2, 2);
        Rbm tiny = SmallRbms.of(visible, hidden, 1, 1);

        assertTransitions(small, new CoupledChains(1, 1), 1);
        assertTransitions(tiny, new CoupledChains(1, 2), 2);
        assertTransitions(tiny, new CoupledChains(1, 3), 3);
        assertTransitions(tiny, new CoupledChains(2, 3), 3);
        assertThatThrownBy(() -> assertTransitions(tiny, new ContrastiveDivergence(1), 3))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertTransitions(tiny, new CoupledChains(1, 2), 3))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertTransitions(Rbm rbm, NegativePhase phase, int k) {
        INDArray row = SmallRbms.data(rbm, 2).getRow(1, true);
        JointStates states = JointStates.of(rbm);
        Transitions transitions = Transitions.of(rbm, new Gibbs().kernel(rbm));
        double[] data = states.clampedTo(row);
        double[] reconstructed = data;
        for (int step = 0; step < k; step++) {
            reconstructed = transitions.applyTo(reconstructed);
        }

        assertThat(expectedGradient(rbm, phase, row))
                .containsExactly(difference(states.means(reconstructed), states.means(data)), within(1e-12));
    }

    @Test
    void contrastiveDivergenceSumsOverTheRowsOfABatch() {
        Rbm rbm = SmallRbms.bernoulli(2, 1);
        INDArray rows = SmallRbms.data(rbm, 2);
        double[] first = expectedGradient(rbm, new ContrastiveDivergence(1), rows.getRow(0, true));
        double[] second = expectedGradient(rbm, new ContrastiveDivergence(1), rows.getRow(1, true));

        double[] both = expectedGradient(rbm, new ContrastiveDivergence(1), rows);

        assertThat(difference(both, first)).containsExactly(second, within(1e-12));
    }

    /** Chains that follow the model, whatever their number, give the gradient of the likelihood. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void persistentChainsThatFollowTheModelAreUnbiased(UnitType visible, UnitType hidden) {
        Rbm tiny = SmallRbms.of(visible, hidden, 1, 1);
        Rbm small = SmallRbms.of(visible, hidden, 2, 1);

        assertUnbiased(tiny, 1, new Persistent(1, new Gibbs(), 2));
        assertUnbiased(tiny, 2, new Persistent(2, new Gibbs(), 1));
        assertUnbiased(small, 1, new Persistent(1, new Gibbs(), 1));
        assertThatThrownBy(() -> assertUnbiased(tiny, 2, new WithoutScale(2))).isInstanceOf(AssertionError.class);
    }

    private static void assertUnbiased(Rbm rbm, int chains, NegativePhase phase) {
        INDArray rows = SmallRbms.data(rbm, 3);
        JointStates states = JointStates.of(rbm);
        double[] model = states.probabilities();
        double[] expected = new double[rbm.visible() * rbm.hidden() + rbm.visible() + rbm.hidden()];
        int starts = (int) Math.pow(states.count(), chains);
        for (int start = 0; start < starts; start++) {
            int[] numbers = numbers(start, states.count(), chains);
            double probability =
                    IntStream.of(numbers).mapToDouble(n -> model[n]).reduce(1, (a, b) -> a * b);
            double[] gradient = expectedGradient(rbm, phase, rows, () -> startingAt(rbm, states, numbers));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += probability * gradient[i];
            }
        }
        double[] exact = expectedGradient(rbm, new Exact(), rows);

        assertThat(expected).containsExactly(exact, within(1e-12));
    }

    private static int[] numbers(int start, int base, int digits) {
        return IntStream.range(0, digits)
                .map(digit -> start / (int) Math.pow(base, digit) % base)
                .toArray();
    }

    private static TrainingState startingAt(Rbm rbm, JointStates states, int[] numbers) {
        Chains chains = Chains.allocate(rbm, numbers.length);
        for (int chain = 0; chain < numbers.length; chain++) {
            chains.visible().putRow(chain, states.visible().getRow(numbers[chain]));
            chains.hidden().putRow(chain, states.hidden().getRow(numbers[chain]));
        }
        return new Persisting(chains);
    }

    @Test
    void persistentChainsContinueWhereTheyWereByKStepsOfTheSampler() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        Persistent persistent = new Persistent(3, new Gibbs(), 2);
        Batch batch = Batch.of(rbm, SmallRbms.data(rbm, 5));
        Nd4jRandomSource random = TestSeed.stream("chains");
        TrainingState state = persistent.start(rbm, random);
        for (int update = 0; update < 3; update++) {
            state = persistent.move(rbm, batch, state, random);
        }

        Nd4jRandomSource again = TestSeed.stream("chains");
        Chains chains = new Gibbs().start(rbm, 3, again);
        for (int step = 0; step < 6; step++) {
            new Gibbs().kernel(rbm).step(chains, again);
        }
        assertThat(state).isEqualTo(new Persisting(chains));
    }

    @Test
    void contrastiveDivergenceAcceptsBatchesOfChangingSize() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        ContrastiveDivergence phase = new ContrastiveDivergence(1);
        RandomSource random = TestSeed.stream("rows");
        TrainingState state = phase.start(rbm, random);

        for (int rows : new int[] {5, 5, 2, 5}) {
            Batch batch = Batch.of(rbm, SmallRbms.data(rbm, rows));
            state = phase.move(rbm, batch, state, random);
            assertThat(((ContrastiveDivergence.Scratch) state).chains().size()).isEqualTo(rows);
        }
    }

    @Test
    void fastWeightsWithoutARateAreNone() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);

        assertThat(afterThreeUpdates(rbm, new FastPersistent(3, new Gibbs(), 2, 0)))
                .containsExactly(afterThreeUpdates(rbm, new Persistent(3, new Gibbs(), 2)));
        assertThat(afterThreeUpdates(rbm, new FastPersistent(3, new Gibbs(), 2, 1)))
                .isNotEqualTo(afterThreeUpdates(rbm, new Persistent(3, new Gibbs(), 2)));
    }

    private static double[] afterThreeUpdates(Rbm rbm, NegativePhase phase) {
        RandomSource random = TestSeed.stream("updates");
        Gradient gradient = Gradient.zero(rbm);
        TrainingState state = phase.start(rbm, random);
        for (int update = 0; update < 3; update++) {
            state = phase.move(rbm, Batch.of(rbm, SmallRbms.data(rbm, 5)), state, random);
            phase.addTo(gradient, rbm, 5, state);
        }
        return Derivatives.of(gradient);
    }

    /** {@code u = -rate g} after one update and {@code -rate (19/20 g + g')} after two, g the gradient of a row. */
    @Test
    void fastWeightsFollowTheGradientAndDecay() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        Objective objective = new Likelihood(new FastPersistent(3, new Gibbs(), 2, 0.3));
        RandomSource random = TestSeed.stream("fast");
        Batch batch = Batch.of(rbm, SmallRbms.data(rbm, 5));
        TrainingState state = objective.start(rbm, random);
        double[] expected = new double[6 * 4 + 6 + 4];
        for (int update = 0; update < 2; update++) {
            Gradient gradient = Gradient.zero(rbm);
            state = objective.step(rbm, batch, state, random, gradient);
            double[] sum = Derivatives.of(gradient);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = 0.95 * expected[i] - 0.3 * sum[i] / 5;
            }
        }

        assertThat(Derivatives.of(((FastPersistent.Fast) state).weights())).containsExactly(expected, within(1e-12));
    }

    @Test
    void variancesAreLearnedWithoutFastOnes() {
        Rbm rbm = SmallRbms.of(new DiagonalGaussian(), new Bernoulli(), 4, 3);
        Objective objective = new Likelihood(new FastPersistent(3, new Gibbs(), 1, 0.3));
        Objective plain = new Likelihood(new Persistent(3, new Gibbs(), 1));
        Batch batch = Batch.of(rbm, SmallRbms.states(rbm, 5));
        Gradient gradient = Gradient.zero(rbm);
        Gradient expected = Gradient.zero(rbm);
        RandomSource random = TestSeed.stream("variances");
        RandomSource same = TestSeed.stream("variances");

        TrainingState state = objective.step(rbm, batch, objective.start(rbm, random), random, gradient);
        plain.step(rbm, batch, plain.start(rbm, same), same, expected);

        assertThat(((FastPersistent.Fast) state).weights().visibleParameters().isEmpty())
                .isTrue();
        assertThat(Elements.of(gradient.visibleParameters()))
                .isEqualTo(Elements.of(expected.visibleParameters()))
                .doesNotContain(0);
    }

    @Test
    void coupledChainsCountPairsThatHaveNotMet() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        Batch batch = Batch.of(rbm, SmallRbms.data(rbm, 20));
        NegativePhase never = new CoupledChains(1, 1);
        NegativePhase always = new CoupledChains(1, 10_000);
        RandomSource random = TestSeed.stream("pairs");

        assertThat(meetings(always, rbm, batch, random)).containsExactly(20, 0);
        assertThat(meetings(never, rbm, batch, random)[0]).isEqualTo(20);
        assertThat(meetings(never, rbm, batch, random)[1]).isBetween(1.0, 20.0);
    }

    private static double[] meetings(NegativePhase phase, Rbm rbm, Batch batch, RandomSource random) {
        TrainingState state = phase.move(rbm, batch, phase.start(rbm, random), random);
        return ((CoupledChains.Coupled) state).counters().toDoubleVector();
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContrastiveDivergence(0))
                .withMessage("k must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Persistent(0, new Gibbs(), 1))
                .withMessage("chains must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Persistent(1, new Gibbs(), 0))
                .withMessage("k must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FastPersistent(1, new Gibbs(), 1, -0.1))
                .withMessageStartingWith("rate must be in [0.0, ")
                .withMessageEndingWith(", was -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tempered(1, 1, 1))
                .withMessage("temperatures must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoupledChains(3, 2))
                .withMessage("maxSteps must be at least 3, was 2");
        Rbm gaussian = SmallRbms.pair(new Gaussian(), new Bernoulli());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> afterThreeUpdates(gaussian, new CoupledChains(1, 2)))
                .withMessage("coupled chains need units with two states, the visible units were Gaussian[]");
    }

    private static double[] expectedGradient(Rbm rbm, NegativePhase phase, INDArray rows) {
        return expectedGradient(rbm, phase, rows, () -> phase.start(rbm, TestSeed.stream("unused")));
    }

    private static double[] expectedGradient(
            Rbm rbm, NegativePhase phase, INDArray rows, Supplier<TrainingState> start) {
        Likelihood likelihood = new Likelihood(phase);
        return ExhaustiveRandom.mean(random -> {
            Gradient gradient = Gradient.zero(rbm);
            likelihood.step(rbm, Batch.of(rbm, rows), start.get(), random, gradient);
            return Derivatives.of(gradient);
        });
    }

    private static double[] difference(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
    }

    /** Broken: persistent chains whose sum is taken for their mean times the rows of the batch. */
    private record WithoutScale(int chains) implements NegativePhase {

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return new Persistent(chains, new Gibbs(), 1).start(rbm, random);
        }

        @Override
        public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
            return new Persistent(chains, new Gibbs(), 1).move(rbm, batch, state, random);
        }

        @Override
        public Batch states(Rbm rbm, TrainingState state) {
            return new Persistent(chains, new Gibbs(), 1).states(rbm, state);
        }

        @Override
        public void addTo(Gradient into, Rbm rbm, long rows, TrainingState state) {
            states(rbm, state).addMeanGradient(rbm, -chains, into);
        }
    }
}
