package io.dbn4j.core.rbm;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.UnitType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class DivergedTrainingTest {

    private static String advice(UnitType unit, double... column) {
        return DivergedTraining.advice(unit, Nd4j.createFromArray(column).reshape(column.length, 1));
    }

    @Test
    void continuousDataAreLookedAtFirst() {
        assertThat(advice(new DiagonalGaussian(), 0, 255))
                .isEqualTo(
                        "scale the data (--standardize): columns have means up to 128, standard deviations from 128 to"
                                + " 128, units expect 0 and 1");
    }

    @Test
    void dataThatFitLeaveTheLearningRate() {
        assertThat(advice(new Bernoulli(), 0, 1)).isEqualTo("lower its learning rate or momentum");
        assertThat(advice(new Gaussian(), -1, 1)).isEqualTo("lower its learning rate or momentum");
    }

    @Test
    void weightsShowItWhenTheyAreHugeAndVisibleBiasesWhenTheyAreNotFinite() {
        Rbm rbm = Rbm.zero(new Gaussian(), new Bernoulli(), 3, 2, DataType.FLOAT);
        rbm.visibleBias().putScalar(1, 1e6);
        assertThat(DivergedTraining.sign(rbm)).isEmpty();

        rbm.visibleBias().putScalar(1, Double.NaN);
        assertThat(DivergedTraining.sign(rbm)).hasValue("a parameter is NaN");

        rbm.weights().putScalar(0, -20000);
        assertThat(DivergedTraining.sign(rbm)).hasValue("a parameter is 20000.0");
    }
}
