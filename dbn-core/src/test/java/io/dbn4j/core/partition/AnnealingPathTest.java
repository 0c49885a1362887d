package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AnnealingPathTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 29, 145, 1000, 14_500})
    void temperaturesRiseFromZeroToOne(int steps) {
        double[] betas = AnnealingPath.betas(steps);

        assertThat(betas).hasSize(steps + 1).isSorted().doesNotHaveDuplicates();
        assertThat(betas[0]).isZero();
        assertThat(betas[steps]).isEqualTo(1);
    }

    @Test
    void temperaturesHaveThePublishedDensities() {
        double[] betas = AnnealingPath.betas(14_500);

        assertThat(betas[250]).isEqualTo(0.25, within(1e-12));
        assertThat(betas[500]).isEqualTo(0.5, within(1e-12));
        assertThat(betas[2_500]).isEqualTo(0.7, within(1e-12));
        assertThat(betas[4_500]).isEqualTo(0.9, within(1e-12));
        assertThat(betas[9_500]).isEqualTo(0.95, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void thePathLeadsFromTheBaseRateModelToTheRbm(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        BaseRate base = base(rbm);
        INDArray states = StateSpace.states(visible, 3, 0, 8, DataType.DOUBLE);
        AnnealingPath path = new AnnealingPath(rbm, base, 8);
        path.startAt(states);

        double[] betas = AnnealingPath.betas(7);
        for (int k = 1; k <= 7; k++) {
            path.reweight(betas[k - 1], betas[k]);
        }

        double[] from = base.model(rbm).freeEnergy(states);
        double[] to = rbm.freeEnergy(states);
        assertThat(path.logWeights())
                .containsExactly(
                        IntStream.range(0, 8).mapToDouble(n -> from[n] - to[n]).toArray(), within(1e-12));
        path.reweight(1, 0);
        assertThat(path.logWeights()).containsExactly(new double[8], within(1e-12));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void theBaseRateModelIsSummedInClosedForm(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        BaseRate base = base(rbm);

        assertThat(new AnnealingPath(rbm, base, 2).baseLogPartition())
                .isEqualTo(JointStates.of(base.model(rbm)).logPartition(), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void chainsStartAtTheBaseRateModel(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        BaseRate base = base(rbm);
        JointStates states = JointStates.of(base.model(rbm));
        double[] marginal = states.visibleMarginal(states.probabilities());
        double[] freeEnergy = rbm.freeEnergy(StateSpace.states(visible, 3, 0, 8, DataType.DOUBLE));
        double[] baseFreeEnergy = base.model(rbm).freeEnergy(StateSpace.states(visible, 3, 0, 8, DataType.DOUBLE));
        double expected = IntStream.range(0, 8)
                .mapToDouble(n -> marginal[n] * (baseFreeEnergy[n] - freeEnergy[n]))
                .sum();

        assertThat(ExhaustiveRandom.expectation(random -> {
                    AnnealingPath path = new AnnealingPath(rbm, base, 1);
                    path.startAtBase(random);
                    path.reweight(0, 1);
                    return path.logWeights()[0];
                }))
                .isEqualTo(expected, within(1e-12));
    }

    @Test
    void baseRatesReproduceMeans() {
        INDArray means = Nd4j.createFromArray(0.25, 0.5, 0.9);
        INDArray spinMeans = means.mul(2).sub(1);

        assertThat(meansOf(new Bernoulli(), BaseRate.ofMeans(new Bernoulli(), UnitParameters.NONE, means)))
                .containsExactly(means.toDoubleVector(), within(1e-12));
        assertThat(meansOf(new Spin(), BaseRate.ofMeans(new Spin(), UnitParameters.NONE, spinMeans)))
                .containsExactly(spinMeans.toDoubleVector(), within(1e-12));
        assertThat(means).isEqualTo(Nd4j.createFromArray(0.25, 0.5, 0.9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE"})
    void unitsThatAreAlwaysOnOrOffGetFiniteInputs(String type) {
        INDArray certain = Nd4j.createFromArray(0.0, 1.0).castTo(DataType.valueOf(type));

        assertThat(meansOf(new Bernoulli(), BaseRate.ofMeans(new Bernoulli(), UnitParameters.NONE, certain)))
                .containsExactly(new double[] {0.001, 0.999}, within(1e-6));
        assertThat(meansOf(
                        new Spin(),
                        BaseRate.ofMeans(
                                new Spin(), UnitParameters.NONE, certain.mul(2).sub(1))))
                .containsExactly(new double[] {-0.998, 0.998}, within(1e-6));
    }

    @Test
    void aMeanFieldWithoutCouplingsHasTheVisibleBiases() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        rbm.weights().assign(0);

        BaseRate base = BaseRate.ofModel(rbm, TestSeed.stream("mean field"));

        assertThat(base.input().toDoubleVector())
                .containsExactly(rbm.visibleBias().toDoubleVector(), within(1e-12));
    }

    /** Annealing that starts in one of two phases finds half of Z, and its effective samples do not show it. */
    @Test
    void theMeanFieldOfASymmetricModelStartsInBothPhases() {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), 10, 4, DataType.DOUBLE);
        rbm.weights().assign(0.6);
        double exact = StateSpace.of(rbm).logPartition();
        BaseRate phase = BaseRate.ofMeans(
                new Spin(), UnitParameters.NONE, Nd4j.ones(DataType.DOUBLE, 10).muli(0.98));

        Estimate both = annealed(rbm, BaseRate.ofModel(rbm, TestSeed.stream("mean field")));
        Estimate one = annealed(rbm, phase);

        assertThat(both.value()).isEqualTo(exact, within(4.5 * both.standardError()));
        assertThat(both.ess()).isGreaterThan(10);
        assertThat(one.value()).isEqualTo(exact - Math.log(2), within(0.1));
        assertThat(one.ess()).isGreaterThan(10);
    }

    private static Estimate annealed(Rbm rbm, BaseRate base) {
        return new AnnealedImportanceSampling(300, 100)
                .logPartition(rbm, AnnealingStart.at(base), TestSeed.stream("ais"));
    }

    private static double[] meansOf(UnitType unit, BaseRate base) {
        INDArray means = base.input().dup();
        unit.mean(UnitParameters.NONE, means);
        return means.toDoubleVector();
    }
}
