package io.dbn4j.rg.observable;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Jackknife;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Thermal averages of an Ising model on a square lattice, with errors that include the autocorrelation of the chain.
 *
 * @param energyPerSite {@code <e> = E/N}, in units of J on a lattice
 * @param specificHeatPerSite {@code C/N = K^2 N (<e^2> - <e>^2)}
 * @param absoluteMagnetization {@code <|m|>}
 * @param squaredMagnetization {@code <m^2>}
 * @param reducedSusceptibility {@code chi' = K N (<m^2> - <|m|>^2)}, per site; not {@code chi = K N <m^2>}, which has no
 *     maximum on a finite lattice
 * @param binderCumulant {@code U4 = 1 - <m^4> / (3 <m^2>^2)}
 */
public record IsingObservables(
        Estimate energyPerSite,
        Estimate specificHeatPerSite,
        Estimate absoluteMagnetization,
        Estimate squaredMagnetization,
        Estimate reducedSusceptibility,
        Estimate binderCumulant) {

    private static final String J = "J";
    private static final int E = 0;
    private static final int EE = 1;
    private static final int M = 2;
    private static final int MM = 3;
    private static final int MMMM = 4;
    private static final int SERIES = 5;

    /**
     * Returns averages over a trace of one chain.
     *
     * @param coupling K at which the chain ran, positive
     * @throws IllegalArgumentException if the chain is shorter than 200 autocorrelation times
     */
    public static IsingObservables of(IsingTrace trace, double coupling) {
        return of(trace.energyPerSite(), trace.magnetization(), trace.lattice().sites(), coupling, J);
    }

    /**
     * Returns averages over a series of configurations of any spins.
     *
     * @param energy energy per spin of each configuration
     * @param magnetization magnetization per spin of each configuration
     * @param spins number of spins
     * @param coupling factor of the energy in the exponent of the model, positive: K for energies in units of J, 1 for
     *     energies in nats
     * @param unit unit of the energy, {@code J} or {@code nats}
     * @throws IllegalArgumentException if the series is shorter than 200 autocorrelation times
     */
    public static IsingObservables of(
            double[] energy, double[] magnetization, int spins, double coupling, String unit) {
        return of(series(energy, magnetization), spins, coupling, unit);
    }

    /**
     * Returns averages over independent chains. The errors come from the spread of their means, so they hold however
     * slowly each chain moves.
     *
     * @param chains at least 200 traces of equal length, each started from the distribution that its chain samples
     * @param coupling K, positive
     */
    public static IsingObservables ofChains(List<IsingTrace> chains, double coupling) {
        Check.atLeast(1, chains.size(), "number of chains");
        return ofChains(
                chains.stream().map(IsingTrace::energyPerSite).toArray(double[][]::new),
                chains.stream().map(IsingTrace::magnetization).toArray(double[][]::new),
                chains.get(0).lattice().sites(),
                coupling,
                J);
    }

    /**
     * Returns averages over independent chains of any spins.
     *
     * @param energy energy per spin, {@code [chains][steps]}, of at least 200 chains
     * @param magnetization magnetization per spin, {@code [chains][steps]}
     * @param spins number of spins
     * @param coupling factor of the energy in the exponent of the model, positive
     * @param unit unit of the energy, {@code J} or {@code nats}
     */
    public static IsingObservables ofChains(
            double[][] energy, double[][] magnetization, int spins, double coupling, String unit) {
        double[][] means = new double[SERIES][energy.length];
        for (int chain = 0; chain < energy.length; chain++) {
            double[][] series = series(energy[chain], magnetization[chain]);
            for (int k = 0; k < SERIES; k++) {
                means[k][chain] = Arrays.stream(series[k]).average().orElseThrow();
            }
        }
        return of(means, spins, coupling, unit);
    }

    /** Returns the averages by their names, in the order of the components. */
    public Map<String, Estimate> named() {
        Map<String, Estimate> named = new LinkedHashMap<>();
        named.put("energyPerSite", energyPerSite);
        named.put("specificHeatPerSite", specificHeatPerSite);
        named.put("absoluteMagnetization", absoluteMagnetization);
        named.put("squaredMagnetization", squaredMagnetization);
        named.put("reducedSusceptibility", reducedSusceptibility);
        named.put("binderCumulant", binderCumulant);
        return named;
    }

    private static IsingObservables of(double[][] series, double sites, double coupling, String unit) {
        Check.positive(coupling, "coupling");
        Jackknife means = Jackknife.of(series);
        return new IsingObservables(
                means.estimate(mean -> mean[E], unit),
                means.estimate(mean -> coupling * coupling * sites * (mean[EE] - mean[E] * mean[E]), ""),
                means.estimate(mean -> mean[M], ""),
                means.estimate(mean -> mean[MM], ""),
                means.estimate(mean -> coupling * sites * (mean[MM] - mean[M] * mean[M]), ""),
                means.estimate(mean -> 1 - mean[MMMM] / (3 * mean[MM] * mean[MM]), ""));
    }

    private static double[][] series(double[] energy, double[] magnetization) {
        double[][] series = new double[SERIES][energy.length];
        for (int i = 0; i < energy.length; i++) {
            double e = energy[i];
            double mm = magnetization[i] * magnetization[i];
            series[E][i] = e;
            series[EE][i] = e * e;
            series[M][i] = Math.abs(magnetization[i]);
            series[MM][i] = mm;
            series[MMMM][i] = mm * mm;
        }
        return series;
    }
}
