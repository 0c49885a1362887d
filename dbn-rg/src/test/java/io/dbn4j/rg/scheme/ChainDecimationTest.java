package io.dbn4j.rg.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.rg.ising.RingSolution;
import io.dbn4j.rg.scheme.ChainDecimation.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainDecimationTest {

    private final ChainDecimation halving = new ChainDecimation(2);

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.2, 0.99, 1.01, 5, 20})
    void halvingHasItsClosedForms(double coupling) {
        double closed = coupling < 1e-3
                ? coupling * coupling
                : (2 * coupling + Math.log1p(Math.exp(-4 * coupling)) - Math.log(2)) / 2; // log(cosh 2K) / 2

        assertThat(halving.next(new double[] {coupling})[0]).isEqualTo(closed, within(1e-14 * Math.max(1, closed)));
        assertThat(halving.constant(coupling)).isEqualTo(Math.log(2) + closed, within(1e-13 * Math.max(1, closed)));
    }

    /** Half a unit of the last digit. */
    @ParameterizedTest
    @CsvSource({
        "1.0, 1, .66250137, 5e-9",
        "1.0, 2, .35006114, 5e-9",
        "1.0, 3, .11367207, 5e-9",
        "1.0, 4, .012811542, 5e-10",
        "1.0, 5, 1.6411765e-4, 5e-12",
        "1.0, 6, 2.69e-8, 5e-11",
        "0.5, 1, .21689042, 5e-9",
        "0.5, 2, .045636226, 5e-10",
        "0.5, 3, .0020797799, 5e-11",
        "0.5, 4, 4.3255e-6, 5e-11",
        "2.0, 1, 1.6535941, 5e-8",
        "2.0, 2, 1.3076905, 5e-8",
        "2.0, 3, .96378455, 5e-9",
        "2.0, 4, .62768581, 5e-9",
        "2.0, 5, .32015162, 5e-9"
    })
    void couplingsFlowToZero(double start, int steps, double expected, double tolerance) {
        List<double[]> flow = halving.flow(new double[] {start}, steps);

        assertThat(flow.get(steps)[0]).isEqualTo(expected, within(1.001 * tolerance));
    }

    @Test
    void constantsKeepLogPartition() {
        List<Level> levels = halving.decimate(16, 1);
        double[] constants = {0, 10.8451884339, 15.0180217119, 16.631660208};
        double[] rests = {18.0435776531637, 7.1983892193, 3.0255559412, 1.4119174452};

        for (int i = 0; i < constants.length; i++) {
            Level level = levels.get(i);
            double rest = new RingSolution(level.spins(), level.coupling()).logPartition();

            assertThat(level.constants()).isEqualTo(constants[i], within(5.001e-11));
            assertThat(rest).isEqualTo(rests[i], within(5.001e-11));
            assertThat(level.constants() + rest).isEqualTo(18.0435776531637, within(6e-14));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 27, 0.7", "3, 9, -0.7", "2, 8, -0.4", "5, 25, 3.0"})
    void everyFactorKeepsLogPartition(int factor, int spins, double coupling) {
        double exact = new RingSolution(spins, coupling).logPartition();

        for (Level level : new ChainDecimation(factor).decimate(spins, coupling)) {
            assertThat(level.constants() + new RingSolution(level.spins(), level.coupling()).logPartition())
                    .isEqualTo(exact, within(1e-12));
        }
    }

    /** Without the constant the free energy of the spins summed out is lost. */
    @Test
    void couplingsAloneDoNotKeepLogPartition() {
        Level last = halving.decimate(16, 1).get(3);

        assertThat(new RingSolution(last.spins(), last.coupling()).logPartition())
                .isLessThan(2);
    }

    @Test
    void anEmptyBlockIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChainDecimation(1))
                .withMessage("factor must be at least 2, was 1");
    }
}
