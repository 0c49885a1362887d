package io.dbn4j.rg.observable;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Jackknife;
import java.util.Arrays;
import java.util.List;

/**
 * Thermal averages of an Ising model on a square lattice, with errors that include the autocorrelation of the chain.
 *
 * @param energyPerSite {@code <e> = E/N}, in units of J
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
        return of(series(trace), trace.lattice().sites(), coupling);
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
        double[][] means = new double[SERIES][chains.size()];
        for (int chain = 0; chain < chains.size(); chain++) {
            double[][] series = series(chains.get(chain));
            for (int k = 0; k < SERIES; k++) {
                means[k][chain] = Arrays.stream(series[k]).average().orElseThrow();
            }
        }
        return of(means, chains.get(0).lattice().sites(), coupling);
    }

    private static IsingObservables of(double[][] series, double sites, double coupling) {
        Check.positive(coupling, "coupling");
        Jackknife means = Jackknife.of(series);
        return new IsingObservables(
                means.estimate(mean -> mean[E], "J"),
                means.estimate(mean -> coupling * coupling * sites * (mean[EE] - mean[E] * mean[E]), ""),
                means.estimate(mean -> mean[M], ""),
                means.estimate(mean -> mean[MM], ""),
                means.estimate(mean -> coupling * sites * (mean[MM] - mean[M] * mean[M]), ""),
                means.estimate(mean -> 1 - mean[MMMM] / (3 * mean[MM] * mean[MM]), ""));
    }

    private static double[][] series(IsingTrace trace) {
        double[] energy = trace.energyPerSite();
        double[] magnetization = trace.magnetization();
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
