package io.dbn4j.core.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.ExactLogPartition;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.stack.Measurement.Data;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MeasurementTest {

    private static final List<Measurement> ALL = List.of(
            new FreeEnergyGap(),
            new PseudoLikelihood(false),
            new LogLikelihood(new ExactLogPartition()),
            new WeightNorms(),
            new HiddenActivity(0.01));

    private static Data data(Rbm rbm) {
        INDArray rows = SmallRbms.states(rbm, 8);
        return new Data(rows(rows, 0, 5), Optional.of(rows(rows, 5, 8)));
    }

    private static INDArray rows(INDArray all, int from, int to) {
        return all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static Map<String, Estimate> of(Measurement measurement, Rbm rbm) {
        return measurement.of(rbm, data(rbm), TestSeed.stream("measurement"));
    }

    private static Estimate one(Measurement measurement, Rbm rbm, String name) {
        return requireNonNull(of(measurement, rbm).get(name), name);
    }

    @Test
    void everyRegisteredMeasurementIsTestedAndIsItsJson() {
        assertThat(ALL).extracting(Measurement::getClass).isEqualTo(Registered.on(Measurement.class));
        for (Measurement measurement : ALL) {
            assertThat(Json.read(Json.line(measurement), Measurement.class)).isEqualTo(measurement);
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbn4j.core.rbm.SmallRbms#enumerablePairs")
    void allTakeEveryPairOfUnitsInBothPrecisions(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        Rbm narrow = rbm.castTo(DataType.FLOAT);

        for (Measurement measurement : ALL) {
            Map<String, Estimate> wide = of(measurement, rbm);
            assertThat(wide)
                    .allSatisfy((name, estimate) -> assertThat(estimate.value())
                            .isCloseTo(one(measurement, narrow, name).value(), within(1e-4)));
            assertThat(wide.isEmpty())
                    .isEqualTo((measurement instanceof PseudoLikelihood && visible.states() == 0)
                            || (measurement instanceof HiddenActivity && hidden.states() == 0));
        }
    }

    @Test
    void theGapIsTheDifferenceOfLogLikelihoods() {
        Rbm rbm = SmallRbms.of(new Spin(), new Bernoulli(), 4, 3);
        Measurement logLikelihood = new LogLikelihood(new ExactLogPartition());

        Estimate gap = one(new FreeEnergyGap(), rbm, "freeEnergyGap");

        double train = one(logLikelihood, rbm, "logLikelihood").value();
        double heldOut = one(logLikelihood, rbm, "heldOut.logLikelihood").value();
        assertThat(gap.value()).isEqualTo(train - heldOut, within(1e-12));
        assertThat(gap.standardError()).isPositive();
        assertThat(train)
                .isEqualTo(-JointStates.of(rbm).minusLogLikelihood(data(rbm).train()), within(1e-12));
    }

    @Test
    void withoutHeldOutRowsThereIsNoGap() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        Data train = new Data(data(rbm).train(), Optional.empty());

        assertThat(new FreeEnergyGap().of(rbm, train, TestSeed.stream("none"))).isEmpty();
        assertThat(new LogLikelihood(new ExactLogPartition()).of(rbm, train, TestSeed.stream("none")))
                .containsOnlyKeys("logLikelihood", "logPartition");
        assertThat(new PseudoLikelihood(true).of(rbm, train, TestSeed.stream("none")))
                .containsOnlyKeys("pseudoLikelihood");
    }

    static Stream<Rbm> discrete() {
        return Stream.of(
                SmallRbms.bernoulli(3, 2),
                SmallRbms.pair(new Spin(), new Gaussian()),
                SmallRbms.pair(new Softmax(3), new Rectified()));
    }

    @ParameterizedTest
    @MethodSource("discrete")
    void pseudoLikelihoodIsThatOfEnumeratedConditionals(Rbm rbm) {
        double expected = enumerated(rbm, data(rbm).train());

        double found = one(new PseudoLikelihood(true), rbm, "pseudoLikelihood").value();

        assertThat(found).isEqualTo(expected, within(1e-12));
        Rbm other = rbm.copy();
        other.visibleBias()
                .addi(Nd4j.createFromArray(IntStream.range(0, rbm.visible())
                        .mapToDouble(i -> 0.1 * i + 0.1)
                        .toArray()));
        assertThatThrownBy(() -> assertThat(one(new PseudoLikelihood(true), other, "pseudoLikelihood")
                                .value())
                        .isEqualTo(expected, within(1e-12)))
                .isInstanceOf(AssertionError.class);
    }

    /** From the probabilities of all visible states. */
    private static double enumerated(Rbm rbm, INDArray rows) {
        DbnStates states = DbnStates.of(new Dbn(List.of(rbm)));
        double[] logP =
                Arrays.stream(rbm.freeEnergy(states.states(0))).map(f -> -f).toArray();
        double[][] all = states.states(0).toDoubleMatrix();
        int width = rbm.visibleUnit().width();
        int groups = rbm.visible() / width;
        double sum = 0;
        for (int row = 0; row < rows.size(0); row++) {
            int number = states.number(0, rows.getRow(row, true));
            for (int group = 0; group < groups; group++) {
                int from = group * width;
                double others = IntStream.range(0, all.length)
                        .filter(n -> agreeOutside(all[n], all[number], from, from + width))
                        .mapToDouble(n -> Math.exp(logP[n]))
                        .sum();
                sum += (logP[number] - Math.log(others)) / groups / rows.size(0);
            }
        }
        return sum;
    }

    private static boolean agreeOutside(double[] a, double[] b, int from, int to) {
        return IntStream.range(0, a.length).allMatch(i -> (i >= from && i < to) || a[i] == b[i]);
    }

    /** The average over all choices of a unit, the same in every row, is the mean over all units. */
    @ParameterizedTest
    @MethodSource("discrete")
    void oneUnitOfEachRowIsUnbiased(Rbm rbm) {
        int groups = rbm.visible() / rbm.visibleUnit().width();

        double mean = IntStream.range(0, groups)
                .mapToDouble(group -> requireNonNull(new PseudoLikelihood(false)
                                .of(rbm, data(rbm), new Chosen((group + 0.5) / groups))
                                .get("pseudoLikelihood"))
                        .value())
                .average()
                .orElseThrow();

        assertThat(mean)
                .isEqualTo(
                        one(new PseudoLikelihood(true), rbm, "pseudoLikelihood").value(), within(1e-12));
    }

    /** Always the same number. */
    private record Chosen(double uniform) implements RandomSource {

        @Override
        public void bernoulli(INDArray probabilities, INDArray into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void gaussian(INDArray into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long bits() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int[] permutation(int n) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void theRunningLogLikelihoodHasTheErrorOfLogPartition() {
        Rbm rbm = SmallRbms.bernoulli(5, 3);
        Measurement annealed = new LogLikelihood(new AnnealedImportanceSampling(20, 10));

        Estimate exact = one(new LogLikelihood(new ExactLogPartition()), rbm, "logLikelihood");
        Estimate estimate = one(annealed, rbm, "logLikelihood");

        assertThat(estimate.bound()).isEqualTo(Bound.UPPER);
        assertThat(estimate.standardError())
                .isEqualTo(
                        Math.hypot(
                                exact.standardError(),
                                one(annealed, rbm, "logPartition").standardError()),
                        within(1e-12));
    }

    @Test
    void normsAreThoseOfTheWeights() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        rbm.weights().assign(Nd4j.createFromArray(new double[][] {{3, 0}, {0, -4}, {0, 0}}));

        assertThat(one(new WeightNorms(), rbm, "weightRms").value()).isEqualTo(5 / Math.sqrt(6), within(1e-12));
        assertThat(one(new WeightNorms(), rbm, "weightMax").value()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("io.dbn4j.core.rbm.SmallRbms#unitPairs")
    void deadAndSaturatedUnitsAreCounted(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 5);
        rbm.weights().assign(0);
        rbm.hiddenBias().assign(Nd4j.createFromArray(-9.0, 9.0, 0.0, 10.0, 0.1));

        assertThat(one(new HiddenActivity(0.01), rbm, "deadUnits").value()).isEqualTo(20);
        assertThat(one(new HiddenActivity(0.01), rbm, "saturatedUnits").value()).isEqualTo(40);
        assertThat(Elements.of(rbm.hiddenBias())).hasSize(5);
    }

    @Test
    void aMarginIsBelowOneHalf() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HiddenActivity(0.5))
                .withMessage("margin must be above 0 and below 0.5, was 0.5");
    }
}
