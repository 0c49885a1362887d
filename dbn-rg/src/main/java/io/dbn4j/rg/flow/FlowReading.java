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
 * Readings of configurations: temperatures by three thermometers, U4, and the share of ordered configurations.
 *
 * <p>All thermometers read the same configurations, so their errors are strongly correlated. The error of a difference
 * comes from its own fluctuations, {@code Var(a - b) = Var(a) + Var(b) - 2 Cov(a, b)}: configuration i contributes
 * {@code a' x_i - b' y_i} with the slopes a' = dT / dx and b' = dT / dy of both thermometers. Errors of the curves are
 * added in quadrature.
 *
 * @param energy temperature by the energy
 * @param magnetization temperature by |m|
 * @param diagonal temperature by diagonal neighbors
 * @param binder {@code U4 = 1 - <m^4> / (3 <m^2>^2)}: 2/3 in the ordered state, 0 for normal fluctuations
 * @param ordered share of configurations with {@code |m| > 0.9}, in percent
 * @param differences difference of each pair of thermometers by name, such as {@code T_E - T_m}, with its paired error
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

    /** Copies the differences and keeps their order. */
    public FlowReading {
        differences = Collections.unmodifiableMap(new LinkedHashMap<>(differences));
    }

    /** The readings of a thermometer: a value for each configuration and the temperature of their mean. */
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

    /** Reads quantities of configurations that are independent. */
    public static FlowReading of(LatticeReadings readings, IsingThermometers thermometers) {
        return of(readings, thermometers, Estimate::mean);
    }

    /**
     * Reads quantities of configurations that may depend on each other, such as the states of a Markov chain.
     *
     * @param mean computes the mean of such numbers and its standard error, given the numbers and their unit
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

    /** Returns the difference of two temperatures, with the error of its linearized value in each configuration. */
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

    /** Returns U4 with the error of its linearized value. The bias of U4 is of order 1/n, far below its error. */
    private static Estimate binder(double[] m, BiFunction<double[], String, Estimate> mean) {
        double two = Arrays.stream(m).map(x -> x * x).average().orElseThrow();
        double four = Arrays.stream(m).map(x -> x * x * x * x).average().orElseThrow();
        double ratio = four / (3 * two * two);
        double[] linear = Arrays.stream(m)
                .map(x -> ratio * (2 * x * x / two - x * x * x * x / four))
                .toArray();
        return mean.apply(linear, "").plus(1 - 2 * ratio);
    }

    /** Returns the names and values of the three temperatures and U4. */
    public Map<String, Estimate> quantities() {
        Map<String, Estimate> quantities = new LinkedHashMap<>();
        quantities.put("T_E", energy);
        quantities.put("T_m", magnetization);
        quantities.put("T_nnn", diagonal);
        quantities.put(BINDER, binder);
        return quantities;
    }

    /**
     * Returns the largest difference between two thermometers in paired standard errors; it is small only in
     * equilibrium.
     */
    public double disagreement() {
        return differences.values().stream()
                .mapToDouble(difference -> distance(difference, Estimate.exact(0, difference.unit())))
                .max()
                .orElseThrow();
    }

    /** Returns the largest difference of a temperature or of U4 from an independent reading, in standard errors. */
    public double distance(FlowReading other) {
        return quantities().entrySet().stream()
                .mapToDouble(named -> distance(
                        named.getValue(),
                        Objects.requireNonNull(other.quantities().get(named.getKey()))))
                .max()
                .orElseThrow();
    }

    /** Returns the largest difference of a thermometer from a temperature, in standard errors. */
    public double distance(double temperature) {
        Estimate known = Estimate.exact(temperature, "J / k_B");
        return Math.max(Math.max(distance(energy, known), distance(magnetization, known)), distance(diagonal, known));
    }

    private static double distance(Estimate a, Estimate b) {
        double difference = Math.abs(a.value() - b.value());
        return difference == 0 ? 0 : difference / Math.hypot(a.standardError(), b.standardError());
    }
}
