package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static io.dbn4j.core.stats.CalibratedErrors.assertCalibrated;
import static io.dbn4j.core.stats.CalibratedErrors.withErrorsDivided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.ExactDraws;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class BennettRatioTest {

    private static final int REPETITIONS = 200;

    @Test
    void oneDrawOfEachModelGivesTheMeanOfTheirLogRatios() {
        BennettEquation equation = new BennettEquation(new double[] {1.5}, new double[] {-0.25});

        assertThat(equation.root()).isEqualTo(0.625, within(1e-14));
        // s(0.875) (1 - s(0.875)) twice.
        double slope = 1 / (2 + 2 * Math.cosh(0.875));
        assertThat(equation.variance()).isEqualTo(1 / (2 * slope) - 2, within(1e-14));
        assertThat(equation.overlap()).isEqualTo(4 * slope, within(1e-14));
    }

    @Test
    void theRootSolvesTheEquation() {
        double[] from = {1, -2, 0.3};
        double[] to = {4, 2.5};

        double root = new BennettEquation(from, to).root();

        double oddsOfTo = 2.0 / 3;
        double left = Arrays.stream(from)
                .map(r -> 1 / (1 + Math.exp(root - r) / oddsOfTo))
                .sum();
        double right = Arrays.stream(to)
                .map(r -> 1 / (1 + Math.exp(r - root) * oddsOfTo))
                .sum();
        assertThat(left).isEqualTo(right, within(1e-14));
    }

    @Test
    void modelsThatDifferByAnOffsetHaveNoError() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        INDArray draws = SmallRbms.data(rbm, 7);

        Estimate ratio = BennettRatio.between(rbm, draws, rbm.withEnergyOffset(1000.3), SmallRbms.data(rbm, 5));

        assertThat(ratio.value()).isEqualTo(-1000, within(1e-10));
        assertThat(ratio.standardError()).isEqualTo(0, within(1e-6));
        assertThat(ratio.ess()).isEqualTo(12, within(1e-10));
        assertThat(ratio.samples()).isEqualTo(12);
        assertThat(ratio.bound()).isEqualTo(Bound.NONE);
    }

    @Test
    void exchangedModelsHaveTheOppositeRatio() {
        Rbm one = SmallRbms.bernoulli(4, 3);
        Rbm other = SmallRbms.of(new Bernoulli(), new Spin(), 4, 6);
        INDArray few = SmallRbms.data(one, 5);
        INDArray many = SmallRbms.data(one, 9);

        Estimate there = BennettRatio.between(one, few, other, many);
        Estimate back = BennettRatio.between(other, many, one, few);

        assertThat(back.value()).isEqualTo(-there.value(), within(1e-12));
        assertThat(back.standardError()).isEqualTo(there.standardError(), within(1e-12));
        assertThat(back.ess()).isEqualTo(there.ess(), within(1e-12));
    }

    @Test
    void modelsWithoutOverlapHaveNoKnownError() {
        BennettEquation equation = new BennettEquation(new double[] {-2000, -1900}, new double[] {2100, 2000});

        assertThat(equation.overlap()).isLessThan(1e-300);
        assertThat(equation.variance()).isGreaterThan(1e300);
    }

    /**
     * The distances of 200 independent estimates from enumeration, in standard errors, have mean 0 and standard
     * deviation 1. The limits are 4.5 standard deviations of both; the false-alarm rate is 1.4e-5 in all.
     */
    @Test
    void standardErrorsOfARatioAreTrue() {
        Rbm from = SmallRbms.strong(new Bernoulli(), new Spin(), 6, 5);
        Rbm to = from.copy();
        to.weights().muli(0.6);
        to.visibleBias().addi(0.2);
        double exact = StateSpace.of(to).logPartition() - StateSpace.of(from).logPartition();
        ExactDraws fromDraws = new ExactDraws(from);
        ExactDraws toDraws = new ExactDraws(to);
        RandomSource random = TestSeed.stream("ratio");

        List<Estimate> estimates = repeated(
                () -> BennettRatio.between(from, fromDraws.visible(40, random), to, toDraws.visible(80, random)));

        assertCalibrated(estimates, exact);
        assertThatThrownBy(() -> assertCalibrated(withErrorsDivided(estimates, 1.4), exact))
                .isInstanceOf(AssertionError.class);
        // The check rejects estimates that lack log(n_1 / n_0).
        assertThatThrownBy(() -> assertCalibrated(estimates, exact + Math.log(2)))
                .isInstanceOf(AssertionError.class);
    }

    /** The same limits as for a single ratio; errors that are 1.4 times too small are rejected. */
    @Test
    void standardErrorsOfAWholePathAreTrue() {
        Rbm rbm = SmallRbms.strong(new Bernoulli(), new Bernoulli(), 5, 3);
        rbm.weights().muli(0.5);
        RandomSource random = TestSeed.stream("path");

        List<Estimate> estimates =
                repeated(() -> new BennettRatio(4, 40, 4).logPartition(rbm, AnnealingStart.at(base(rbm)), random));

        double exact = StateSpace.of(rbm).logPartition();
        assertCalibrated(estimates, exact);
        assertThatThrownBy(() -> assertCalibrated(withErrorsDivided(estimates, 1.4), exact))
                .isInstanceOf(AssertionError.class);
    }

    private static List<Estimate> repeated(Supplier<Estimate> estimator) {
        return Stream.generate(estimator).limit(REPETITIONS).toList();
    }

    @Test
    void progressIsToldAfterEveryRung() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        List<Long> done = new ArrayList<>();

        new BennettRatio(3, 2, 1).measure(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("bar"), done::add);

        assertThat(done).containsExactly(1L, 2L, 3L);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BennettRatio(0, 2, 1))
                .withMessage("rungs must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BennettRatio(1, 1, 1))
                .withMessage("chains must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BennettRatio(1, 2, 0))
                .withMessage("steps must be at least 1, was 0");
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        INDArray draws = SmallRbms.data(rbm, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BennettRatio.between(rbm, draws, SmallRbms.of(new Spin(), new Spin(), 3, 2), draws))
                .withMessage("models must have the same visible units, were 3 Bernoulli[] and 3 Spin[]");
    }
}
