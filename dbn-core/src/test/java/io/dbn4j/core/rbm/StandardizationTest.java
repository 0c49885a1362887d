package io.dbn4j.core.rbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StandardizationTest {

    private static final INDArray ROWS = Nd4j.createFromArray(new double[][] {
        {1000, 0.01, 7}, {1010, 0.03, 7}, {1040, 0.02, 7}, {950, 0.06, 7},
    });

    @Test
    void columnsGetMeanZeroAndVarianceOneAndConstantOnesAreCentered() {
        Standardization found = Standardization.of(ROWS);

        Standardization again = Standardization.of(found.applied(ROWS));

        assertThat(found.mean()).containsExactly(new double[] {1000, 0.03, 7}, within(1e-12));
        assertThat(again.mean()).containsExactly(new double[] {0, 0, 0}, within(1e-12));
        assertThat(again.deviation()).containsExactly(new double[] {1, 1, 0}, within(1e-12));
        assertThat(found.isConstant(2)).isTrue();
        assertThat(found.isFar()).isTrue();
        assertThat(again.isFar()).isFalse();
        assertThat(found.seen()).startsWith("means up to 1.00e+03, standard deviations from 0.0187 to 32.4");
    }

    /** Times in seconds since 1970, a quarter of an hour apart; FLOAT numbers of that size are 128 s apart. */
    @Test
    void aSmallPartOfALargeMeanIsNoRoundingInDoublePrecision() {
        INDArray times = Nd4j.createFromArray(new double[][] {{1.7e9 - 1000}, {1.7e9 + 1000}});

        Standardization exact = Standardization.of(times);

        assertThat(exact.isConstant(0)).isFalse();
        assertThat(exact.deviation()).containsExactly(new double[] {1000}, within(1e-6));
        assertThat(Standardization.of(times.castTo(DataType.FLOAT)).isConstant(0))
                .isTrue();
    }

    /** Sums over this many rows are rounded. */
    @Test
    void aColumnOfManyEqualRowsIsConstant() {
        Standardization many = Standardization.of(Nd4j.valueArrayOf(new long[] {200_000, 1}, 0.1, DataType.DOUBLE));

        assertThat(many.isConstant(0)).isTrue();
        assertThat(many.mean()[0]).isEqualTo(0.1, within(1e-16));
    }

    @Test
    void anUnscaledRbmIsTheSameDensityOfTheDataInTheirOwnNumbers() {
        Standardization scale = Standardization.of(ROWS);
        for (UnitType unit : List.of(new Gaussian(), new DiagonalGaussian())) {
            Rbm rbm = rbm(unit);
            if (unit.parameters() > 0) {
                rbm.visibleParameters().assign(Nd4j.createFromArray(-1.0, 0.5, 2.0));
            }

            Rbm unscaled = scale.unscaled(rbm);

            assertThat(unscaled.freeEnergy(ROWS)).containsExactly(rbm.freeEnergy(scale.applied(ROWS)), within(1e-8));
            double volume = Math.log(scale.deviation()[0]) + Math.log(scale.deviation()[1]);
            assertThat(StateSpace.of(unscaled).logPartition())
                    .isCloseTo(StateSpace.of(rbm).logPartition() + volume, within(1e-9));
        }
    }

    @Test
    void hiddenMeansAreEqualAndVisibleOnesAreThoseOfTheData() {
        Standardization scale = Standardization.of(ROWS);
        Rbm rbm = rbm(new Gaussian());
        Rbm unscaled = scale.unscaled(rbm);

        INDArray hidden = rbm.hiddenGivenVisible(scale.applied(ROWS));
        double[] again = Elements.of(rbm.visibleGivenHidden(hidden));
        double[] unscaledAgain = Elements.of(unscaled.visibleGivenHidden(hidden));

        assertThat(Elements.of(unscaled.hiddenGivenVisible(ROWS))).containsExactly(Elements.of(hidden), within(1e-9));
        for (int i = 0; i < again.length; i++) {
            double deviation = scale.isConstant(i % 3) ? 1 : scale.deviation()[i % 3];
            assertThat(unscaledAgain[i]).isCloseTo(again[i] * deviation + scale.mean()[i % 3], within(1e-8));
        }
    }

    @Test
    void onlyGaussianUnitsAreUnscaled() {
        Rbm rbm = Rbm.zero(new Bernoulli(), new Bernoulli(), 3, 2, DataType.FLOAT);

        assertThatThrownBy(() -> Standardization.of(ROWS).unscaled(rbm))
                .hasMessageContaining("visible units must be gaussian to be unscaled");
    }

    private static Rbm rbm(UnitType unit) {
        RandomSource random = new Seed(3).stream("rbm");
        Rbm start = Rbm.random(unit, new Bernoulli(), 3, 4, 1, DataType.DOUBLE, random);
        random.gaussian(start.visibleBias());
        random.gaussian(start.hiddenBias());
        return start.withEnergyOffset(0.5);
    }
}
