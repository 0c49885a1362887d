package io.dbn4j.rg.scheme;

import static io.dbn4j.rg.ising.KaufmanPartitionFunction.CRITICAL_COUPLING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.rg.ising.Onsager;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Free energies of renormalization schemes compared with Onsager's; a coupling of 0 stands for the critical one. */
class FreeEnergiesTest {

    private static double at(double coupling) {
        return coupling == 0 ? CRITICAL_COUPLING : coupling;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.4, 0.44, 0.5, 0.9})
    void kadanoffsBoundHoldsForEveryParameter(double coupling) {
        double exact = new Onsager(coupling).logPartition();

        for (double first : new double[] {0, 0.1, 0.5, 0.8, 2, -0.6}) {
            for (double second : new double[] {0, 0.3, 0.77, 5}) {
                assertThat(new KadanoffBound(List.of(first, second)).logPartition(coupling))
                        .isGreaterThanOrEqualTo(exact - 1e-14);
            }
        }
    }

    @Test
    void withoutCouplingTheBoundIsExact() {
        assertThat(new KadanoffBound(List.of(0.0)).logPartition(0)).isEqualTo(Math.log(2), within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"0, .94662414"})
    void theBestBoundIsAsLowAsKnown(double coupling, double known) {
        double k = at(coupling);

        assertThat(KadanoffBound.best(k, 6).logPartition(k))
                .isGreaterThanOrEqualTo(new Onsager(k).logPartition())
                .isLessThanOrEqualTo(known + 1e-4);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "0.1, .70582192",
        "0.2, .74271978",
        "0.3, .80501028",
        "0.4, .89780666",
        "0.5, 1.03428895",
        "0.6, 1.21374798",
        "0.8, 1.60257746",
        "1.0, 2.00050985"
    })
    void theBestBoundIsAsLowAsKnownElsewhere(double coupling, double known) {
        theBestBoundIsAsLowAsKnown(coupling, known);
    }

    @Test
    void aConstantParameterIsHardlyWorseAtTheCriticalPoint() {
        assertThat(new KadanoffBound(List.of(0.6554)).logPartition(CRITICAL_COUPLING))
                .isEqualTo(.94794297, within(5.001e-9));
    }

    /** Relative errors within a factor of two of the known ones, with their sign. */
    @ParameterizedTest
    @CsvSource({"0, 4, -2.9e-4", "0, 8, -6.9e-5", "0.3, 8, -6.7e-6", "0.5, 8, -3.5e-6"})
    void tensorsHaveKnownErrors(double coupling, int bondDimension, double error) {
        double k = at(coupling);
        double logPartition = new TensorRenormalizationGroup(bondDimension, 36).logPartition(k);

        assertThat((logPartition / new Onsager(k).logPartition() - 1) / error).isBetween(0.5, 2.0);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0, 16, -4.6e-6", "0, 24, -1.1e-6", "0.3, 16, -9.0e-9", "0.5, 16, -6.0e-7"})
    void largeTensorsHaveKnownErrors(double coupling, int bondDimension, double error) {
        tensorsHaveKnownErrors(coupling, bondDimension, error);
    }

    /** After one step the lattice has two sites, whose bonds join them or end where they start. */
    @Test
    void withoutTruncationTensorsAreExact() {
        double k = 0.4;
        double twoSites = 0;
        for (int product : new int[] {-1, 1}) {
            twoSites += 2 * Math.exp(4 * k * product);
        }

        assertThat(new TensorRenormalizationGroup(16, 1).logPartition(k))
                .isEqualTo(Math.log(twoSites) / 2, within(1e-14));
    }

    @Test
    void tooSmallTensorsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TensorRenormalizationGroup(1, 10))
                .withMessage("bondDimension must be at least 2, was 1");
    }
}
