package io.dbn4j.rg.mcrg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Paired errors, computed by hand with three bins. */
class BinnedExponentTest {

    private static final BinnedExponent FIRST = new BinnedExponent(2.0, new double[] {1.5, 2.0, 2.5}, 300);
    private static final BinnedExponent SECOND = new BinnedExponent(1.0, new double[] {0.5, 1.0, 1.8}, 300);

    @Test
    void theErrorIsThatOfTheJackknife() {
        assertThat(FIRST.estimate().value()).isEqualTo(2.0);
        assertThat(FIRST.estimate().standardError()).isEqualTo(Math.sqrt(2 / 3.0 * 0.5), within(1e-15));
    }

    /** Differences without one bin: 1, 1, 0.7; they vary by far less than either exponent. */
    @Test
    void whatBothExponentsShareLeavesTheErrorOfTheirDifference() {
        assertThat(FIRST.minus(SECOND).estimate().value()).isEqualTo(1.0);
        assertThat(FIRST.minus(SECOND).estimate().standardError())
                .isEqualTo(Math.sqrt(2 / 3.0 * 0.06), within(1e-15))
                .isLessThan(FIRST.estimate().standardError());
        assertThat(FIRST.minus(FIRST).estimate().standardError()).isZero();
    }

    /** With exact 3 distances fall as the exponent rises; with exact 0 they rise. */
    @Test
    void distancesFromOppositeSidesMoveApart() {
        BinnedExponent below = FIRST.distance(3);
        BinnedExponent above = FIRST.distance(0);

        assertThat(below.estimate().value()).isEqualTo(1.0);
        assertThat(below.minus(above).estimate().standardError())
                .isEqualTo(2 * FIRST.estimate().standardError(), within(1e-15));
    }

    @Test
    void exponentsOfOtherConfigurationsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FIRST.minus(new BinnedExponent(1, new double[3], 200)))
                .withMessage("exponents must come from the same configurations, came from 300 and 200 configurations");
    }
}
