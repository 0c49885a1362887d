package io.dbn4j.rg.ising;

import static io.dbn4j.rg.ising.KaufmanPartitionFunction.CRITICAL_COUPLING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnsagerTest {

    private static final double CATALAN = 0.915965594177219;

    /** Half a unit of the last digit of each. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.0 | 2.0003482837 | -1.99716020 | .02337956 | .999275752
            1.5 | 1.33896212362 | -1.95111657 | .19727454 | .986499603
            2.0 | 1.02579281269 | -1.74556458 | .72487145 | .911319378
            2.2 | .950339138279 | -1.54648914 | 1.41427769 | .784755131
            2.3 | .921577782174 | -1.34286639 | 1.82236869 | 0
            2.5 | .879363820775 | -1.10607920 | .86169836 | 0
            3.0 | .815882731858 | -.81730959 | .40137958 | 0
            3.5 | .780814262127 | -.66012173 | .24775204 | 0
            2.45098039215686274510 | .88838920964 | -1.15085489 | .96992016 | 0
            """)
    void equalsKnownValues(double temperature, double logPartition, double energy, double specificHeat, double m) {
        Onsager onsager = Onsager.atTemperature(temperature);

        assertThat(onsager.logPartition()).isEqualTo(logPartition, within(logPartition > 1 ? 5e-11 : 5e-12));
        assertThat(onsager.energy()).isEqualTo(energy, within(5.001e-9));
        assertThat(onsager.specificHeat()).isEqualTo(specificHeat, within(5.001e-9));
        assertThat(onsager.magnetization()).isEqualTo(m, within(5.001e-10));
    }

    @Test
    void theCriticalPointHasItsClosedForms() {
        Onsager critical = new Onsager(CRITICAL_COUPLING);

        assertThat(CRITICAL_COUPLING).isEqualTo(0.4406867935097715, within(1e-16));
        assertThat(1 / CRITICAL_COUPLING).isEqualTo(2.269185314213022, within(1e-15));
        assertThat(critical.logPartition())
                .isEqualTo(Math.log(2) / 2 + 2 * CATALAN / Math.PI, within(1e-14))
                .isEqualTo(0.9296953983416102, within(1e-14));
        assertThat(critical.energy()).isEqualTo(-Math.sqrt(2), within(1e-14));
        assertThat(critical.magnetization()).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.43, 0.4406, 0.4408, 0.6, 1.5})
    void energyAndSpecificHeatAreDerivativesOfLogPartition(double coupling) {
        double step = 1e-6 * coupling;
        double difference = (new Onsager(coupling + step).logPartition() - new Onsager(coupling - step).logPartition())
                / (2 * step);
        double curvature = (new Onsager(coupling + step).energy() - new Onsager(coupling - step).energy()) / (2 * step);

        assertThat(new Onsager(coupling).energy()).isEqualTo(-difference, within(1e-6));
        assertThat(new Onsager(coupling).specificHeat()).isEqualTo(-coupling * coupling * curvature, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.35, 0.55, 1})
    void isTheLimitOfLargeLattices(double coupling) {
        KaufmanPartitionFunction large = new KaufmanPartitionFunction(128);
        Onsager onsager = new Onsager(coupling);
        // In the ordered phase both directions of the magnetization count.
        double phases = coupling > CRITICAL_COUPLING ? Math.log(2) : 0;

        assertThat((large.logPartition(coupling) - phases) / (128 * 128))
                .isEqualTo(onsager.logPartition(), within(1e-12));
        assertThat(large.energy(coupling)).isEqualTo(onsager.energy(), within(1e-9));
        assertThat(large.specificHeat(coupling)).isEqualTo(onsager.specificHeat(), within(1e-8));
    }

    @Test
    void impossibleCouplingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Onsager(0))
                .withMessage("coupling must be positive and finite, was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Onsager.atTemperature(-1))
                .withMessage("temperature must be positive and finite, was -1.0");
    }
}
