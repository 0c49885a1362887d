package io.dbn4j.rg.flow;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A mixture of equilibrium configurations with equal numbers at the temperatures 0, spacing, 2 spacing ... hottest.
 *
 * <p>A model of such data is a model of the mixture. Draws of a perfect model have the mean energy of the mixture,
 * whatever the temperature at which an Ising model has that energy.
 *
 * @param side side of the lattice
 * @param spacing spacing of the temperatures, at least 0.25
 * @param hottest a multiple of the spacing
 */
public record TemperatureMixture(int side, double spacing, double hottest) {

    private static final double FINEST = 0.25;

    public TemperatureMixture {
        Check.atLeast(3, side, "side");
        Check.require(spacing >= FINEST, "spacing must be at least %s, was %s", FINEST, spacing);
        Check.require(
                hottest >= spacing && Math.abs(hottest / spacing - Math.rint(hottest / spacing)) < 1e-9,
                "hottest must be a multiple of spacing %s, was %s",
                spacing,
                hottest);
    }

    /** Returns the lattice of the configurations. */
    public SquareLattice lattice() {
        return new SquareLattice(side);
    }

    /** Returns the temperatures of the parts in ascending order; the first is 0. */
    public double[] temperatures() {
        return IntStream.rangeClosed(0, (int) Math.round(hottest / spacing))
                .mapToDouble(i -> i * spacing)
                .toArray();
    }

    /** Returns the exact E / N of the mixture. */
    public double energy() {
        Equilibrium equilibrium = new Equilibrium(lattice());
        return Arrays.stream(temperatures()).map(equilibrium::energy).average().orElseThrow();
    }

    /**
     * Draws the parts one after the other as units of 0 and 1, {@code [temperatures * each, sites]}.
     *
     * @param each number of configurations at each temperature, at least 2
     */
    public INDArray draw(int each, RandomSource random) {
        Check.atLeast(2, each, "each");
        Equilibrium equilibrium = new Equilibrium(lattice());
        int sites = lattice().sites();
        double[] temperatures = temperatures();
        float[] units = new float[Math.multiplyExact(temperatures.length * each, sites)];
        int[] next = {0};
        for (double temperature : temperatures) {
            equilibrium.sample(temperature, each, random, spins -> {
                for (byte spin : spins) {
                    units[next[0]++] = spin > 0 ? 1 : 0;
                }
            });
        }
        return Nd4j.createFromArray(units).reshape(units.length / sites, sites);
    }

    /**
     * Returns the mean over the mixture, with the error of parts that are chains.
     *
     * @param values a value for each drawn configuration, in their order; not modified
     */
    public Estimate mean(double[] values, String unit) {
        int parts = temperatures().length;
        int each = values.length / parts;
        double sum = 0;
        double squaredErrors = 0;
        for (int part = 0; part < parts; part++) {
            double[] chain = Arrays.copyOfRange(values, part * each, (part + 1) * each);
            Autocorrelation one = Autocorrelation.of(new double[][] {chain});
            sum += one.mean();
            squaredErrors += one.variance() * one.time() / each;
        }
        return Estimate.normal(sum / parts, Math.sqrt(squaredErrors) / parts, unit, values.length, values.length);
    }
}
