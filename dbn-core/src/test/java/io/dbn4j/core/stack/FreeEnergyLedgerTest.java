package io.dbn4j.core.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.ExactDraws;
import io.dbn4j.core.stack.FreeEnergyLedger.Layer;
import io.dbn4j.core.stack.FreeEnergyLedger.Step;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Bernoulli;
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

class FreeEnergyLedgerTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    private static Rbm above(Rbm below) {
        Rbm rbm = SmallRbms.of(below.hiddenUnit(), new Bernoulli(), below.hidden(), 3);
        rbm.weights().muli(0.6);
        return rbm;
    }

    private static Estimate logPartition(Rbm rbm) {
        return Estimate.exact(StateSpace.of(rbm).logPartition(), "nats");
    }

    /** The hidden side of an RBM as visible units. */
    private static DbnStates hiddenSide(Rbm rbm) {
        return DbnStates.of(new Dbn(List.of(rbm.transposed())));
    }

    /** All hidden states of the lower RBM. */
    private static INDArray between(Rbm below) {
        return hiddenSide(below).states(0);
    }

    /** Returns dF of one state; its mean over q is dF in the gauge q. */
    private static double[] differences(Rbm below, Rbm above) {
        double[] ratio = FreeEnergyLedger.logRatio(below, above, between(below));
        double freeEnergies = logPartition(below).value() - logPartition(above).value();
        return IntStream.range(0, ratio.length)
                .mapToDouble(h -> ratio[h] + freeEnergies)
                .toArray();
    }

    private static double mean(double[] p, double[] values) {
        return IntStream.range(0, p.length).mapToDouble(i -> p[i] * values[i]).sum();
    }

    private static double divergence(double[] p, double[] q) {
        return IntStream.range(0, p.length)
                .mapToDouble(i -> p[i] * Math.log(p[i] / q[i]))
                .sum();
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void inTheGaugeOfTheModelItIsMinusTheDivergence(UnitType visible, UnitType hidden) {
        Rbm below = SmallRbms.of(visible, hidden, 3, 2);
        Rbm above = above(below);

        assertIsMinusDivergence(below, differences(below, above));
        assertThatThrownBy(
                        () -> assertIsMinusDivergence(below, FreeEnergyLedger.logRatio(below, above, between(below))))
                .as("no gauge")
                .isInstanceOf(AssertionError.class);
    }

    private static void assertIsMinusDivergence(Rbm below, double[] differences) {
        double[] lower = hiddenSide(below).visible();
        double[] upper = DbnStates.of(new Dbn(List.of(above(below)))).visible();

        double onModel = mean(lower, differences);

        assertThat(onModel).isEqualTo(-divergence(lower, upper), within(1e-12)).isNegative();
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void inTheGaugeOfTheDataItIsTheGainOfTheBound(UnitType visible, UnitType hidden) {
        Rbm below = SmallRbms.of(visible, hidden, 3, 2);
        Rbm above = above(below);
        double[][] up = DbnStates.hiddenGivenVisible(below);
        double[] data = new double[up.length];
        Arrays.setAll(data, v -> (v + 1.0) / (up.length * (up.length + 1) / 2.0));

        double onData = mean(DbnStates.product(data, up), differences(below, above));

        double before = mean(data, DbnStates.of(DbnStates.tied(below)).bounds());
        double after = mean(data, DbnStates.of(new Dbn(List.of(below, above))).bounds());
        assertThat(onData).isEqualTo(after - before, within(1e-12));
    }

    @Test
    void aTiedStackHasZerosEverywhere() {
        Rbm bottom = SmallRbms.of(new Bernoulli(), new Spin(), 4, 3);
        List<Rbm> rbms = List.of(bottom, bottom.transposed().copy(), bottom.copy());
        List<INDArray> states = List.of(between(bottom), between(rbms.get(1)));

        FreeEnergyLedger ledger = FreeEnergyLedger.of(
                rbms, rbms.stream().map(FreeEnergyLedgerTest::logPartition).toList(), states, states);

        assertThat(ledger.layers())
                .extracting(layer -> layer.freeEnergy().value())
                .allSatisfy(f -> assertThat(f).isEqualTo(-logPartition(bottom).value(), within(1e-10)));
        assertThat(ledger.steps()).hasSize(2).allSatisfy(step -> {
            for (Estimate zero : List.of(step.onData(), step.onModel(), step.variance())) {
                assertThat(zero.value()).isEqualTo(0, within(1e-10));
                assertThat(zero.standardError()).isEqualTo(0, within(1e-10));
            }
        });
    }

    /** 5 standard errors: false-alarm rate 6e-7 for each of three. */
    @Test
    void estimatesComeFromSamplesOfBothGauges() {
        Rbm below = SmallRbms.of(new Bernoulli(), new Bernoulli(), 3, 3);
        Rbm above = above(below);
        Dbn dbn = new Dbn(List.of(below, above));
        double[] differences = differences(below, above);
        double[] model = hiddenSide(below).visible();
        double[] data =
                DbnStates.product(DbnStates.of(new Dbn(List.of(above))).visible(), DbnStates.hiddenGivenVisible(below));
        var random = TestSeed.stream("ledger");
        INDArray rows = new ExactDraws(above).visible(5000, random);

        FreeEnergyLedger ledger = FreeEnergyLedger.of(
                dbn.layers(),
                List.of(logPartition(below), logPartition(above)),
                List.of(dbn.recognized(rows, random).get(1)),
                List.of(new ExactDraws(below.transposed()).visible(5000, random)));

        Step step = ledger.steps().get(0);
        assertThat(step.onData().samples()).isEqualTo(5000);
        double mean = mean(data, differences);
        double[] squares =
                Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).toArray();
        assertClose(step.onData(), mean);
        assertClose(step.onModel(), mean(model, differences));
        assertClose(step.variance(), mean(data, squares));
    }

    /**
     * Two RBMs above a first one, with states of their models by Gibbs sampling and the ratios of Z by Bennett's
     * method. 5 standard errors: false-alarm rate 6e-7 for each of six.
     */
    @Test
    void aMeasuredLedgerNeedsNoPartitionFunctionButTheFirst() {
        Rbm bottom = SmallRbms.of(new Bernoulli(), new Bernoulli(), 4, 3);
        List<Rbm> rbms = List.of(bottom, above(bottom), above(above(bottom)));
        var random = TestSeed.stream("measured ledger");
        INDArray rows = new ExactDraws(bottom).visible(4000, random);

        FreeEnergyLedger ledger =
                FreeEnergyLedger.measured(new Dbn(rbms), rows, 4000, 50, logPartition(bottom), random, step -> {});

        for (int l = 0; l < 2; l++) {
            Rbm below = rbms.get(l);
            Estimate freeEnergy = ledger.layers().get(l + 1).freeEnergy();
            assertClose(freeEnergy, -logPartition(rbms.get(l + 1)).value());
            assertThat(freeEnergy.standardError()).isBetween(1e-4, 0.1);
            assertClose(
                    ledger.steps().get(l).onModel(),
                    mean(hiddenSide(below).visible(), differences(below, rbms.get(l + 1))));
        }
        double[] up = DbnStates.product(
                DbnStates.of(new Dbn(List.of(bottom))).visible(), DbnStates.hiddenGivenVisible(bottom));
        assertClose(ledger.steps().get(0).onData(), mean(up, differences(bottom, rbms.get(1))));
    }

    /** Chains that have hardly moved are draws of the data, not of the models. */
    @Test
    void chainsThatHardlyMovedGiveAWrongLedger() {
        Rbm below = SmallRbms.of(new Bernoulli(), new Bernoulli(), 4, 3);
        Rbm above = above(below);
        above.weights().muli(0.5);
        INDArray rows = Nd4j.ones(DataType.DOUBLE, 4000, 4);

        FreeEnergyLedger ledger = FreeEnergyLedger.measured(
                new Dbn(List.of(below, above)),
                rows,
                4000,
                1,
                logPartition(below),
                TestSeed.stream("hasty"),
                step -> {});

        Estimate freeEnergy = ledger.layers().get(1).freeEnergy();
        assertThat(Math.abs(freeEnergy.value() + logPartition(above).value()))
                .isGreaterThan(5 * freeEnergy.standardError());
    }

    private static void assertClose(Estimate estimate, double exact) {
        assertThat(estimate.value())
                .as("seed %d", TestSeed.VALUE)
                .isEqualTo(exact, within(5 * estimate.standardError()));
    }

    @Test
    void errorsOfBothLogPartitionsAreInTheDifferenceAndItsSideIsNotKnown() {
        Rbm below = SmallRbms.bernoulli(3, 2);
        Estimate lower = new Estimate(2, 0.3, 1.4, 2.6, "nats", Bound.LOWER, 100, 50);
        INDArray states = between(below);

        FreeEnergyLedger ledger = FreeEnergyLedger.of(
                List.of(below, below.transposed()), List.of(lower, lower), List.of(states), List.of(states));

        Layer layer = ledger.layers().get(0);
        assertThat(layer.freeEnergy().bound()).isEqualTo(Bound.UPPER);
        assertThat(layer.freeEnergyPerUnit().value()).isEqualTo(-0.4, within(1e-15));
        assertThat(layer.freeEnergyPerUnit().high()).isEqualTo(-0.28, within(1e-15));
        Estimate onData = ledger.steps().get(0).onData();
        assertThat(onData.standardError()).isEqualTo(0.3 * Math.sqrt(2), within(1e-12));
        assertThat(onData.bound()).isEqualTo(Bound.NONE);
    }

    @Test
    void whatIsMissingIsNamed() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreeEnergyLedger.of(
                        List.of(rbm, rbm.transposed()), List.of(logPartition(rbm)), List.of(), List.of()))
                .withMessage(
                        "a ledger of 2 RBMs needs one log Z per RBM, and data and model states per pair of neighbors, had 1, 0 and 0");
    }
}
