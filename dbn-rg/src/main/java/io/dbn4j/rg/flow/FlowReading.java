package io.dbn4j.rg.flow;

import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * What configurations look like.
 *
 * @param energy temperature by the energy
 * @param magnetization temperature by |m|
 * @param diagonal temperature by diagonal neighbours
 * @param binder {@code U4 = 1 - <m^4> / (3 <m^2>^2)}: 2/3 if ordered, 0 for normal fluctuations
 * @param ordered how many have {@code |m| > 0.9}, in percent
 */
public record FlowReading(
        Estimate energy, Estimate magnetization, Estimate diagonal, Estimate binder, Estimate ordered) {

    /** Name of U4 among the {@link #quantities}. */
    public static final String BINDER = "U4";

    private static final double ORDERED = 0.9;

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
        double[] m = readings.absoluteMagnetization();
        return new FlowReading(
                thermometers.energy().read(mean.apply(readings.energyPerSite(), "J")),
                thermometers.magnetization().read(mean.apply(m, "")),
                thermometers.diagonal().read(mean.apply(readings.diagonalCorrelation(), "")),
                binder(m, mean),
                Estimate.proportion(Arrays.stream(m).filter(x -> x > ORDERED).count(), m.length));
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

    /** The largest difference of two of the three thermometers, in standard errors: small in equilibrium only. */
    public double disagreement() {
        return Math.max(
                Math.max(distance(energy, magnetization), distance(energy, diagonal)),
                distance(magnetization, diagonal));
    }

    /** The largest difference of a temperature or U4 from that of another reading, in standard errors. */
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
