package io.dbn4j.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.UnitType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class DivergenceAdviceTest {

    private static String of(UnitType unit, double... column) {
        return DivergenceAdvice.of(unit, Nd4j.createFromArray(column).reshape(column.length, 1));
    }

    @Test
    void theDataAreLookedAtFirst() {
        assertThat(of(new Gaussian(), 1, Double.NaN))
                .isEqualTo("the data hold NaN; fill in or leave out missing values");
        assertThat(of(new Bernoulli(), 0, 255))
                .isEqualTo("scale the data: values are in [0.00000, 255.000], units take [0.0, 1.0]");
        assertThat(of(new DiagonalGaussian(), 0, 255))
                .isEqualTo(
                        "scale the data (--standardize): columns have means up to 128, standard deviations from 128 to"
                                + " 128, units expect 0 and 1");
    }

    @Test
    void dataThatFitLeaveTheLearningRate() {
        assertThat(of(new Bernoulli(), 0, 1)).isEqualTo("lower its learning rate or momentum");
        assertThat(of(new Gaussian(), -1, 1)).isEqualTo("lower its learning rate or momentum");
    }
}
