package io.dbn4j.rg.flow;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Three thermometers of the Ising model on one lattice, which agree in equilibrium.
 *
 * @param energy inverts Kaufman's exact E / N
 * @param magnetization inverts a sampled curve of the mean of |m|
 * @param diagonal inverts a sampled curve of the mean product of diagonal neighbors
 */
public record IsingThermometers(Thermometer energy, Thermometer magnetization, Thermometer diagonal) {

    private static final double COLDEST = 0.25;
    private static final double HOTTEST = 24;

    /** Number of simulations of a calibration. */
    public static final int SIMULATIONS = couplings().length;

    /**
     * Returns 1 / T for T = 24, 12, 8, 6, 5.75 ... 0.25. Energy histograms of successive temperatures overlap on
     * lattices of about a hundred sites.
     */
    private static double[] couplings() {
        List<Double> couplings = new ArrayList<>(List.of(1 / HOTTEST, 1 / 12.0, 1 / 8.0));
        for (int quarter = 24; quarter >= 1; quarter--) {
            couplings.add(4.0 / quarter);
        }
        return couplings.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns the energy thermometer, which needs no samples. */
    public static Thermometer exact(SquareLattice lattice) {
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(lattice.side());
        return new Thermometer(
                new Thermometer.Curve() {
                    @Override
                    public double mean(double coupling) {
                        return kaufman.energy(coupling);
                    }

                    @Override
                    public double standardError(double coupling) {
                        return 0;
                    }
                },
                COLDEST,
                HOTTEST);
    }

    /**
     * Samples the curves of the thermometers.
     *
     * @param samples configurations at each of {@link #SIMULATIONS} temperatures, at least 400
     * @param done receives the number of simulations so far
     */
    public static IsingThermometers calibrated(
            SquareLattice lattice, int samples, RandomSource random, IntConsumer done) {
        Check.atLeast(400, samples, "samples");
        Equilibrium equilibrium = new Equilibrium(lattice);
        List<EnergyHistogram> magnetization = new ArrayList<>();
        List<EnergyHistogram> diagonal = new ArrayList<>();
        for (double coupling : couplings()) {
            LatticeReadings readings = new LatticeReadings(lattice, samples);
            equilibrium.sample(1 / coupling, samples, random, readings);
            double[] energy = readings.energyPerSite();
            magnetization.add(new EnergyHistogram(coupling, lattice.sites(), energy, readings.absoluteMagnetization()));
            diagonal.add(new EnergyHistogram(coupling, lattice.sites(), energy, readings.diagonalCorrelation()));
            done.accept(diagonal.size());
        }
        return new IsingThermometers(
                exact(lattice),
                new Thermometer(new ReweightedCurve(magnetization), COLDEST, HOTTEST),
                new Thermometer(new ReweightedCurve(diagonal), COLDEST, HOTTEST));
    }
}
