package io.dbn4j.rg.mcrg;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An exponent with its jackknife values, so differences of exponents from the same configurations have paired errors.
 *
 * <pre>
 *   error^2 = (n - 1) / n sum_b (f_b - mean_b f_b)^2,     f_b: the number without bin b of n
 * </pre>
 *
 * <p>Exponents from the same configurations are correlated. Adding the squares of their errors makes the error of the
 * difference too large if the correlation is positive and too small if it is negative.
 */
public final class BinnedExponent {

    private final double value;
    private final double[] without;
    private final long samples;

    BinnedExponent(double value, double[] without, long samples) {
        this.value = value;
        this.without = without;
        this.samples = samples;
    }

    /** Returns the exponent with its jackknife error. */
    public Estimate estimate() {
        int bins = without.length;
        double mean = 0;
        for (double one : without) {
            mean += one / bins;
        }
        double squares = 0;
        for (double one : without) {
            squares += (one - mean) * (one - mean);
        }
        double error = Math.sqrt(squares * (bins - 1) / bins);
        return Estimate.normal(value, error, "", samples, (double) samples);
    }

    /**
     * Returns the difference from another exponent of the same configurations.
     *
     * @param other exponent from the same configurations, added in the same order
     */
    public BinnedExponent minus(BinnedExponent other) {
        Check.require(
                samples == other.samples && without.length == other.without.length,
                "exponents must come from the same configurations, came from %d and %d configurations",
                samples,
                other.samples);
        double[] differences = IntStream.range(0, without.length)
                .mapToDouble(bin -> without[bin] - other.without[bin])
                .toArray();
        return new BinnedExponent(value - other.value, differences, samples);
    }

    /**
     * Returns the distance from an exact value; its error is right if the exponent is several errors away from that
     * value.
     */
    public BinnedExponent distance(double exact) {
        double[] distances = Arrays.stream(without)
                .map(exponent -> Math.abs(exponent - exact))
                .toArray();
        return new BinnedExponent(Math.abs(value - exact), distances, samples);
    }
}
