package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.ChainTraces;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParallelTemperingTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";
    private static final double[] THREE = {0, 0.4, 1};

    /** One step of all replicas. */
    private interface Step {
        void apply(Rbm rbm, TemperedChains replicas, RandomSource random);
    }

    private static Step correct(int temperatures) {
        return new ParallelTempering(temperatures)::step;
    }

    /** Even rounds exchange the first two temperatures, odd ones the next two. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void aStepLeavesTheProductOfTheTemperedModelsInvariant(UnitType visible, UnitType hidden) {
        Rbm tiny = SmallRbms.of(visible, hidden, 1, 1);
        Rbm small = SmallRbms.of(visible, hidden, 2, 1);

        assertInvariant(tiny, correct(3), THREE, 0);
        assertInvariant(tiny, correct(3), THREE, 1);
        assertInvariant(small, correct(2), new double[] {0, 1}, 0);
        assertInvariant(SmallRbms.asInDl4j(small), correct(2), new double[] {0.3, 1}, 0);
    }

    @Test
    void severalPairsOfTemperaturesExchangeInOneStep() {
        assertInvariant(SmallRbms.bernoulli(1, 1), correct(4), new double[] {0, 0.2, 0.7, 1}, 0);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void brokenExchangesAreNoticed(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 1, 1);
        Step always =
                (model, replicas, random) -> correct(3).apply(model, replicas, new OtherAcceptance(random, p -> 1));
        Step wrongSign = (model, replicas, random) ->
                correct(3).apply(model, replicas, new OtherAcceptance(random, p -> 1 - 0.5 * p));
        Step otherLadder = (model, replicas, random) -> {
            replicas.betas().putScalar(1, 0.5);
            correct(3).apply(model, replicas, random);
        };

        for (Step broken : List.of(always, wrongSign, otherLadder)) {
            assertThatThrownBy(() -> assertInvariant(rbm, broken, THREE, 0)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> assertInvariant(rbm, broken, THREE, 1)).isInstanceOf(AssertionError.class);
        }
    }

    private static void assertInvariant(Rbm rbm, Step step, double[] betas, int parity) {
        ProductWalk walk = new ProductWalk(
                Arrays.stream(betas).mapToObj(beta -> at(beta, rbm)).toList(), parity);
        TemperedChains replicas =
                new ParallelTempering(betas.length).start(rbm, base(rbm), walk.chains(), TestSeed.stream("unused"));
        Elements.put(betas, replicas.betas());
        replicas.all().visible().assign(walk.visible());
        replicas.all().hidden().assign(walk.hidden());
        replicas.exchanges().counters().putScalar(0, parity);
        ChainTraces random = walk.random();

        step.apply(rbm, replicas, random);

        walk.assertInvariant(replicas.all().visible(), replicas.all().hidden(), random);
    }

    /** The model at an inverse temperature of the path whose base has the inputs of {@link #base}. */
    private static Rbm at(double beta, Rbm rbm) {
        return new Rbm(
                rbm.visibleUnit(),
                rbm.hiddenUnit(),
                rbm.weights().mul(beta),
                base(rbm)
                        .mul(1 - beta)
                        .add(rbm.visibleBias().reshape(rbm.visible()).mul(beta)),
                rbm.hiddenBias().mul(beta),
                rbm.energyOffset());
    }

    private static INDArray base(Rbm rbm) {
        return Nd4j.createFromArray(
                IntStream.range(0, rbm.visible()).mapToDouble(i -> 0.6 - i).toArray());
    }

    /**
     * Without couplings all exchanges are accepted, and states travel up and down, waiting once at either end: 0 1 2 3 3 2 1 0
     * and again. Within 16 rounds those that start at 0 come back there twice, the others once after their first visit.
     */
    @Test
    void roundTripsAreCounted() {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), 3, 2, DataType.DOUBLE);
        Nd4jRandomSource random = TestSeed.stream("trips");
        ParallelTempering tempering = new ParallelTempering(4);
        TemperedChains replicas = tempering.start(rbm, 5, random);

        for (int step = 1; step <= 16; step++) {
            tempering.step(rbm, replicas, random);
            assertThat(replicas.exchanges().rounds()).isEqualTo(step);
        }

        assertThat(replicas.exchanges().acceptance()).containsOnly(1);
        assertThat(replicas.exchanges().roundTrips()).isEqualTo(5 * (2 + 1 + 1 + 1));
    }

    @Test
    void respacingCutsTheSummedRejectionsIntoEqualParts() {
        double[] betas = {0, 0.5, 1};

        assertThat(ParallelTempering.respaced(betas, new double[] {0.8, 0.4}))
                .containsExactly(new double[] {0, 0.5 + 0.5 / 3, 1}, within(1e-15));
        assertThat(ParallelTempering.respaced(betas, new double[] {0.3, 0.3})).containsExactly(betas, within(1e-15));
        assertThat(ParallelTempering.respaced(new double[] {0, 0.1, 0.3, 1}, new double[] {1, 1, 1}))
                .containsExactly(new double[] {0, 0.1, 0.3, 1}, within(1e-15));
        assertThat(ParallelTempering.respaced(new double[] {0, 0.1, 0.3, 1}, new double[] {1, 1, 0}))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void anAdaptedLadderAcceptsEquallyOftenEverywhere() {
        Rbm rbm = SmallRbms.of(new Spin(), new Spin(), 12, 8);
        Nd4jRandomSource random = TestSeed.stream("ladder");
        ParallelTempering tempering = new ParallelTempering(6);
        TemperedChains replicas = tempering.start(rbm, 50, random);
        double before = spread(rbm, replicas, random);
        for (int round = 0; round < 6; round++) {
            tempering.adapt(replicas);
            steps(rbm, replicas, 100, random);
        }
        tempering.adapt(replicas);
        double after = spread(rbm, replicas, random);

        assertThat(before).as("seed %d", TestSeed.VALUE).isGreaterThan(0.3);
        assertThat(after).as("seed %d", TestSeed.VALUE).isLessThan(0.1);
        assertThat(Elements.of(replicas.betas())).isSorted().startsWith(0).endsWith(1);
    }

    /** The largest difference of acceptances. */
    private static double spread(Rbm rbm, TemperedChains replicas, RandomSource random) {
        steps(rbm, replicas, 200, random);
        double[] acceptance = replicas.exchanges().acceptance();
        return Arrays.stream(acceptance).max().orElseThrow()
                - Arrays.stream(acceptance).min().orElseThrow();
    }

    private static void steps(Rbm rbm, TemperedChains replicas, int steps, RandomSource random) {
        ParallelTempering tempering = new ParallelTempering(replicas.exchanges().levels());
        for (int step = 0; step < steps; step++) {
            tempering.step(rbm, replicas, random);
        }
    }

    @Test
    void aLadderStaysUntilAllItsRungsWereTried() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        Nd4jRandomSource random = TestSeed.stream("rungs");
        ParallelTempering tempering = new ParallelTempering(3);
        TemperedChains replicas = tempering.start(rbm, 2, random);
        tempering.step(rbm, replicas, random);

        tempering.adapt(replicas);

        assertThat(Elements.of(replicas.betas())).containsExactly(0, 0.5, 1);
        assertThat(replicas.exchanges().acceptance()[0]).isBetween(0.0, 1.0);
        assertThat(replicas.exchanges().acceptance()[1]).isNaN();
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void chainsOfTheModelCarryTheirHiddenMeans(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 5, 4);
        Nd4jRandomSource random = TestSeed.stream("means");
        TemperedChains replicas = new ParallelTempering(3).start(rbm, 7, random);
        steps(rbm, replicas, 3, random);
        Chains model = replicas.model();

        assertThat(model.size()).isEqualTo(7);
        assertThat(Elements.of(model.hiddenMean()))
                .containsExactly(Elements.of(rbm.hiddenGivenVisible(model.visible())), within(1e-14));
    }

    @Test
    void chainsStepInSinglePrecision() {
        Rbm rbm = SmallRbms.bernoulli(5, 4).castTo(DataType.FLOAT);
        Nd4jRandomSource random = TestSeed.stream("float");
        TemperedChains replicas = new ParallelTempering(3).start(rbm, 7, random);
        steps(rbm, replicas, 3, random);

        assertThat(replicas.model().visible().dataType()).isEqualTo(DataType.FLOAT);
        assertThat(Elements.of(replicas.all().visible())).containsOnly(0, 1);
    }

    @Test
    void impossibleLaddersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParallelTempering(1))
                .withMessage("temperatures must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ParallelTempering(2).start(SmallRbms.bernoulli(2, 2), 0, TestSeed.stream("unused")))
                .withMessage("chains must be at least 1, was 0");
    }
}
