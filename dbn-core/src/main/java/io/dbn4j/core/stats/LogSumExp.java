package io.dbn4j.core.stats;

/** Logarithms of sums of exponentials, computed without overflow. */
public final class LogSumExp {

    private double max = Double.NEGATIVE_INFINITY;
    private double scaledSum;

    /** Adds {@code exp(x)} to the sum. */
    public void add(double x) {
        if (x > max) {
            scaledSum = scaledSum * Math.exp(max - x) + 1;
            max = x;
        } else if (x > Double.NEGATIVE_INFINITY) {
            scaledSum += x == max ? 1 : Math.exp(x - max);
        } else if (Double.isNaN(x)) {
            scaledSum = Double.NaN;
        }
    }

    /** Returns the logarithm of the sum so far; minus infinity for an empty sum. */
    public double value() {
        return max == Double.NEGATIVE_INFINITY && scaledSum == 0 ? max : max + Math.log(scaledSum);
    }

    /** Returns {@code log sum_i exp(x_i)}. */
    public static double of(double[] x) {
        LogSumExp sum = new LogSumExp();
        for (double term : x) {
            sum.add(term);
        }
        return sum.value();
    }
}
