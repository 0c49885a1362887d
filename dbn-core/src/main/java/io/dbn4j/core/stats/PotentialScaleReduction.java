package io.dbn4j.core.stats;

import io.dbn4j.core.Reference;
import java.util.Arrays;

/**
 * Split R-hat, the width of all chains together as a multiple of the width of each half-chain.
 *
 * <pre>
 *   R = sqrt((W (n - 1) / n + B) / W),     W = mean variance of the half-chains of n steps,  B = variance of their means
 * </pre>
 *
 * <p>R is near 1 if the chains have forgotten their starts. Above 1.1 (strict users say 1.01) they have not, and no
 * error bar should be believed. R near 1 proves nothing: chains that all miss the same mode agree, too.
 */
@Reference(
        authors = "A. Gelman, J. B. Carlin, H. S. Stern, D. B. Dunson, A. Vehtari, D. B. Rubin",
        title = "Bayesian Data Analysis, third edition, section 11.4",
        venue = "CRC Press",
        year = 2013,
        url = "https://doi.org/10.1201/b16018")
public final class PotentialScaleReduction {

    private PotentialScaleReduction() {}

    /**
     * Returns split R-hat of a quantity along chains of equal length; the middle step of an odd number is left out.
     *
     * @param chains {@code [chains][steps]}, at least 4 steps; not modified
     * @return infinity if no half-chain ever changes, since nothing is known then
     */
    public static double of(double[][] chains) {
        int steps = Autocorrelation.requireTrace(chains, 4);
        int n = steps / 2;
        double[] means = new double[2 * chains.length];
        double within = 0;
        for (int half = 0; half < means.length; half++) {
            int from = half % 2 == 0 ? 0 : steps - n;
            // Take differences from the first number: for a constant they are exactly 0.
            double first = chains[half / 2][from];
            Moments moments = Moments.of(Arrays.stream(chains[half / 2], from, from + n)
                    .map(x -> x - first)
                    .toArray());
            means[half] = first + moments.mean();
            within += moments.variance() / means.length;
        }
        double between = Moments.of(means).variance();
        return within == 0 ? Double.POSITIVE_INFINITY : Math.sqrt((within * (n - 1) / n + between) / within);
    }
}
