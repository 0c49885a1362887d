package io.dbn4j.rg.flow;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import java.util.Arrays;

/**
 * A simulation at one coupling, reweighted to give a mean at other couplings.
 *
 * <pre>
 *   &lt;O&gt;_K = sum_s O_s exp((K - K0) B_s) / sum_s exp((K - K0) B_s),     B = sum over bonds of s_i s_j = -N e
 * </pre>
 *
 * <p>The weight of a sample depends on its B alone, so only the number of samples and the sum of their O are kept for
 * each value of B. They are kept in a hundred bins for the error: with 20,000 samples a bin has 200, far more than the
 * autocorrelation time of the chain.
 */
@Reference(
        authors = "A. M. Ferrenberg, R. H. Swendsen",
        title = "New Monte Carlo technique for studying phase transitions",
        venue = "Physical Review Letters 61",
        year = 1988,
        url = "https://doi.org/10.1103/PhysRevLett.61.2635")
final class EnergyHistogram {

    private static final int BINS = 100;

    private final double coupling;
    private final int sites;
    private final double meanBonds;
    private final double[][] number; // [bins][levels], level (B + 2N) / 2
    private final double[][] sum;
    private final double[] totalNumber;
    private final double[] totalSum;

    /**
     * Makes the histogram of samples in the order of their chain.
     *
     * @param coupling K0
     * @param values O of each sample; not modified
     */
    EnergyHistogram(double coupling, int sites, double[] energyPerSite, double[] values) {
        Check.atLeast(BINS, values.length, "samples");
        this.coupling = coupling;
        this.sites = sites;
        int levels = 2 * sites + 1;
        number = new double[BINS][levels];
        sum = new double[BINS][levels];
        totalNumber = new double[levels];
        totalSum = new double[levels];
        double bonds = 0;
        for (int i = 0; i < values.length; i++) {
            int level = (int) Math.round(sites * (1 - energyPerSite[i] / 2));
            int bin = (int) ((long) i * BINS / values.length);
            number[bin][level]++;
            sum[bin][level] += values[i];
            totalNumber[level]++;
            totalSum[level] += values[i];
            bonds -= sites * energyPerSite[i] / values.length;
        }
        meanBonds = bonds;
    }

    /** Returns the coupling K0 of the simulation. */
    double coupling() {
        return coupling;
    }

    /** Returns the mean of O at K. */
    double mean(double at) {
        double[] weights = weights(at);
        return dot(totalSum, weights) / dot(totalNumber, weights);
    }

    /** Returns the standard error of {@link #mean}, by jackknife over the bins. */
    double standardError(double at) {
        double[] weights = weights(at);
        double all = dot(totalSum, weights);
        double allNumber = dot(totalNumber, weights);
        double[] withoutOne = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            withoutOne[bin] = (all - dot(sum[bin], weights)) / (allNumber - dot(number[bin], weights));
        }
        double mean = Arrays.stream(withoutOne).average().orElseThrow();
        double squares =
                Arrays.stream(withoutOne).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares * (BINS - 1) / BINS);
    }

    /**
     * Returns the weight of each level that was seen. Other levels keep 0, because their exponential may overflow and
     * does not count.
     */
    private double[] weights(double at) {
        double[] weights = new double[totalNumber.length];
        for (int level = 0; level < weights.length; level++) {
            if (totalNumber[level] > 0) {
                weights[level] = Math.exp((at - coupling) * (2.0 * (level - sites) - meanBonds));
            }
        }
        return weights;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
