package io.dbn4j.rg.ising;

import static io.dbn4j.rg.ising.KaufmanPartitionFunction.CRITICAL_COUPLING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.rg.lattice.SquareLattice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KaufmanPartitionFunctionTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.44068679350977147, 0.5, 1.2})
    void equalsEnumeration(double coupling) {
        for (int side : new int[] {2, 3, 4}) {
            DensityOfStates enumerated = DensityOfStates.of(new SquareLattice(side).ising(1));
            KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
            double logPartition = enumerated.logPartition(coupling);

            assertThat(kaufman.logPartition(coupling)).isEqualTo(logPartition, within(1e-13 * logPartition));
            assertThat(kaufman.energy(coupling)).isEqualTo(enumerated.energy(coupling), within(1e-12));
            assertThat(kaufman.specificHeat(coupling)).isEqualTo(enumerated.specificHeat(coupling), within(1e-11));
        }
    }

    /** Computed with extended precision. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            2 | 3.10502863840082 | 3.53303784828941 |   |   |   | 4.38202663467388 |   |   | 5.54140978752946 | -
            3 | 6.66974460431411 | 7.34691590286960 |   |   |   | 9.02021340094433 |   |   | 11.5876950134454 | -
            4 | 11.7714703585416 | 12.7855233257137 | 13.5644215705181 | 14.561093023844 | 14.7401911273687 | 15.5219154587553 | 15.7579475022966 | 17.1053671187316 | 20.0565328843468 | 32.6987214018793
            8 | 47.0101474223883 | 50.6093304981848 | 53.1993588283595 | 56.5993887604254 | 57.2393505668635 | 60.1417807890692 | 61.0467414970356 | 66.3445818792278 | 78.1416488576167 | 128.715437337408
            10 | 73.453097803833 | 79.0600171214915 | 83.0406460358593 | 88.187700615516 | 89.1587421846777 | 93.6103005102221 | 95.0124117917616 | 103.272975418249 | 121.70638996655 | 200.727975550631
            16 | 188.039887955983 | 202.38323226254 | 212.489195324063 | 225.228846755876 | 227.602380611135 | 238.642256635133 | 242.188899832881 | 263.296210434021 | 310.487038589865 | 512.782307807942
            32 | 752.159551770958 | 809.53248866009 | 849.939244546574 | 900.478307763139 | 909.737188311086 | 952.648079548543 | 966.71684142 | 1051.10498761452 | 1239.86871278789 | 2049.04978969009
            40 | 1175.24929964212 | 1264.89451352206 | 1328.03005233794 | 1406.98487082129 | 1421.43257347009 | 1488.15260022816 | 1510.1071418568 | 1641.96164750096 | 1936.90496844202 | 3201.2504011017
            64 | 3008.63820708383 | 3238.12995461637 | 3399.75693255021 | 3601.87426937881 | 3638.84267284244 | 3808.67228341981 | 3864.79350778774 | 4202.34050797894 | 4957.3954096099 | 8194.11971721867
            """)
    void equalsKnownLogPartitions(ArgumentsAccessor row) {
        double[] couplings = {0.2, 0.3, 0.35, 0.4, 0.408, CRITICAL_COUPLING, 0.45, 0.5, 0.6, 1};
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(row.getInteger(0));
        for (int i = 0; i < couplings.length; i++) {
            if (row.get(i + 1) != null) {
                double expected = row.getDouble(i + 1);

                assertThat(kaufman.logPartition(couplings[i])).isEqualTo(expected, within(1e-12 * expected));
            }
        }
    }

    /** Energy and specific heat at K = 0.4, 0.408, the critical coupling, 0.5 and 0.6: half a unit of the last digit. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4 | -1.37911648 | .81251523 | -1.41905872 | .81630379 | -1.56562378764 | .78326683 | -1.75538029 | .60553266 | -1.90806953 | .31555380
            8 | -1.22232064 | 1.10047589 | -1.27758298 | 1.15150135 | -1.49158910744 | 1.14555924 | -1.74568317 | .71412260 | -1.90906743 | .31371990
            10 | -1.18510133 | 1.13323935 | -1.24282334 | 1.21894038 | -1.47624290836 | 1.26001963 | -1.74543102 | .72316489 | -1.90908397 | .31348940
            16 | -1.13131798 | 1.06497688 | -1.18759775 | 1.23386905 | -1.45306485281 | 1.49870496 | -1.74553067 | .72550877 | -1.90908617 | .31344546
            32 | -1.10729166 | .88581250 | -1.15407029 | 1.03361169 | -1.43365846615 | 1.84676759 | -1.74556453 | .72487398 | -1.90908618 | .31344536
            40 | -1.10635612 | .86870858 | -1.15182115 | .99467047 | -1.42977131231 | 1.95818165 | -1.74556457 | .72487155 | -1.90908618 | .31344536
            64 | -1.10608299 | .86185508 | -1.15088427 | .97115958 | -1.42393838983 | 2.19221139 | -1.74556458 | .72487145 | -1.90908618 | .31344536
            """)
    void equalsKnownEnergiesAndSpecificHeats(ArgumentsAccessor row) {
        double[] couplings = {0.4, 0.408, CRITICAL_COUPLING, 0.5, 0.6};
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(row.getInteger(0));
        for (int i = 0; i < couplings.length; i++) {
            assertThat(kaufman.energy(couplings[i])).isEqualTo(row.getDouble(2 * i + 1), within(5.001e-9));
            assertThat(kaufman.specificHeat(couplings[i])).isEqualTo(row.getDouble(2 * i + 2), within(5.001e-9));
        }
    }

    /** Values where the digits of doubles cancel, from the four products over momenta; mpmath 1.3.0 with 80 digits. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8  | 6   | 768.693147180559945 | 3.28357804719293e-18
            5  | 3   | 150.693147181503741 | 2.17453762101417e-8
            2  | 4   | 32.6931471805600213 | 1.94521582834059e-11
            3  | 2   | 36.6931481942832903 | 2.88670749783354e-5
            4  | 1.7 | 55.0931670728233325 | 0.000230597951227682
            16 | 1.3 | 666.301024935058128 | 0.00337513482816596
            """)
    void theSpecificHeatKeepsItsDigitsAtLowTemperature(int side, double coupling, double logPartition, double heat) {
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);

        assertThat(kaufman.logPartition(coupling)).isEqualTo(logPartition, within(4e-16 * logPartition));
        assertThat(kaufman.specificHeat(coupling)).isEqualTo(heat, within(1e-9 * heat));
    }

    /** Flipping one spin of a ground state costs 8: {@code C / N = 64 K^2 exp(-8K)}, for L = 2 times 6 / 4. */
    @ParameterizedTest
    @CsvSource({"2, 96", "5, 64", "8, 64", "64, 64"})
    void theSpecificHeatIsThatOfSingleFlipsWhereTheLatticeIsFrozen(int side, double flips) {
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
        for (double coupling : new double[] {10, 11.9, 12.1, 80, 400}) {
            double heat = flips * coupling * coupling * Math.exp(-8 * coupling);

            assertThat(kaufman.specificHeat(coupling)).isEqualTo(heat, within(1e-12 * heat));
            assertThat(kaufman.energy(coupling)).isEqualTo(-2, within(1e-14));
            assertThat(kaufman.logPartition(coupling) / (2 * coupling * side * side + Math.log(2)))
                    .isEqualTo(1, within(1e-14));
        }
    }

    /** The finite-size laws at the critical point; the amplitudes of E and C were fitted. */
    @Test
    void finiteSizeCorrectionsFollowTheirLaws() {
        KaufmanPartitionFunction large = new KaufmanPartitionFunction(64);
        double bulk = new Onsager(CRITICAL_COUPLING).logPartition();
        double amplitude = Math.log(Math.pow(2, 0.25) + Math.pow(2, -0.5));

        assertThat(amplitude).isEqualTo(0.639912, within(5e-7));
        assertThat((large.logPartition(CRITICAL_COUPLING) / 4096 - bulk) * 4096).isEqualTo(amplitude, within(1e-4));
        assertThat((large.energy(CRITICAL_COUPLING) + Math.sqrt(2)) * 64).isEqualTo(-0.6224, within(1e-4));
        assertThat(specificHeat(32) - specificHeat(16)).isEqualTo(0.3481, within(5e-5));
        assertThat(specificHeat(64) - specificHeat(32)).isEqualTo(0.3454, within(5e-5));
    }

    private static double specificHeat(int side) {
        return new KaufmanPartitionFunction(side).specificHeat(CRITICAL_COUPLING);
    }

    /** A last product with the wrong sign above the critical temperature changes log Z visibly. */
    @Test
    void theFourthProductIsNegativeAboveTheCriticalTemperature() {
        double enumerated = DensityOfStates.of(new SquareLattice(4).ising(1)).logPartition(0.3);
        double lastProduct = 1;
        for (int r = 0; r < 8; r += 2) {
            double cosh = Math.cosh(0.6) / Math.tanh(0.6) - Math.cos(Math.PI * r / 4);
            lastProduct *= 2 * Math.sinh(2 * Math.log(cosh + Math.sqrt(cosh * cosh - 1)));
        }
        double unsigned = Math.exp(enumerated) + Math.pow(2 * Math.sinh(0.6), 8) * lastProduct;

        assertThat(Math.log(unsigned) - enumerated).isGreaterThan(1e-3);
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
