package io.dbn4j.rg.flow;

import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * What configurations look like.
 *
 * <p>All thermometers read the same configurations, and their errors are strongly correlated. A difference of two has the
 * error of its own fluctuations, {@code Var(a - b) = Var(a) + Var(b) - 2 Cov(a, b)}, which each configuration contributes to
 * by {@code a' x_i - b' y_i} with the slopes dT / dx and dT / dy of both thermometers. Errors of their curves are added in
 * quadrature.
 *
 * @param energy temperature by the energy
 * @param magnetization temperature by |m|
 * @param diagonal temperature by diagonal neighbors
 * @param binder {@code U4 = 1 - <m^4> / (3 <m^2>^2)}: 2/3 if ordered, 0 for normal fluctuations
 * @param ordered how many have {@code |m| > 0.9}, in percent
 * @param differences of each two thermometers by name, such as {@code T_E - T_m}, with their paired errors
 */
public record FlowReading(
        Estimate energy,
        Estimate magnetization,
        Estimate diagonal,
        Estimate binder,
        Estimate ordered,
        Map<String, Estimate> differences) {

    /** Name of U4 among the {@link #quantities}. */
    public static final String BINDER = "U4";

    private static final double ORDERED = 0.9;

    /** Keeps the order of the differences. */
    public FlowReading {
        differences = Collections.unmodifiableMap(new LinkedHashMap<>(differences));
    }

    /** The readings of a thermometer: one of each configuration, and one of all. */
    private static final class Scale {

        private final String name;
        private final double[] rows;
        private final Estimate temperature;
        private final Thermometer.Secant secant;

        Scale(String name, Thermometer thermometer, double[] rows, Estimate mean) {
            this.name = name;
            this.rows = rows;
            temperature = thermometer.read(mean);
            secant = thermometer.secant(mean);
        }

        double calibration() {
            return secant.slope() * secant.calibration();
        }
    }

    /** Reads independent configurations. */
    public static FlowReading of(LatticeReadings readings, IsingThermometers thermometers) {
        return of(readings, thermometers, Estimate::mean);
    }

    /**
     * Reads configurations.
     *
     * @param mean of numbers in a unit, with its error
     */
    public static FlowReading of(
            LatticeReadings readings, IsingThermometers thermometers, BiFunction<double[], String, Estimate> mean) {
        double[] e = readings.energyPerSite();
        double[] m = readings.absoluteMagnetization();
        double[] c = readings.diagonalCorrelation();
        Scale energy = new Scale("T_E", thermometers.energy(), e, mean.apply(e, "J"));
        Scale magnetization = new Scale("T_m", thermometers.magnetization(), m, mean.apply(m, ""));
        Scale diagonal = new Scale("T_nnn", thermometers.diagonal(), c, mean.apply(c, ""));
        Map<String, Estimate> differences = new LinkedHashMap<>();
        for (Scale[] pair : new Scale[][] {{energy, magnetization}, {energy, diagonal}, {magnetization, diagonal}}) {
            differences.put(pair[0].name + " - " + pair[1].name, difference(pair[0], pair[1], mean));
        }
        return new FlowReading(
                energy.temperature,
                magnetization.temperature,
                diagonal.temperature,
                binder(m, mean),
                Estimate.proportion(Arrays.stream(m).filter(x -> x > ORDERED).count(), m.length),
                differences);
    }

    /** The difference of two temperatures, with the error of the linearized difference of each configuration. */
    private static Estimate difference(Scale a, Scale b, BiFunction<double[], String, Estimate> mean) {
        String unit = a.temperature.unit();
        double[] rows = IntStream.range(0, a.rows.length)
                .mapToDouble(i -> a.secant.slope() * a.rows[i] - b.secant.slope() * b.rows[i])
                .toArray();
        Estimate sampled = mean.apply(rows, unit);
        return Estimate.normal(
                a.temperature.value() - b.temperature.value(),
                Math.hypot(sampled.standardError(), Math.hypot(a.calibration(), b.calibration())),
                unit,
                sampled.samples(),
                sampled.ess());
    }

    /** Linear in the fluctuations of the two moments: U4 has a bias of order 1/n, far below its error. */
    private static Estimate binder(double[] m, BiFunction<double[], String, Estimate> mean) {
        double two = Arrays.stream(m).map(x -> x * x).average().orElseThrow();
        double four = Arrays.stream(m).map(x -> x * x * x * x).average().orElseThrow();
        double ratio = four / (3 * two * two);
        double[] linear = Arrays.stream(m)
                .map(x -> ratio * (2 * x * x / two - x * x * x * x / four))
                .toArray();
        return mean.apply(linear, "").plus(1 - 2 * ratio);
    }

    /** Names and values of the three temperatures and U4. */
    public Map<String, Estimate> quantities() {
        Map<String, Estimate> quantities = new LinkedHashMap<>();
        quantities.put("T_E", energy);
        quantities.put("T_m", magnetization);
        quantities.put("T_nnn", diagonal);
        quantities.put(BINDER, binder);
        return quantities;
    }

    /** The largest difference of two of the three thermometers, in paired standard errors: small in equilibrium only. */
    public double disagreement() {
        return differences.values().stream()
                .mapToDouble(difference -> distance(difference, Estimate.exact(0, difference.unit())))
                .max()
                .orElseThrow();
    }

    /** The largest difference of a temperature or U4 from that of an independent reading, in standard errors. */
    public double distance(FlowReading other) {
        return quantities().entrySet().stream()
                .mapToDouble(named -> distance(
                        named.getValue(),
                        Objects.requireNonNull(other.quantities().get(named.getKey()))))
                .max()
                .orElseThrow();
    }

    /** The largest difference of a thermometer from a temperature, in standard errors. */
    public double distance(double temperature) {
        Estimate known = Estimate.exact(temperature, "J / k_B");
        return Math.max(Math.max(distance(energy, known), distance(magnetization, known)), distance(diagonal, known));
    }

    private static double distance(Estimate a, Estimate b) {
        double difference = Math.abs(a.value() - b.value());
        return difference == 0 ? 0 : difference / Math.hypot(a.standardError(), b.standardError());
    }
}
