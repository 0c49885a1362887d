package io.dbn4j.core.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class IndependentUnitsTest {

    private static Rbm rbm(UnitType unit, int visible) {
        return Rbm.random(unit, new Bernoulli(), visible, 2, 0.5, DataType.DOUBLE, new Seed(1).stream("rbm"));
    }

    private static INDArray rows(double[]... rows) {
        return Nd4j.createFromArray(rows);
    }

    @Test
    void bernoulliUnitsHaveTheCountsAndHalfARowOfEachState() {
        INDArray rows = rows(new double[] {1, 0}, new double[] {1, 0}, new double[] {0, 0});

        double[] found = IndependentUnits.fitted(rbm(new Bernoulli(), 2), rows).logLikelihoods(rows);

        double on = 2.5 / 4;
        double off = 3.5 / 4;
        assertThat(found[0]).isCloseTo(Math.log(on) + Math.log(off), within(1e-12));
        assertThat(found[2]).isCloseTo(Math.log(1 - on) + Math.log(off), within(1e-12));
    }

    @Test
    void spinsToo() {
        INDArray rows = rows(new double[] {1}, new double[] {1}, new double[] {-1});

        double[] found = IndependentUnits.fitted(rbm(new Spin(), 1), rows).logLikelihoods(rows);

        assertThat(found[0]).isCloseTo(Math.log(2.5 / 4), within(1e-12));
        assertThat(found[2]).isCloseTo(Math.log(1.5 / 4), within(1e-12));
    }

    @Test
    void categoriesToo() {
        INDArray rows = rows(new double[] {1, 0, 0}, new double[] {0, 1, 0}, new double[] {0, 1, 0});

        double[] found = IndependentUnits.fitted(rbm(new Softmax(3), 3), rows).logLikelihoods(rows);

        assertThat(found[0]).isCloseTo(Math.log(1.5 / 4.5), within(1e-12));
        assertThat(found[1]).isCloseTo(Math.log(2.5 / 4.5), within(1e-12));
    }

    @Test
    void probabilitiesOfAllStatesSumToOne() {
        for (UnitType unit : new UnitType[] {new Bernoulli(), new Spin(), new Softmax(2)}) {
            Rbm rbm = rbm(unit, 4);
            INDArray states = unit instanceof Softmax
                    ? rows(
                            new double[] {1, 0, 1, 0},
                            new double[] {1, 0, 0, 1},
                            new double[] {0, 1, 1, 0},
                            new double[] {0, 1, 0, 1})
                    : allStates(unit.low(), unit.high());
            INDArray some = states.get(NDArrayIndex.interval(0, 3), NDArrayIndex.all());

            double[] found = IndependentUnits.fitted(rbm, some).logLikelihoods(states);

            assertThat(Arrays.stream(found).map(Math::exp).sum())
                    .as(unit.toString())
                    .isCloseTo(1, within(1e-12));
        }
    }

    private static INDArray allStates(double low, double high) {
        double[][] all = new double[16][4];
        for (int i = 0; i < 64; i++) {
            all[i / 4][i % 4] = (((i / 4) >> (i % 4)) & 1) == 0 ? low : high;
        }
        return rows(all);
    }

    @Test
    void realColumnsHaveMeanAndVarianceAndConstantOnesTheVarianceOfTheRbm() {
        INDArray rows = rows(new double[] {1, 0.1}, new double[] {2, 0.1}, new double[] {6, 0.1});
        NormalDistribution first = new NormalDistribution(null, 3, Math.sqrt(14.0 / 3));

        double[] found = IndependentUnits.fitted(rbm(new Gaussian(), 2), rows).logLikelihoods(rows);
        Rbm narrow = rbm(new DiagonalGaussian(), 2);
        narrow.visibleParameters().putScalar(0, 1, -4.0);
        double[] learned = IndependentUnits.fitted(narrow, rows).logLikelihoods(rows);

        double constant = -Math.log(2 * Math.PI) / 2;
        assertThat(found[2]).isCloseTo(first.logDensity(6) + constant, within(1e-9));
        assertThat(learned[2]).isCloseTo(first.logDensity(6) + constant + 2, within(1e-9));
    }

    @Test
    void rectifiedUnitsHaveTheMean() {
        INDArray rows = rows(new double[] {0.5}, new double[] {1.5});

        INDArray input = IndependentUnits.fitted(rbm(new Rectified(), 1), rows).input();

        INDArray mean = input.dup().reshape(1, 1);
        new Rectified().mean(UnitParameters.NONE, mean);
        assertThat(mean.getDouble(0)).isCloseTo(1, within(1e-6));
    }

    @Test
    void theGainIsThatOfEnumeration() {
        Rbm rbm = rbm(new Bernoulli(), 4);
        INDArray rows = allStates(0, 1);
        double logPartition = StateSpace.of(rbm).logPartition();
        IndependentUnits units = IndependentUnits.fitted(rbm, rows);

        IndependentUnits.Comparison found =
                units.compared(rbm, rows, Map.of("exact", Estimate.exact(logPartition, "nats")));

        double expected =
                4 * Math.log(2) - Arrays.stream(rbm.freeEnergy(rows)).average().orElseThrow() - logPartition;
        assertThat(found.logLikelihood().value()).isCloseTo(-4 * Math.log(2), within(1e-12));
        assertThat(found.gain().value()).isCloseTo(expected, within(1e-9)).isNegative();
        assertThat(found.hasGained()).isFalse();
    }

    @Test
    void theLeastFavorableEstimateOfLogZCounts() {
        Rbm rbm = rbm(new Bernoulli(), 4);
        INDArray rows = allStates(0, 1);
        IndependentUnits units = IndependentUnits.fitted(rbm, rows);

        var bracketed = units.compared(
                rbm, rows, Map.of("ais", Estimate.exact(1, "nats"), "conservative", Estimate.exact(3, "nats")));
        var exact = units.compared(rbm, rows, Map.of("exact", Estimate.exact(3, "nats")));

        assertThat(bracketed).isEqualTo(exact);
    }

    @Test
    void anRbmOfIndependentUnitsGainsNothing() {
        INDArray rows = rows(new double[] {1, 5}, new double[] {3, 2}, new double[] {2, -1});
        IndependentUnits units = IndependentUnits.fitted(rbm(new Gaussian(), 2), rows);
        Rbm same = new Rbm(
                units.unit(),
                new Bernoulli(),
                Nd4j.zeros(DataType.DOUBLE, 2, 2),
                units.input(),
                Nd4j.zeros(DataType.DOUBLE, 2),
                units.parameters(),
                UnitParameters.NONE,
                0);

        var found = units.compared(
                same, rows, Map.of("exact", Estimate.exact(StateSpace.of(same).logPartition(), "nats")));

        assertThat(found.gain().value()).isCloseTo(0, within(1e-9));
    }
}
