package io.dbn4j.core.stats;

import io.dbn4j.core.Reference;
import java.util.Arrays;

/**
 * Split R-hat: how much wider all chains together are than each half of one.
 *
 * <pre>
 *   R = sqrt((W (n - 1) / n + B) / W),     W = mean variance of the half-chains of n steps,  B = variance of their means
 * </pre>
 *
 * <p>Near 1 if the chains have forgotten where they started; above 1.1 (strict users say 1.01) they have not, and no error
 * bar should be believed. Chains that all missed the same mode agree, too: it proves nothing.
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
     * Split R-hat of a number along chains of equal length; the middle step of an odd number is left out.
     *
     * @param chains {@code [chains][steps]}, at least 4 steps; not modified
     * @return infinity if no half-chain ever changes: then nothing is known
     */
    public static double of(double[][] chains) {
        int steps = Autocorrelation.requireTrace(chains, 4);
        int n = steps / 2;
        double[] means = new double[2 * chains.length];
        double within = 0;
        for (int half = 0; half < means.length; half++) {
            int from = half % 2 == 0 ? 0 : steps - n;
            // Differences to one of the numbers: those of a constant are exactly 0.
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
