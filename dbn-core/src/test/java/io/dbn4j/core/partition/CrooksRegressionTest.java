package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CrooksRegressionTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    /** Every path of both directions: the odds of a log-weight are {@code exp(w - L)}, so the slope is 1. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void exactDrawsHaveTheOddsOfCrooksAtEveryLogWeight(UnitType visible, UnitType hidden) {
        for (int betas = 1; betas <= 3; betas++) {
            assertCrooks(SmallRbms.of(visible, hidden, 3, 2), betas, false);
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void startsAtOtherStatesDoNot(UnitType visible, UnitType hidden) {
        assertThatThrownBy(() -> assertCrooks(SmallRbms.of(visible, hidden, 3, 2), 3, true))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertCrooks(Rbm rbm, int betas, boolean flipped) {
        Traces forward = Traces.of(
                3 + 5 * (betas - 1),
                (chains, random) ->
                        new AnnealedImportanceSampling(betas, chains).anneal(rbm, base(rbm), random, step -> {}));
        double ends = rbm.visibleUnit().low() + rbm.visibleUnit().high();
        Traces reverse = Traces.fromModel(
                rbm,
                5 * (betas - 1),
                (start, random) -> new ReverseAnnealedImportanceSampling(betas, Math.toIntExact(start.size(0)), 0, 10)
                        .anneal(rbm, base(rbm), flipped ? start.rsub(ends) : start, random, step -> {}));
        double logRatio = JointStates.of(rbm).logPartition() - forward.baseLogPartition();
        Map<Long, Double> there = byLogWeight(forward, 1);
        Map<Long, Double> back = byLogWeight(reverse, -1);

        assertThat(back.keySet()).isEqualTo(there.keySet());
        there.forEach((weight, probability) -> assertThat(requireNonNull(back.get(weight)) / probability)
                .isEqualTo(Math.exp(weight * 1e-9 - logRatio), within(1e-6)));
    }

    /** Probabilities by forward log-weight in units of 1e-9. */
    private static Map<Long, Double> byLogWeight(Traces traces, int sign) {
        Map<Long, Double> probabilities = new TreeMap<>();
        for (int i = 0; i < traces.logWeights().length; i++) {
            probabilities.merge(
                    Math.round(sign * traces.logWeights()[i] * 1e9), traces.probabilities()[i], Double::sum);
        }
        return probabilities;
    }

    /**
     * Normal log-weights that obey Crooks. Of 400 tests 5 % are alarms: more than 37 or fewer than 5 have a probability of
     * 1e-4 each. The mean slope of 400 fits is 1 but for a bias of order 1/n.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.5})
    void alarmsAreAsFrequentAsTheirChanceSays(double spread) {
        RandomSource random = TestSeed.stream("crooks");
        int alarms = 0;
        double slopes = 0;
        double squares = 0;
        for (int repeat = 0; repeat < 400; repeat++) {
            CrooksRegression crooks = CrooksRegression.of(
                    normal(60, 3 - spread * spread / 2, spread, random),
                    normal(40, 3 + spread * spread / 2, spread, random));
            alarms += crooks.chance() < 0.05 ? 1 : 0;
            slopes += crooks.slope().value() / 400;
            squares += Math.pow((crooks.slope().value() - 1) / crooks.slope().standardError(), 2) / 400;
        }

        assertThat(alarms).as("seed %d", TestSeed.VALUE).isBetween(5, 37);
        assertThat(slopes).isEqualTo(1, within(0.1));
        assertThat(Math.sqrt(squares)).isEqualTo(1, within(0.15));
    }

    @Test
    void weightsShiftedInOneDirectionHaveAnotherSlope() {
        RandomSource random = TestSeed.stream("crooks");

        CrooksRegression crooks = CrooksRegression.of(normal(100, 2.5, 1, random), normal(100, 2.5, 1, random));

        assertThat(crooks.slope().value()).isLessThan(0.5);
        assertThat(crooks.chance()).isLessThan(StartTest.FALSE_ALARM);
    }

    /** Both directions have the same weights, 1 on either side of their middle: information {@code 4 p (1 - p)}. */
    @Test
    void theErrorOfASlopeOfOneIsNotThatOfTheFit() {
        CrooksRegression crooks = CrooksRegression.of(new double[] {6, 8}, new double[] {8, 6});

        double odds = Math.exp(1);
        assertThat(crooks.errorAtOne()).isEqualTo((1 + odds) / (2 * Math.sqrt(odds)), within(1e-9));
        assertThat(crooks.slope().value()).isEqualTo(0, within(1e-6));
        assertThat(crooks.slope().standardError()).isEqualTo(1, within(1e-6));
    }

    @Test
    void weightsOfManyNatsDoNotOverflow() {
        double[] forward =
                IntStream.range(0, 50).mapToDouble(i -> -5000 - 10.0 * i).toArray();
        double[] reverse =
                IntStream.range(0, 50).mapToDouble(i -> -4000 + 10.0 * i).toArray();

        CrooksRegression crooks = CrooksRegression.of(forward, reverse);

        assertThat(crooks.ratio()).isFinite().isNotNegative();
        assertThat(crooks.chance()).isBetween(0.5, 1.0);
    }

    @Test
    void weightsThatDoNotVaryTellNothing() {
        CrooksRegression crooks = CrooksRegression.of(new double[] {2, 2 + 1e-12, 2}, new double[] {2 - 1e-12, 2});

        assertThat(crooks.slope().value()).isEqualTo(1);
        assertThat(crooks.slope().standardError()).isInfinite();
        assertThat(crooks.errorAtOne()).isInfinite();
        assertThat(crooks.chance()).isEqualTo(1);
    }

    @Test
    void onePathIsTooFew() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrooksRegression.of(new double[] {1}, new double[] {1, 2}))
                .withMessage("forward paths must be at least 2, was 1");
    }

    private static double[] normal(int count, double mean, double deviation, RandomSource random) {
        INDArray values = Nd4j.create(DataType.DOUBLE, count);
        random.gaussian(values);
        return Arrays.stream(values.toDoubleVector())
                .map(x -> mean + deviation * x)
                .toArray();
    }
}
