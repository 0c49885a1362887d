package io.dbn4j.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.partition.BidirectionalAnnealing.Result;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BidirectionalAnnealingTest {

    private static final int BETAS = 60;

    private final Rbm rbm = TwoValleys.rbm();
    private final BaseRate base = new BaseRate(rbm.visibleBias());
    private final double exact = StateSpace.of(rbm).logPartition();
    private final RandomSource random = TestSeed.stream("bidirectional");

    /** Log-weights of forward paths, and forward log-weights of reverse paths from given states. */
    private StartTest test(INDArray given, INDArray annealed) {
        int half = Math.toIntExact(given.size(0));
        AnnealingPath forward = new AnnealedImportanceSampling(BETAS, 2 * half).anneal(rbm, base, random, step -> {});
        double[] reverse = new ReverseAnnealedImportanceSampling(BETAS, 2 * half, 0, 10)
                .anneal(rbm, base, Nd4j.vstack(given, annealed), random, step -> {})
                .logWeights();
        return BidirectionalAnnealing.test(forward, reverse, half, 0, random);
    }

    /** Two conditions at 5 % each: of 100 tests 10 alarms are expected, more than 24 have a probability of 1e-5. */
    @Test
    void exactDrawsPassAsOftenAsTheFalseAlarmRateSays() {
        int chains = 60;
        double[] there = new AnnealedImportanceSampling(BETAS, 100 * chains)
                .anneal(rbm, base, random, step -> {})
                .logWeights();
        double[] back = new ReverseAnnealedImportanceSampling(BETAS, 100 * chains, 0, 10)
                .anneal(rbm, base, TwoValleys.draws(100 * chains, random), random, step -> {})
                .logWeights();
        int alarms = 0;
        for (int first = 0; first < there.length; first += chains) {
            double[] forward = Arrays.copyOfRange(there, first, first + chains);
            double[] reverse = Arrays.stream(back, first, first + chains)
                    .map(weight -> -weight)
                    .toArray();
            StartTest test = StartTest.of(
                    forward,
                    Arrays.copyOfRange(reverse, 0, chains / 2),
                    Arrays.copyOfRange(reverse, chains / 2, chains),
                    new StartTest.Halves(Estimate.exact(0, "nats"), Estimate.exact(0, "nats")),
                    0);
            alarms += test.halvesChance() < 0.05 || test.slopeChance() < 0.05 ? 1 : 0;
        }

        assertThat(alarms).as("seed %d", TestSeed.VALUE).isBetween(1, 24);
    }

    @Test
    void halvesInTwoValleysDisagree() {
        StartTest test = test(TwoValleys.valley(1, 50), TwoValleys.valley(-1, 50));

        assertThat(test.halvesChance()).isLessThan(StartTest.FALSE_ALARM);
        assertThat(test.passed()).isFalse();
        assertThat(test.sentence()).contains("not in equilibrium").contains("Crooks slope");
    }

    /** Both halves start in the smaller valley and agree: only the forward paths visit the larger one. */
    @Test
    void aStartInOneValleyFailsByItsSlopeAlone() {
        StartTest test = test(TwoValleys.valley(-1, 50), TwoValleys.valley(-1, 50));

        assertThat(test.halvesChance()).isGreaterThan(StartTest.FALSE_ALARM);
        assertThat(test.slopeChance()).isLessThan(StartTest.FALSE_ALARM);
        assertThat(test.passed()).isFalse();
        Estimate wrong = new Estimate(exact - 1, 0.1, 0, 0, "nats", Bound.UPPER_FROM_EQUILIBRIUM, 100, 50);
        assertThat(test.bounded(wrong)).isEqualTo(wrong);
    }

    @Test
    void gibbsStepsLeaveAStartInOneValleyThereAndTemperingDoesNot() {
        INDArray down = TwoValleys.valley(-1, 50);

        Result gibbs = run(down, 1);
        Result tempered = run(down, 6);

        assertThat(gibbs.test().passed()).isFalse();
        assertThat(gibbs.reverse().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
        assertThat(gibbs.conservative().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
        assertThat(gibbs.test().roundTrips()).isZero();
        assertThat(tempered.test().passed()).as(tempered.test().sentence()).isTrue();
        assertThat(tempered.test().roundTrips()).isPositive();
        assertThat(tempered.test().sentence()).contains("passes its test");
        assertThat(tempered.reverse().bound()).isEqualTo(Bound.UPPER);
        assertThat(tempered.conservative().bound()).isEqualTo(Bound.UPPER);
        assertThat(tempered.forward().bound()).isEqualTo(Bound.LOWER);
        // Ten standard errors: normal numbers would never cause this alarm.
        assertThat(tempered.reverse().value())
                .isEqualTo(exact, within(10 * tempered.reverse().standardError()));
        assertThat(down).isEqualTo(TwoValleys.valley(-1, 50));
    }

    private Result run(INDArray given, int temperatures) {
        return new BidirectionalAnnealing(BETAS, 100, new EquilibriumStart(temperatures, 200))
                .run(rbm, base, given, random, done -> {});
    }

    /**
     * The reverse starts are draws of the model, but one forward path has all the weight, so the test could not fail.
     */
    @Test
    void aStartIsNotCalledTestedWithFewEffectiveSamples() {
        double[] forward = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
        double[] reverse = {9, 9, 9, 9, 9, 9};
        StartTest test = StartTest.of(
                forward,
                reverse,
                reverse,
                new StartTest.Halves(Estimate.exact(0, "nats"), Estimate.exact(0, "nats")),
                0);

        assertThat(test.effectiveSamples())
                .isEqualTo(Math.pow(11 + Math.exp(9), 2) / (11 + Math.exp(18)), within(1e-9));
        assertThat(test.halvesChance()).isGreaterThan(StartTest.FALSE_ALARM);
        assertThat(test.slopeChance()).isGreaterThan(StartTest.FALSE_ALARM);
        assertThat(test.passed()).isFalse();
        assertThat(test.sentence()).contains("cannot be tested with so few effective paths");
    }

    /**
     * Quantiles of normal log-weights of spread s, the reverse ones shifted by parts of s^2. At 5 and -1/4 the fitted
     * slope is 0.78 with an error of 0.17, which is small because the slope is, and chance 0.27: nothing is seen, and
     * nothing could be.
     */
    @ParameterizedTest
    @CsvSource({"3, 0, true", "5, -0.25, false", "4, 0, false", "3, -1, false"})
    void aStartIsCalledTestedIfItsWeightsWouldShowASlopeOfZero(double spread, double shift, boolean passes) {
        double variance = spread * spread;
        double[] forward = quantiles(-variance / 2, spread, 0, 1);
        StartTest test = StartTest.of(
                forward,
                quantiles(variance * (0.5 + shift), spread, 0, 2),
                quantiles(variance * (0.5 + shift), spread, 1, 2),
                new StartTest.Halves(Estimate.exact(0, "nats"), Estimate.exact(0, "nats")),
                0);

        assertThat(test.effectiveSamples()).isLessThan(StartTest.FEWEST_SAMPLES);
        assertThat(test.passed()).as(test.sentence()).isEqualTo(passes);
        assertThat(test.sentence().contains("cannot be tested")).isEqualTo(!passes && shift > -1);
    }

    /** Returns every {@code step}-th of 100 quantiles, from {@code first}. */
    private static double[] quantiles(double mean, double deviation, int first, int step) {
        NormalDistribution normal = new NormalDistribution(null, mean, deviation);
        return IntStream.range(0, 100 / step)
                .mapToDouble(i -> normal.inverseCumulativeProbability((first + i * step + 0.5) / 100))
                .toArray();
    }

    @Test
    void annealedStatesAreDrawnByTheirWeights() {
        AnnealingPath path = new AnnealingPath(rbm, base, 4);
        INDArray states = Nd4j.vstack(
                TwoValleys.valley(1, 1), TwoValleys.valley(-1, 1), TwoValleys.valley(1, 1), TwoValleys.valley(-1, 1));
        path.startAt(states);
        double[] weights = path.logWeights();
        Arrays.setAll(weights, chain -> 1000 + Math.log(new double[] {0.5, 0.25, 0, 0.25}[chain]));

        assertThat(path.resampled(8, random).getColumn(0).toDoubleVector()).containsExactly(1, 1, 1, 1, -1, -1, -1, -1);
        assertThat(path.resampled(4, random).getColumn(0).toDoubleVector()).containsExactly(1, 1, -1, -1);
    }

    @Test
    void progressEndsAtTheWorkThatWasNamed() {
        BidirectionalAnnealing annealing = new BidirectionalAnnealing(3, 4, new EquilibriumStart(2, 5));
        List<Long> done = new ArrayList<>();

        annealing.run(rbm, base, TwoValleys.valley(1, 1), random, done::add);

        assertThat(done).isSorted().endsWith(annealing.work());
        assertThat(annealing.work()).isEqualTo(3 + 10 + 3);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BidirectionalAnnealing(10, 3, new EquilibriumStart(2, 5)))
                .withMessage("chains must be at least 4, was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EquilibriumStart(0, 5))
                .withMessage("temperatures must be at least 1, was 0");
    }
}
