package io.dbn4j.rg.flow;

import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
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

    /** Whether all three temperatures are the same within so many standard errors of their differences. */
    public boolean agrees(FlowReading other, double standardErrors) {
        return same(energy, other.energy, standardErrors)
                && same(magnetization, other.magnetization, standardErrors)
                && same(diagonal, other.diagonal, standardErrors);
    }

    /** Whether the three thermometers agree with each other. */
    public boolean isConsistent(double standardErrors) {
        return same(energy, magnetization, standardErrors)
                && same(energy, diagonal, standardErrors)
                && same(magnetization, diagonal, standardErrors);
    }

    private static boolean same(Estimate a, Estimate b, double standardErrors) {
        return Math.abs(a.value() - b.value()) <= standardErrors * Math.hypot(a.standardError(), b.standardError());
    }
}
