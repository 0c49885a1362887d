package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.rg.experiment.SchemeFixedPoints.Scheme;
import io.dbn4j.rg.scheme.Exponents;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RgSchemesVerdictTest {

    private static Clause bondMoving(double... thermal) {
        List<Scheme> schemes = Arrays.stream(thermal)
                .mapToObj(y -> new Scheme(
                        "Migdal-Kadanoff, y_T = " + y, 0.44, 0.44, new Exponents(y, Double.NaN, 2), List.of(), 0))
                .toList();
        return RgSchemesVerdict.bondMoving(schemes);
    }

    /** An exponent of 1.3 is as far off as one of 0.7. */
    @Test
    void aSchemeIsAnApproximationWhicheverSideItIsOffOn() {
        assertThat(bondMoving(0.747, 0.754).text()).startsWith("Schemes with few couplings are approximations");
        assertThat(bondMoving(1.3).text()).startsWith("Schemes with few couplings are approximations");
        assertThat(bondMoving(0.75, 1.3).text()).startsWith("Schemes with few couplings are approximations");
        assertThat(bondMoving(0.75, 1.01).text()).startsWith("A scheme that moves bonds is accurate");
        assertThat(bondMoving(0.98).text()).startsWith("A scheme that moves bonds is accurate");
    }
}
