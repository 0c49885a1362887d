package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.partition.LogPartitionMethods.Method;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.sample.ExactDraws;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The contract of every estimator of log Z; add new estimators to {@link #ESTIMATORS}. */
class LogPartitionEstimatorTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    private static final List<LogPartitionEstimator> ESTIMATORS = List.of(
            new ExactLogPartition(),
            new AnnealedImportanceSampling(100, 100),
            new ReverseAnnealedImportanceSampling(100, 100, 100, 10),
            new Raise(100, 2, 50, 100, 10),
            new BennettRatio(20, 50, 5),
            new ThoulessAndersonPalmer(5, 1000, 0.5),
            new NaiveMeanField(5, 1000));

    static Stream<Arguments> estimators() {
        return ESTIMATORS.stream()
                .flatMap(estimator ->
                        SmallRbms.unitPairs().map(units -> Arguments.of(estimator, units.get()[0], units.get()[1])));
    }

    @Test
    void everyRegisteredEstimatorIsTested() {
        assertThat(ESTIMATORS)
                .extracting(LogPartitionEstimator::getClass)
                .isEqualTo(Registered.on(LogPartitionEstimator.class));
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void aModelWithoutCouplingsHasNoError(LogPartitionEstimator estimator, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 12, 8);
        rbm.weights().assign(0);
        rbm.hiddenBias().assign(0);
        double closedForm =
                visible.cumulant(UnitParameters.NONE, rbm.visibleBias().toDoubleVector(), 0, 12, 1)
                        + 8 * Math.log(2)
                        - rbm.energyOffset();

        Estimate estimate = estimator.logPartition(
                rbm, AnnealingStart.at(new BaseRate(rbm.visibleBias())), TestSeed.stream("free"));

        assertThat(estimate.value()).isEqualTo(closedForm, within(1e-10));
        assertThat(estimate.low()).isEqualTo(closedForm, within(1e-10));
        assertThat(estimate.high()).isEqualTo(closedForm, within(1e-10));
        assertThat(estimate.standardError()).isEqualTo(0, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void theEnergyOffsetShiftsLogZ(LogPartitionEstimator estimator, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 5, 4);
        Estimate without = estimator.logPartition(
                rbm.withEnergyOffset(0), AnnealingStart.at(base(rbm)), TestSeed.stream("offset"));

        Estimate with = estimator.logPartition(
                rbm.withEnergyOffset(2.5), AnnealingStart.at(base(rbm)), TestSeed.stream("offset"));

        assertThat(with.value()).isEqualTo(without.value() - 2.5, within(1e-10));
        assertThat(with.low()).isEqualTo(without.low() - 2.5, within(1e-10));
        assertThat(with.high()).isEqualTo(without.high() - 2.5, within(1e-10));
        assertThat(with.standardError()).isEqualTo(without.standardError(), within(1e-10));
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void estimatesDoNotDependOnTheMemoryLayout(LogPartitionEstimator estimator, UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 5, 4);

        Estimate plain = estimator.logPartition(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("layout"));
        Estimate asInDl4j = estimator.logPartition(
                SmallRbms.asInDl4j(rbm), AnnealingStart.at(base(rbm)), TestSeed.stream("layout"));

        assertThat(asInDl4j.value()).isEqualTo(plain.value(), within(1e-10));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void withoutAStartAModelWithoutCouplingsHasNoError(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 12, 8);
        rbm.weights().assign(0);
        rbm.hiddenBias().assign(0);

        Estimate estimate =
                new AnnealedImportanceSampling(10, 10).logPartition(rbm, AnnealingStart.MODEL, TestSeed.stream("free"));

        assertThat(estimate.value()).isEqualTo(Summation.of(rbm).logPartition(), within(1e-6));
        assertThat(estimate.standardError()).isEqualTo(0, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("names")
    void progressEndsWithTheWholeWork(LogPartitionEstimator estimator) {
        Rbm rbm = SmallRbms.bernoulli(5, 4);
        for (AnnealingStart start : List.of(AnnealingStart.MODEL, AnnealingStart.atRows(rbm, SmallRbms.data(rbm, 7)))) {
            List<Long> done = new ArrayList<>();

            estimator.measure(rbm, start, TestSeed.stream("progress"), done::add);

            assertThat(done).isSorted().endsWith(estimator.work(start));
        }
    }

    static Stream<LogPartitionEstimator> names() {
        return ESTIMATORS.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theRegisteredNameIsTheTypeInJson(LogPartitionEstimator estimator) {
        String name = Method.of(estimator.getClass()).name();

        assertThat(Json.toMap(estimator)).containsEntry("type", name);
        assertThat(Json.read(Json.write(estimator), LogPartitionEstimator.class))
                .isEqualTo(estimator);
        assertThat(LogPartitionMethods.REGISTERED.named(name).orElseThrow().type())
                .isEqualTo(estimator.getClass());
    }

    @Test
    void enumerationIsExact() {
        Rbm rbm = SmallRbms.bernoulli(5, 4);

        assertThat(new ExactLogPartition().logPartition(rbm, AnnealingStart.at(base(rbm)), TestSeed.stream("none")))
                .isEqualTo(Estimate.exact(StateSpace.of(rbm).logPartition(), "nats"));
    }

    /**
     * 500 steps and 200 chains make weights nearly equal, so that the error is normal: 4.5 standard errors, false-alarm
     * rate 7e-6 for each of the twelve estimates of each data type.
     */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void annealingInBothDirectionsAgreesWithEnumeration(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.strong(visible, hidden, 12, 8);
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            Rbm typed = rbm.castTo(type);
            Estimate forward = forward(typed);
            Estimate reverse = reverse(typed);

            assertThat(forward.ess()).isGreaterThan(50);
            assertThat(reverse.ess()).isGreaterThan(50);
            assertThat(forward.bound()).isEqualTo(Bound.LOWER);
            assertThat(reverse.bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
            assertAgrees(rbm, forward);
            assertAgrees(
                    rbm,
                    new BennettRatio(50, 200, 20)
                            .logPartition(typed, AnnealingStart.at(base(typed)), TestSeed.stream("bar")));
            assertAgrees(rbm, reverse);
        }
        Estimate withoutOffset = forward(rbm.withEnergyOffset(0));
        assertThatThrownBy(() -> assertAgrees(rbm.withEnergyOffset(1), withoutOffset))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertAgrees(Rbm rbm, Estimate estimate) {
        double exact = StateSpace.of(rbm).logPartition();
        assertThat(estimate.value())
                .as("seed %d", TestSeed.VALUE)
                .isEqualTo(exact, within(4.5 * estimate.standardError()));
    }

    private static Estimate forward(Rbm rbm) {
        return new AnnealedImportanceSampling(500, 200)
                .logPartition(rbm, AnnealingStart.at(new BaseRate(rbm.visibleBias())), TestSeed.stream("forward"));
    }

    private static Estimate reverse(Rbm rbm) {
        var random = TestSeed.stream("reverse");
        return new ReverseAnnealedImportanceSampling(500, 200, 0, 10)
                .run(rbm, new BaseRate(rbm.visibleBias()), new ExactDraws(rbm).visible(200, random), random, step -> {})
                .logPartition();
    }
}
