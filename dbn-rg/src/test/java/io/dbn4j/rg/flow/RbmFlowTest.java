package io.dbn4j.rg.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RbmFlowTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);
    private static final SquareLattice FOUR = new SquareLattice(4);
    private static final int CHAINS = 2000;

    private final RandomSource random = new Seed(SEED).stream("flow");

    private static FlowReading reading(INDArray units, IsingThermometers thermometers) {
        return FlowReading.of(LatticeReadings.of(FOUR, units, LatticeReadings.inOrder(FOUR)), thermometers);
    }

    /**
     * The RBM represents the Ising model at T = 3 and the flow is a chain of it. Eight comparisons at 4.5 standard
     * errors: a false alarm in 1e-4 seeds. After one step neither start has been forgotten.
     */
    @Test
    void theFlowOfAPerfectModelEndsAtItsTemperatureFromBothStarts() {
        IsingThermometers thermometers = IsingThermometers.calibrated(FOUR, 5000, random, done -> {});
        Rbm perfect = BondRbm.of(FOUR.ising(1 / 3.0), DataType.FLOAT);
        INDArray up = Nd4j.ones(DataType.FLOAT, CHAINS, 16);
        INDArray any = up.mul(0.5);
        random.bernoulli(any, any);
        any.muli(2).subi(1);
        Map<Integer, FlowReading> cold = new HashMap<>();
        Map<Integer, FlowReading> hot = new HashMap<>();

        RbmFlow flow = new RbmFlow(List.of(1, 200));
        flow.run(perfect, up, random, (units, step) -> cold.put(step, reading(units, thermometers)), step -> {});
        flow.run(perfect, any, random, (units, step) -> hot.put(step, reading(units, thermometers)), step -> {});

        assertThat(at(cold, 200).distance(at(hot, 200))).as("seed %d", SEED).isLessThan(4.5);
        assertThat(at(cold, 200).disagreement()).as("seed %d", SEED).isLessThan(4.5);
        assertNear(at(cold, 200).energy(), 3);
        assertNear(at(hot, 200).magnetization(), 3);
        assertThat(at(cold, 1).distance(at(hot, 1))).isGreaterThan(4.5);
        assertThat(at(cold, 1).energy().value()).isLessThan(2.8);
        assertThat(at(hot, 1).energy().value()).isGreaterThan(3.2);
    }

    private static FlowReading at(Map<Integer, FlowReading> readings, int step) {
        return Objects.requireNonNull(readings.get(step));
    }

    private static void assertNear(Estimate estimate, double value) {
        assertThat(estimate.value()).as("seed %d", SEED).isEqualTo(value, within(4.5 * estimate.standardError()));
    }

    /** Half of the chains ordered, half with m = 0: moments 1/2, so that U4 = 1 - 2/3. */
    @Test
    void theBinderCumulantIsThatOfTheMoments() {
        IsingThermometers thermometers = IsingThermometers.calibrated(FOUR, 400, random, done -> {});
        INDArray units = Nd4j.ones(DataType.FLOAT, 400, 16);
        for (int chain = 0; chain < 400; chain += 2) {
            for (int unit = 0; unit < 8; unit++) {
                units.putScalar(chain, unit, 0);
            }
        }

        FlowReading reading = reading(units, thermometers);

        assertThat(reading.binder().value()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(reading.ordered().value()).isEqualTo(50, within(1e-12));
        assertThat(reading.disagreement()).isGreaterThan(3);
    }

    /** A curve that is linear in T, with the same error everywhere. */
    private static Thermometer.Curve line(double constant, double slope, double error) {
        return new Thermometer.Curve() {
            @Override
            public double mean(double coupling) {
                return constant + slope / coupling;
            }

            @Override
            public double standardError(double coupling) {
                return error;
            }
        };
    }

    /**
     * With T = 10 (e + 2) and T = 20 (1 - |m|), the difference of the thermometers can be computed for each
     * configuration.
     */
    @Test
    void theErrorOfADifferenceIsThatOfTheSameConfigurations() {
        LatticeReadings readings = LatticeReadings.of(
                FOUR, new TemperatureMixture(4, 1, 3).draw(200, random), LatticeReadings.inOrder(FOUR));
        double[] e = readings.energyPerSite();
        double[] m = readings.absoluteMagnetization();
        Estimate paired = Estimate.mean(
                IntStream.range(0, e.length)
                        .mapToDouble(i -> 10 * (e[i] + 2) - 20 * (1 - m[i]))
                        .toArray(),
                "J / k_B");

        for (double calibration : new double[] {0, 0.01}) {
            Thermometer magnetization = new Thermometer(line(1, -1 / 20.0, calibration), 0.25, 24);
            IsingThermometers lines = new IsingThermometers(
                    new Thermometer(line(-2, 1 / 10.0, 0), 0.25, 24), magnetization, magnetization);
            FlowReading reading = FlowReading.of(readings, lines);
            Estimate difference = Objects.requireNonNull(reading.differences().get("T_E - T_m"));
            double error = Math.hypot(paired.standardError(), 20 * calibration);

            assertThat(difference.value()).isEqualTo(paired.value(), within(1e-9));
            assertThat(difference.standardError()).isEqualTo(error, within(1e-9));
            assertThat(reading.differences()).containsOnlyKeys("T_E - T_m", "T_E - T_nnn", "T_m - T_nnn");
            assertThat(reading.disagreement()).isGreaterThanOrEqualTo(Math.abs(paired.value()) / error - 1e-9);
        }
        Estimate unpaired = Estimate.mean(Arrays.stream(e).map(x -> 10 * x).toArray(), "")
                .minus(Estimate.mean(Arrays.stream(m).map(x -> -20 * x).toArray(), ""));
        assertThat(unpaired.standardError()).isGreaterThan(1.2 * paired.standardError());
    }

    @Test
    void controlsKeepWhatTheySayAndNothingElse() {
        TemperatureMixture mixture = new TemperatureMixture(4, 1, 3);
        INDArray data = mixture.draw(200, random);
        double[] energy = energies(new TrainingSet.Drawn(data, LatticeReadings.inOrder(FOUR)));
        TrainingSet.Drawn shuffled = TrainingSet.SHUFFLED.draw(data, random);
        TrainingSet.Drawn scrambled = TrainingSet.SCRAMBLED.draw(data, random);
        TrainingSet.Drawn ends = TrainingSet.ENDS.draw(data, random);

        assertThat(energies(shuffled)).containsExactly(energy);
        assertThat(energies(new TrainingSet.Drawn(shuffled.rows(), LatticeReadings.inOrder(FOUR))))
                .isNotEqualTo(energy);
        assertThat(energies(scrambled)).isNotEqualTo(energy);
        assertThat(Elements.of(scrambled.rows().sum(1))).containsExactly(Elements.of(data.sum(1)));
        for (int row = 0; row < 800; row += 2) {
            assertThat(energies(ends)[row]).isEqualTo(-2);
        }
        // 400 means of 32 bonds: 4.5 standard deviations.
        assertThat(Arrays.stream(energies(ends)).sum() / 400 + 2)
                .as("seed %d", SEED)
                .isEqualTo(0, within(4.5 * Math.sqrt(2.0 / 16 / 400)));
    }

    private static double[] energies(TrainingSet.Drawn drawn) {
        return LatticeReadings.of(FOUR, drawn.rows(), drawn.siteOfUnit()).energyPerSite();
    }

    @Test
    void stepsMustRise() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RbmFlow(List.of(2, 2)))
                .withMessage("step must be at least 3, was 2");
    }
}
