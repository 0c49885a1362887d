package io.dbn4j.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LogMeanExpTest {

    private final Nd4jRandomSource random = TestSeed.stream("weights");

    @Test
    void weightsOneAndThreeGiveTwo() {
        Estimate estimate = LogMeanExp.of(new double[] {0, Math.log(3)}, Bound.LOWER, random);

        assertThat(estimate.value()).isEqualTo(Math.log(2), within(1e-15));
        // Sample variance 2, of the mean 1; divided by the squared mean: 1/4.
        assertThat(estimate.standardError()).isEqualTo(0.5, within(1e-15));
        assertThat(estimate.ess()).isEqualTo(16.0 / 10, within(1e-14));
        assertThat(estimate.samples()).isEqualTo(2);
        assertThat(estimate.bound()).isEqualTo(Bound.LOWER);
        assertThat(estimate.unit()).isEqualTo("nats");
    }

    @Test
    void equalWeightsHaveNoErrorAndTheFullSampleSize() {
        double[] logWeights = new double[100];
        Arrays.fill(logWeights, -1e5);

        Estimate estimate = LogMeanExp.of(logWeights, Bound.LOWER, random);

        assertThat(estimate.value()).isEqualTo(-1e5, within(1e-9));
        assertThat(estimate.standardError()).isEqualTo(0, within(1e-6));
        assertThat(estimate.ess()).isEqualTo(100, within(1e-9));
        assertThat(estimate.low()).isEqualTo(-1e5, within(1e-9));
        assertThat(estimate.high()).isEqualTo(-1e5, within(1e-9));
    }

    @Test
    void oneDominantWeightLeavesAnEffectiveSampleOfOne() {
        double[] logWeights = new double[100];
        logWeights[70] = 50;

        Estimate estimate = LogMeanExp.of(logWeights, Bound.LOWER, random);

        assertThat(estimate.value()).isEqualTo(50 - Math.log(100), within(1e-12));
        assertThat(estimate.ess()).isEqualTo(1, within(1e-9));
        assertThat(estimate.standardError()).isEqualTo(1, within(1e-9));
    }

    @Test
    void shiftingLogWeightsShiftsValueAndInterval() {
        double[] logWeights = logNormal(50, 1);
        double[] shifted = Arrays.stream(logWeights).map(x -> x + 700).toArray();

        Estimate estimate = LogMeanExp.of(logWeights, Bound.LOWER, TestSeed.stream("bootstrap"));
        Estimate moved = LogMeanExp.of(shifted, Bound.LOWER, TestSeed.stream("bootstrap"));

        assertThat(moved.value()).isEqualTo(estimate.value() + 700, within(1e-10));
        assertThat(moved.low()).isEqualTo(estimate.low() + 700, within(1e-10));
        assertThat(moved.high()).isEqualTo(estimate.high() + 700, within(1e-10));
        assertThat(moved.standardError()).isEqualTo(estimate.standardError(), within(1e-10));
        assertThat(moved.ess()).isEqualTo(estimate.ess(), within(1e-8));
    }

    /**
     * Log-normal weights with variance s^2 of the logarithm: log mean = s^2 / 2, error sqrt((exp(s^2) - 1) / n), effective
     * sample size n exp(-s^2). With n = 4000 and s = 0.5, 4.5 standard deviations: false-alarm rate 7e-6; error and effective
     * sample size, themselves random by about 2 and 4 %, are given 15 and 20 %.
     */
    @Test
    void logNormalWeightsGiveTheirKnownMeanErrorAndSampleSize() {
        int n = 4000;
        double s = 0.5;
        double error = Math.sqrt(Math.expm1(s * s) / n);

        Estimate estimate = LogMeanExp.of(logNormal(n, s), Bound.LOWER, random);

        assertThat(estimate.value()).as("seed %d", TestSeed.VALUE).isEqualTo(s * s / 2, within(4.5 * error));
        assertThat(estimate.standardError()).isEqualTo(error, within(0.15 * error));
        assertThat(estimate.ess()).isEqualTo(n * Math.exp(-s * s), within(0.2 * n * Math.exp(-s * s)));
    }

    /**
     * 200 intervals, of which 95 % should hold the truth; with 50 weights the percentile bootstrap reaches about 93 %.
     * Fewer than 168 hits would be 5 standard deviations below, 200 hits have a probability of 5e-7.
     */
    @Test
    void intervalsHoldTheTruthAsOftenAsTheyClaim() {
        int hits = 0;
        for (int repeat = 0; repeat < 200; repeat++) {
            Estimate estimate = LogMeanExp.of(logNormal(50, 0.5), Bound.LOWER, random);
            assertThat(estimate.low()).isLessThanOrEqualTo(estimate.value());
            assertThat(estimate.high()).isGreaterThanOrEqualTo(estimate.value());
            hits += estimate.low() <= 0.125 && 0.125 <= estimate.high() ? 1 : 0;
        }
        assertThat(hits).as("seed %d", TestSeed.VALUE).isBetween(168, 199);
    }

    /** The normal limit: half of 100 weights are 1, half 3. A source whose uniform numbers end at 0.5 is noticed. */
    @Test
    void resamplesTakeEveryWeight() {
        assertIntervalIsNormal(random);
        assertThatThrownBy(() -> assertIntervalIsNormal(new LowerHalf())).isInstanceOf(AssertionError.class);
    }

    private static void assertIntervalIsNormal(RandomSource bootstrap) {
        double[] logWeights = new double[100];
        Arrays.fill(logWeights, 50, 100, Math.log(3));

        Estimate estimate = LogMeanExp.of(logWeights, Bound.LOWER, bootstrap);

        double half = 1.96 * estimate.standardError();
        assertThat(estimate.high() - estimate.value()).isEqualTo(half, within(0.2 * half));
        assertThat(estimate.value() - estimate.low()).isEqualTo(half, within(0.2 * half));
    }

    @Test
    void fewerThanTwoWeightsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogMeanExp.of(new double[] {1}, Bound.LOWER, random))
                .withMessage("number of log-weights must be at least 2, was 1");
    }

    private double[] logNormal(int n, double s) {
        INDArray normal = Nd4j.createUninitialized(DataType.DOUBLE, n);
        random.gaussian(normal);
        return normal.muli(s).toDoubleVector();
    }

    private static final class LowerHalf implements RandomSource {

        private final Nd4jRandomSource random = TestSeed.stream("lower half");

        @Override
        public double uniform() {
            return random.uniform() / 2;
        }

        @Override
        public void bernoulli(INDArray probabilities, INDArray into) {
            random.bernoulli(probabilities, into);
        }

        @Override
        public void gaussian(INDArray into) {
            random.gaussian(into);
        }

        @Override
        public long bits() {
            return random.bits();
        }

        @Override
        public int[] permutation(int n) {
            return random.permutation(n);
        }
    }
}
