package io.dbn4j.rg.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.MagnetizationDistribution;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ThermometerTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);
    private static final SquareLattice THREE = new SquareLattice(3);
    private static final SquareLattice SIX = new SquareLattice(6);

    /** Temperatures that were not simulated; the third lies midway between two simulated ones. */
    private static final double[] BETWEEN = {1.1, 1.9, 2.375, 3.2, 7, 17};

    private static final IsingThermometers SAMPLED =
            IsingThermometers.calibrated(SIX, 4000, new Seed(SEED).stream("six"), done -> {});

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.3, 2.2691853142, 2.5616, 5.7, 20})
    void theEnergyThermometerInvertsKaufman(double temperature) {
        double energy = new KaufmanPartitionFunction(10).energy(1 / temperature);

        assertThat(IsingThermometers.exact(new SquareLattice(10)).temperature(energy))
                .isEqualTo(temperature, within(1e-6 * temperature));
    }

    @Test
    void outsideTheRangeItReadsTheOrderedStateOrSaturates() {
        Thermometer thermometer = IsingThermometers.exact(SIX);

        assertThat(thermometer.temperature(-2)).isZero();
        assertThat(thermometer.temperature(-2.1)).isZero();
        assertThat(thermometer.temperature(0)).isEqualTo(24);
        assertThat(thermometer.temperature(0.3)).isEqualTo(24);
    }

    /** The slope of the curve turns an error of the mean into one of the temperature. */
    @Test
    void theErrorFollowsTheSlope() {
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(6);
        Estimate energy = Estimate.normal(kaufman.energy(0.4), 1e-4, "J", 100, 100);

        Estimate temperature = IsingThermometers.exact(SIX).read(energy);

        // C = dE/dT per site.
        assertThat(temperature.value()).isEqualTo(2.5, within(1e-8));
        assertThat(temperature.standardError()).isEqualTo(1e-4 / kaufman.specificHeat(0.4), within(1e-9));
    }

    /** The exact energy of 25 temperatures, and the temperature by the exact curve. */
    @Test
    void theMixtureHasTheKnownTemperature() {
        TemperatureMixture mixture = new TemperatureMixture(10, 0.25, 6);

        assertThat(mixture.energy()).isEqualTo(-1.11902, within(5e-6));
        assertThat(IsingThermometers.exact(mixture.lattice()).temperature(mixture.energy()))
                .isEqualTo(2.5616, within(5e-5));
    }

    /** A thermometer that interpolates in a table reads a hundredth too much. */
    @Test
    void interpolationInATableIsRejected() {
        TemperatureMixture mixture = new TemperatureMixture(10, 0.25, 6);
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(10);
        Thermometer.Curve table = new Thermometer.Curve() {
            @Override
            public double mean(double coupling) {
                double low = Math.floor(4 / coupling) / 4;
                double fraction = (1 / coupling - low) * 4;
                return (1 - fraction) * kaufman.energy(1 / low) + fraction * kaufman.energy(1 / (low + 0.25));
            }

            @Override
            public double standardError(double coupling) {
                return 0;
            }
        };

        assertThat(new Thermometer(table, 0.25, 6).temperature(mixture.energy()))
                .isEqualTo(2.574, within(5e-4));
    }

    /** Twelve comparisons at 4.5 standard errors: a false alarm in 1e-4 seeds. */
    @Test
    void reweightedCurvesAreTheExactOnes() {
        IsingThermometers three = IsingThermometers.calibrated(THREE, 4000, new Seed(SEED).stream("three"), done -> {});

        for (double temperature : BETWEEN) {
            double coupling = 1 / temperature;
            assertNear(three.diagonal().curve(), coupling, diagonal(coupling));
            assertNear(
                    SAMPLED.magnetization().curve(),
                    coupling,
                    MagnetizationDistribution.of(6, coupling).meanAbsolute());
        }
    }

    /** The mean at the nearest simulated temperature, without reweighting, must be rejected. */
    @Test
    void theNearestSimulationAloneIsRejected() {
        Thermometer.Curve curve = SAMPLED.magnetization().curve();
        double exact = MagnetizationDistribution.of(6, 1 / 2.375).meanAbsolute();

        assertThatThrownBy(() ->
                        assertThat(curve.mean(1 / 2.5)).isEqualTo(exact, within(4.5 * curve.standardError(1 / 2.5))))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertNear(Thermometer.Curve curve, double coupling, double exact) {
        assertThat(curve.mean(coupling))
                .as("seed %d, T = %s", SEED, 1 / coupling)
                .isEqualTo(exact, within(4.5 * curve.standardError(coupling)));
        assertThat(curve.standardError(coupling)).isBetween(1e-6, 2e-2);
    }

    /** Compares with an enumeration of nine spins. */
    private static double diagonal(double coupling) {
        Ising ising = THREE.ising(coupling);
        INDArray states = StateSpace.states(new Spin(), 9, 0, 1 << 9, DataType.DOUBLE);
        double[] energy = ising.energy(states);
        double logPartition = ising.logPartition();
        double[] products = LatticeReadings.of(THREE, states, LatticeReadings.inOrder(THREE))
                .diagonalCorrelation();
        double mean = 0;
        for (int s = 0; s < energy.length; s++) {
            mean += Math.exp(-energy[s] - logPartition) * products[s];
        }
        return mean;
    }

    /** One spin down breaks four of eighteen bonds and four of eighteen diagonal pairs. */
    @Test
    void readingsAreThoseOfTheLattice() {
        INDArray units = Nd4j.ones(1, 9);
        units.putScalar(0, 4, 0);

        LatticeReadings readings = LatticeReadings.of(THREE, units, LatticeReadings.inOrder(THREE));

        assertThat(readings.energyPerSite()).containsExactly(-10 / 9.0);
        assertThat(readings.absoluteMagnetization()).containsExactly(7 / 9.0);
        assertThat(readings.diagonalCorrelation()).containsExactly(10 / 18.0);
    }

    /** A row of ones on the lattice, whose units are scattered. */
    @Test
    void unitsAreReadWhereTheySit() {
        SquareLattice four = new SquareLattice(4);
        INDArray units = Nd4j.zeros(1, 16);
        List<Integer> site =
                IntStream.range(0, 16).map(unit -> unit * 5 % 16).boxed().toList();
        for (int unit = 0; unit < 16; unit++) {
            units.putScalar(0, unit, site.get(unit) < 4 ? 1 : 0);
        }

        double[] energy = LatticeReadings.of(four, units, site).energyPerSite();

        assertThat(energy).containsExactly(-1);
        assertThat(LatticeReadings.of(four, units, LatticeReadings.inOrder(four))
                        .energyPerSite()[0])
                .isNotEqualTo(-1);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TemperatureMixture(10, 0.4, 3))
                .withMessage("hottest must be a multiple of spacing 0.4, was 3.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IsingThermometers.calibrated(SIX, 10, new Seed(1).stream("few"), done -> {}))
                .withMessage("samples must be at least 400, was 10");
    }
}
