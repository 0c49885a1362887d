package io.dbn4j.core.stats;

/**
 * Mean and unbiased variance of independent numbers.
 *
 * @param variance sum of squared deviations over n - 1
 */
record Moments(double mean, double variance) {

    /** Returns the moments of at least two numbers, which are not modified. */
    static Moments of(double[] values) {
        int n = values.length;
        double mean = 0;
        for (double x : values) {
            mean += x / n;
        }
        double squares = 0;
        for (double x : values) {
            squares += (x - mean) * (x - mean);
        }
        return new Moments(mean, squares / (n - 1.0));
    }
}
