package io.dbn4j.rg.mcrg;

import io.dbn4j.core.Check;
import java.util.List;

/** Operators of one parity with their correlations between all successive lattices, by bin. */
final class OperatorFamily {

    /** Number of bins of configurations; the jackknife leaves out one at a time. */
    static final int BINS = 20;

    private final List<SpinOperator> operators;
    private final List<int[][]> patterns;
    private final double[][] values; // by lattice and operator, of the current configuration
    private final RgCorrelations[][] bins; // by step and bin

    /** Prepares operators that are all even or all odd. */
    OperatorFamily(List<SpinOperator> operators, int steps) {
        this.operators = operators;
        patterns = operators.stream().map(SpinOperator::offsets).toList();
        values = new double[steps + 1][operators.size()];
        bins = new RgCorrelations[steps][BINS];
        for (RgCorrelations[] step : bins) {
            for (int bin = 0; bin < BINS; bin++) {
                step[bin] = empty();
            }
        }
    }

    private RgCorrelations empty() {
        return new RgCorrelations(operators.size(), operators.get(0).even());
    }

    /** Measures the operators on a lattice; lattice 0 holds the spins. Modifies this object. */
    void measure(int lattice, SpinRows rows) {
        for (int operator = 0; operator < operators.size(); operator++) {
            values[lattice][operator] = rows.sum(patterns.get(operator));
        }
    }

    /** Adds the measured values of all lattices to a bin. */
    void add(int bin) {
        for (int step = 0; step < bins.length; step++) {
            bins[step][bin].add(1, values[step + 1], values[step]);
        }
    }

    private RgCorrelations correlations(int step) {
        RgCorrelations all = empty();
        for (RgCorrelations bin : bins[step]) {
            all.add(bin, 1);
        }
        return all;
    }

    /** Returns the log of the largest eigenvalue divided by the log of the scale; steps are counted from 0. */
    BinnedExponent exponent(int step, int count, double scale, long samples) {
        Check.require(
                count >= 1 && count <= operators.size(),
                "number of operators must be in [1, %d], was %d",
                operators.size(),
                count);
        RgCorrelations all = correlations(step);
        double value = Math.log(all.largestEigenvalue(count)) / Math.log(scale);
        double[] without = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            all.add(bins[step][bin], -1);
            without[bin] = Math.log(all.largestEigenvalue(count)) / Math.log(scale);
            all.add(bins[step][bin], 1);
        }
        return new BinnedExponent(value, without, samples);
    }
}
