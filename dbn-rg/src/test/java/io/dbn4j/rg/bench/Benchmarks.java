package io.dbn4j.rg.bench;

import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.Metropolis;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.MultiSpinMetropolis;
import io.dbn4j.rg.montecarlo.SpinUpdate;
import io.dbn4j.rg.montecarlo.SwendsenWang;
import io.dbn4j.rg.montecarlo.Wolff;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Prints the cost of a spin and the autocorrelation time of each update at the critical point.
 *
 * <p>For Wolff's algorithm only flipped spins count: on average a share {@code <m^2>} of the lattice in each cluster.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /** Takes sides, 64 unless given. */
    public static void main(String[] arguments) throws RunnerException {
        for (String side : arguments.length == 0 ? new String[] {"64"} : arguments) {
            print(Integer.parseInt(side), 200_000, 5, 3000, 1);
        }
    }

    /** Prints a table for one side. */
    static void print(int side, int samples, int rounds, long milliseconds, int forks) throws RunnerException {
        Map<String, Double> microseconds = new LinkedHashMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(SpinBenchmark.class.getName() + "\\.")
                        .param("side", String.valueOf(side))
                        .forks(forks)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(milliseconds))
                        .measurementIterations(rounds)
                        .measurementTime(TimeValue.milliseconds(milliseconds))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run()) {
            // The fastest round counts, because other programs share the machine.
            microseconds.put(
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getStatistics().getMin());
        }
        double sites = (double) side * side;
        line(side, "multi-spin, 64 lattices", sites * MultiSpinMetropolis.LATTICES, microseconds.get("multiSpin"));
        line(side, "Metropolis", sites, microseconds.get("plainLoop"));
        remember(side, new Metropolis(), samples, sites, sites);
        double cluster = clusterSize(side, samples);
        line(side, "Wolff", cluster * SpinBenchmark.CLUSTERS, microseconds.get("wolff"));
        remember(side, new Wolff(1), samples, cluster, sites);
        line(side, "Swendsen-Wang", sites, microseconds.get("swendsenWang"));
        remember(side, new SwendsenWang(), samples, sites, sites);
    }

    private static void line(int side, String update, double spins, double microseconds) {
        System.out.printf(
                "L = %d  %-24s %8.3f ns a spin, %.3g spins/s%n",
                side, update, 1000 * microseconds / spins, 1e6 * spins / microseconds);
    }

    /** Returns the mean size of a cluster, {@code N <m^2>}. */
    private static double clusterSize(int side, int samples) {
        IsingTrace trace = trace(side, new SwendsenWang(), samples);
        return trace.squaredMagnetizationCorrelation().mean() * side * side;
    }

    private static void remember(int side, SpinUpdate update, int samples, double spinsOfAStep, double sites) {
        IsingTrace trace = trace(side, update, samples);
        Autocorrelation energy = trace.energyCorrelation();
        Autocorrelation squared = trace.squaredMagnetizationCorrelation();
        double sweeps = spinsOfAStep / sites;
        System.out.printf(
                "        autocorrelation time in sweeps: energy %.2f +- %.2f, m^2 %.2f +- %.2f%n",
                energy.time() * sweeps,
                energy.timeError() * sweeps,
                squared.time() * sweeps,
                squared.timeError() * sweeps);
    }

    private static IsingTrace trace(int side, SpinUpdate update, int samples) {
        SquareLattice lattice = new SquareLattice(side);
        IsingTrace trace = new IsingTrace(lattice, samples);
        new MonteCarlo(update, samples / 10, 1)
                .sample(
                        lattice,
                        KaufmanPartitionFunction.CRITICAL_COUPLING,
                        samples,
                        new Seed(1).stream("autocorrelation"),
                        trace);
        return trace;
    }
}
