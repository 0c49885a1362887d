package io.dbn4j.rg.ising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.rg.lattice.SquareLattice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KaufmanPartitionFunctionTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.44068679350977147, 0.5, 1.2})
    void equalsEnumeration(double coupling) {
        for (int side : new int[] {2, 3, 4}) {
            double enumerated = new SquareLattice(side).ising(coupling).logPartition();

            assertThat(new KaufmanPartitionFunction(side).logPartition(coupling))
                    .as("L = %d", side)
                    .isEqualTo(enumerated, within(1e-12 * enumerated));
        }
    }

    /** Values that were computed elsewhere, at the critical coupling (K = 0) and away from it. */
    @ParameterizedTest
    @CsvSource({
        "8, 0.2, 47.0101474223883", "8, 0.408, 57.2393505668635", "8, 0, 60.1417807890692", "8, 1.0, 128.715437337408",
        "16, 0.4, 225.228846755876", "16, 0, 238.642256635133", "32, 0.3, 809.53248866009", "32, 0, 952.648079548543",
        "40, 0.45, 1510.1071418568", "64, 0, 3808.67228341981", "64, 0.5, 4202.34050797894", "64, 1.0, 8194.11971721867"
    })
    void equalsKnownValues(int side, double coupling, double expected) {
        double k = coupling == 0 ? KaufmanPartitionFunction.CRITICAL_COUPLING : coupling;

        assertThat(new KaufmanPartitionFunction(side).logPartition(k)).isEqualTo(expected, within(1e-12 * expected));
    }

    @Test
    void impossibleLatticesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KaufmanPartitionFunction(1))
                .withMessage("side must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KaufmanPartitionFunction(4).logPartition(-0.1))
                .withMessageStartingWith("coupling must be positive");
    }
}
