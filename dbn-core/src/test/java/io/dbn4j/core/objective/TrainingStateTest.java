package io.dbn4j.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Derivatives;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Gibbs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingStateTest {

    static Stream<Objective> objectives() {
        List<Objective> plain = Stream.concat(NegativePhaseTest.PHASES.stream(), Stream.of(new RestartedChains(3, 2)))
                .<Objective>map(Likelihood::new)
                .toList();
        Stream<Objective> wrapped = plain.stream()
                .flatMap(objective -> Stream.of(
                        new Centered(objective, 0.2),
                        new HybridObjective(
                                objective, new Ramp(0, 1, 4), new MeanEnergyGap(new Persistent(5, new Gibbs(), 1)))));
        return Stream.concat(plain.stream(), wrapped);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void savedArraysAndRandomStateContinueBitEqual(Objective objective) {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        Nd4jRandomSource random = TestSeed.stream("training");
        TrainingState state = objective.start(rbm, random);
        for (int update = 0; update < 3; update++) {
            state = step(objective, rbm, state, random, Gradient.zero(rbm));
        }
        Map<String, INDArray> saved = new LinkedHashMap<>();
        state.arrays().forEach((name, array) -> saved.put(name, array.dup()));
        long[] randomState = random.state();
        double[] expected = continued(objective, rbm, state, random);

        Nd4jRandomSource another = new Seed(7).stream("another");
        TrainingState restored = objective.start(rbm, another);
        assertThat(restored.arrays()).containsOnlyKeys(saved.keySet());
        restored.arrays().forEach((name, array) -> array.assign(saved.get(name)));
        another.restore(randomState);

        assertThat(continued(objective, rbm, restored, another)).containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void theSameSeedGivesTheSameGradients(Objective objective) {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        double[] first = continued(objective, rbm, objective.start(rbm, TestSeed.stream("a")), TestSeed.stream("b"));
        double[] again = continued(objective, rbm, objective.start(rbm, TestSeed.stream("a")), TestSeed.stream("b"));

        assertThat(again).containsExactly(first);
    }

    @Test
    void aStateThatForgetsItsChainsIsNoticed() {
        Objective objective = objectives().toList().get(1);
        Rbm rbm = SmallRbms.bernoulli(6, 4);

        double[] first = continued(objective, rbm, objective.start(rbm, TestSeed.stream("a")), TestSeed.stream("b"));
        double[] other = continued(objective, rbm, objective.start(rbm, TestSeed.stream("c")), TestSeed.stream("b"));

        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void chainsOfAModelThatHasLearnedStartAtItsData() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        Persistent chains = new Persistent(5, new Gibbs(), 1);
        Objective likelihood = new Likelihood(chains);
        INDArray data = Nd4j.ones(DataType.DOUBLE, 3, 6);
        INDArray atData = Nd4j.ones(DataType.DOUBLE, 5, 6);

        for (Objective objective : List.of(
                likelihood,
                new Likelihood(new FastPersistent(5, new Gibbs(), 1, 0.1)),
                new MeanEnergyGap(chains),
                new ReverseKullbackLeibler(TeacherRbm.of(rbm), chains),
                new Centered(likelihood, 0.2),
                new HybridObjective(likelihood, Ramp.constant(1), new TrainValidationFreeEnergyGap()),
                new HybridObjective(new TrainValidationFreeEnergyGap(), Ramp.constant(1), likelihood))) {
            var random = TestSeed.stream("start");
            Map<String, INDArray> before = objective.start(rbm, random).arrays();
            Map<String, INDArray> at = objective.startAt(rbm, data, random).arrays();

            assertThat(at).containsOnlyKeys(before.keySet());
            assertThat(at.values()).as("%s", objective).contains(atData);
            assertThat(before.values()).as("%s", objective).doesNotContain(atData);
        }
    }

    private static double[] continued(Objective objective, Rbm rbm, TrainingState from, Nd4jRandomSource random) {
        Gradient sum = Gradient.zero(rbm);
        TrainingState state = from;
        for (int update = 0; update < 3; update++) {
            Gradient gradient = Gradient.zero(rbm);
            state = step(objective, rbm, state, random, gradient);
            sum.weights().addi(gradient.weights());
            sum.visibleBias().addi(gradient.visibleBias());
            sum.hiddenBias().addi(gradient.hiddenBias());
        }
        return Derivatives.of(sum);
    }

    private static TrainingState step(
            Objective objective, Rbm rbm, TrainingState state, Nd4jRandomSource random, Gradient into) {
        return objective.step(rbm, Batch.of(rbm, SmallRbms.data(rbm, 5)), state, random, into);
    }

    @Test
    void theStateOfAnotherObjectiveIsRefusedByName() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        Nd4jRandomSource random = TestSeed.stream("training");
        Objective fast = new Likelihood(new FastPersistent(2, new Gibbs(), 1, 0.1));
        Objective persistent = new Likelihood(new Persistent(2, new Gibbs(), 1));
        TrainingState state = persistent.start(rbm, random);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> step(fast, rbm, state, random, Gradient.zero(rbm)))
                .withMessage("state must be a FastPersistent.Fast, from the start of the same objective,"
                        + " was a Persistent.Persisting");
    }

    @Test
    void aNewNegativePhaseBringsItsShortName() {
        assertThat(RestartedChains.SHORT_NAME.read("restarted-7")).hasValue(new RestartedChains(100, 7));
        assertThat(RestartedChains.SHORT_NAME.read("restarted-0")).isEmpty();
        assertThat(RestartedChains.SHORT_NAME.read("restarted")).isEmpty();
    }
}
