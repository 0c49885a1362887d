package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.partition.ReverseAnnealedImportanceSampling.Result;
import io.dbn4j.core.partition.Traces.AnnealingFrom;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogMeanExp;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReverseAnnealedImportanceSamplingTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    @ParameterizedTest
    @MethodSource(PAIRS)
    void theMeanWeightFromExactDrawsIsTheInverseRatioOfPartitionFunctions(UnitType visible, UnitType hidden) {
        for (int[] size : new int[][] {{3, 2, 1}, {3, 2, 2}, {3, 2, 4}, {2, 1, 3}, {1, 2, 4}}) {
            Rbm rbm = SmallRbms.of(visible, hidden, size[0], size[1]);
            assertUnbiased(rbm, drawsOf(rbm, size[2], 0), annealing(rbm, size[2], 0));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void burningInFromExactDrawsChangesNothing(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 1);
        for (int burnIn = 1; burnIn <= 2; burnIn++) {
            assertUnbiased(rbm, drawsOf(rbm, 3, burnIn), annealing(rbm, 3, burnIn));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void oneStepAtTheWrongTemperatureIsRejected(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        AnnealingFrom broken = (start, random) -> {
            AnnealingPath path = new AnnealingPath(rbm, base(rbm), Math.toIntExact(start.size(0)));
            double[] beta = AnnealingPath.betas(3);
            path.startAt(start);
            path.reweight(beta[3], beta[2]);
            path.step(beta[2], random);
            path.reweight(beta[2], beta[1]);
            path.step(0.9 * beta[1], random);
            path.reweight(beta[1], beta[0]);
            return path;
        };

        assertThatThrownBy(() -> assertUnbiased(rbm, drawsOf(rbm, 3, 0), broken))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void drawsThatDoNotFollowTheModelAreRejected(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        AnnealingFrom first = annealing(rbm, 3, 0);

        assertThatThrownBy(() -> assertUnbiased(
                        rbm,
                        drawsOf(rbm, 3, 0),
                        (start, random) -> first.run(start.rsub(visible.low() + visible.high()), random)))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertUnbiased(Rbm rbm, int draws, AnnealingFrom annealing) {
        Traces traces = Traces.fromModel(rbm, draws, annealing);

        double ratio = Math.exp(traces.baseLogPartition() - JointStates.of(rbm).logPartition());
        assertThat(Arrays.stream(traces.probabilities()).sum()).isEqualTo(1, within(1e-12));
        assertThat(traces.meanWeight() / ratio).isEqualTo(1, within(1e-10));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void forwardAndReverseLogWeightsEncloseLogZ(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        double exact = JointStates.of(rbm).logPartition();
        for (int betas = 1; betas <= 3; betas++) {
            int steps = betas;
            Traces forward = Traces.of(
                    3 + 5 * (steps - 1),
                    (chains, random) ->
                            new AnnealedImportanceSampling(steps, chains).anneal(rbm, base(rbm), random, step -> {}));
            Traces reverse = Traces.fromModel(rbm, drawsOf(rbm, steps, 0), annealing(rbm, steps, 0));

            assertThat(exact)
                    .isGreaterThan(forward.baseLogPartition() + forward.meanLogWeight())
                    .isLessThan(reverse.baseLogPartition() - reverse.meanLogWeight());
        }
    }

    @Test
    void theTwoEstimatesComeFromTheSameWeights() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        ReverseAnnealedImportanceSampling sampling = new ReverseAnnealedImportanceSampling(10, 50, 3, 10);
        INDArray start = SmallRbms.data(rbm, 50);
        INDArray before = start.dup();

        Result result = sampling.run(rbm, base(rbm), start, TestSeed.stream("reverse"), step -> {});

        var random = TestSeed.stream("reverse");
        AnnealingPath path = sampling.anneal(rbm, base(rbm), start, random, step -> {});
        double mean = Arrays.stream(path.logWeights()).average().orElseThrow();
        assertThat(result.logPartition())
                .isEqualTo(LogMeanExp.of(path.logWeights(), Bound.LOWER_FROM_EQUILIBRIUM, random)
                        .subtractedFrom(path.baseLogPartition()));
        assertThat(result.logPartition().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
        assertThat(result.conservative().value()).isEqualTo(path.baseLogPartition() - mean, within(1e-12));
        assertThat(result.conservative().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
        assertThat(result.conservative().value())
                .isGreaterThanOrEqualTo(result.logPartition().value());
        assertThat(start).isEqualTo(before);
    }

    @Test
    void progressCountsBurnInAndSteps() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        List<Integer> done = new ArrayList<>();

        new ReverseAnnealedImportanceSampling(3, 2, 2, 10)
                .run(rbm, base(rbm), SmallRbms.data(rbm, 2), TestSeed.stream("reverse"), done::add);

        assertThat(done).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReverseAnnealedImportanceSampling(0, 2, 0, 10))
                .withMessage("betas must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReverseAnnealedImportanceSampling(1, 1, 0, 10))
                .withMessage("chains must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReverseAnnealedImportanceSampling(1, 2, -1, 10))
                .withMessage("burnIn must be at least 0, was -1");
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReverseAnnealedImportanceSampling(1, 10, 0, 10)
                        .run(rbm, base(rbm), Nd4j.zeros(DataType.DOUBLE, 9, 3), TestSeed.stream("none"), step -> {}))
                .withMessage("start must have 10 rows, had 9");
    }

    private static AnnealingFrom annealing(Rbm rbm, int betas, int burnIn) {
        return (start, random) -> new ReverseAnnealedImportanceSampling(
                        betas, Math.toIntExact(start.size(0)), burnIn, 10)
                .anneal(rbm, base(rbm), start, random, step -> {});
    }

    private static int drawsOf(Rbm rbm, int betas, int burnIn) {
        int sweep = rbm.visible() + rbm.hidden();
        return (betas - 1) * sweep + (burnIn == 0 ? 0 : rbm.hidden() + burnIn * sweep);
    }
}
