package io.dbn4j.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.partition.Traces.Annealing;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogMeanExp;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

class AnnealedImportanceSamplingTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    @ParameterizedTest
    @MethodSource(PAIRS)
    void theMeanWeightOverAllTracesIsTheRatioOfPartitionFunctions(UnitType visible, UnitType hidden) {
        for (int[] size : new int[][] {{3, 2, 1}, {3, 2, 2}, {3, 2, 4}, {2, 1, 3}, {1, 2, 4}}) {
            Rbm rbm = SmallRbms.of(visible, hidden, size[0], size[1]);
            assertUnbiased(rbm, size[2], annealing(rbm, size[2]));
        }
        Rbm laidOut = SmallRbms.asInDl4j(SmallRbms.of(visible, hidden, 3, 2));
        assertUnbiased(laidOut, 3, annealing(laidOut, 3));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void oneStepAtTheWrongTemperatureIsRejected(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        for (int wrong = 1; wrong < 3; wrong++) {
            int step = wrong;
            assertThatThrownBy(() -> assertUnbiased(rbm, 3, (chains, random) -> {
                        AnnealingPath path = new AnnealingPath(rbm, base(rbm), chains);
                        double[] beta = AnnealingPath.betas(3);
                        path.startAtBase(random);
                        for (int k = 1; k <= 3; k++) {
                            path.reweight(beta[k - 1], beta[k]);
                            if (k < 3) {
                                path.step(k == step ? 0.9 * beta[k] : beta[k], random);
                            }
                        }
                        return path;
                    }))
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static void assertUnbiased(Rbm rbm, int betas, Annealing annealing) {
        int draws = rbm.visible() + (betas - 1) * (rbm.visible() + rbm.hidden());

        Traces traces = Traces.of(draws, annealing);

        double ratio = Math.exp(JointStates.of(rbm).logPartition() - traces.baseLogPartition());
        assertThat(traces.meanWeight() / ratio).isEqualTo(1, within(1e-10));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void theMeanLogWeightIsALowerBoundThatMoreStepsTighten(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        double[] bounds = IntStream.rangeClosed(1, 4)
                .mapToDouble(betas -> {
                    Traces traces = Traces.of(3 + 5 * (betas - 1), annealing(rbm, betas));
                    return traces.meanLogWeight() + traces.baseLogPartition();
                })
                .toArray();

        assertThat(bounds).isSorted();
        assertThat(bounds[3]).isLessThan(JointStates.of(rbm).logPartition());
    }

    @Test
    void chainsAreIndependent() {
        Rbm rbm = SmallRbms.bernoulli(1, 1);
        double ratio =
                ExhaustiveRandom.expectation(random -> weights(rbm, random).get(0));

        assertThat(ExhaustiveRandom.expectation(random -> weights(rbm, random).get(1)))
                .isEqualTo(ratio, within(1e-12));
        assertThat(ExhaustiveRandom.expectation(random -> {
                    List<Double> weights = weights(rbm, random);
                    return weights.get(0) * weights.get(1);
                }))
                .isEqualTo(ratio * ratio, within(1e-12));
    }

    private static List<Double> weights(Rbm rbm, RandomSource random) {
        double[] logWeights = new AnnealedImportanceSampling(2, 2)
                .anneal(rbm, base(rbm), random, step -> {})
                .logWeights();
        return IntStream.range(0, 2).mapToObj(i -> Math.exp(logWeights[i])).toList();
    }

    @Test
    void theEstimateIsTheLogarithmOfTheMeanWeight() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        AnnealedImportanceSampling sampling = new AnnealedImportanceSampling(10, 50);

        Estimate estimate = sampling.logPartition(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("ais"));

        var random = TestSeed.stream("ais");
        AnnealingPath path = sampling.anneal(rbm, base(rbm), random, step -> {});
        assertThat(estimate)
                .isEqualTo(LogMeanExp.of(path.logWeights(), Bound.LOWER, random).plus(path.baseLogPartition()));
        assertThat(estimate.bound()).isEqualTo(Bound.LOWER);
        assertThat(estimate.samples()).isEqualTo(50);
        assertThat(estimate.unit()).isEqualTo("nats");
    }

    @Test
    void progressIsToldAfterEveryStep() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        List<Long> done = new ArrayList<>();

        new AnnealedImportanceSampling(4, 2)
                .measure(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("ais"), done::add);

        assertThat(done).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnnealedImportanceSampling(0, 2))
                .withMessage("betas must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnnealedImportanceSampling(1, 1))
                .withMessage("chains must be at least 2, was 1");
    }

    private static Annealing annealing(Rbm rbm, int betas) {
        return (chains, random) ->
                new AnnealedImportanceSampling(betas, chains).anneal(rbm, base(rbm), random, step -> {});
    }

    /** Inputs that are not the visible biases. */
    static BaseRate base(Rbm rbm) {
        double[] input = IntStream.range(0, rbm.visible())
                .mapToDouble(i -> 0.6 * Math.sin(4 * i + 1.5))
                .toArray();
        return new BaseRate(Nd4j.createFromArray(input).castTo(rbm.weights().dataType()));
    }
}
