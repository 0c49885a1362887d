package io.dbn4j.core.units;

/**
 * Sums of {@code log(1 + exp(x))} and {@code log(2 cosh x)} that never overflow.
 *
 * <pre>
 *   log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)),   log(2 cosh x) = |x| + log(1 + exp(-2|x|))
 * </pre>
 *
 * <p>The factors {@code 1 + exp(-|x|)} lie in (1, 2], so {@value #FACTORS} of them are multiplied before one logarithm
 * is taken: a quarter of the time of a logarithm each, and as exact.
 */
final class LogCosh {

    private static final int FACTORS = 32;

    private LogCosh() {}

    static double softplusSum(double[] x, int from, int to, double scale) {
        double sum = 0;
        double product = 1;
        for (int i = from; i < to; i++) {
            double y = scale * x[i];
            sum += Math.max(y, 0);
            product *= 1 + Math.exp(-Math.abs(y));
            if ((i - from) % FACTORS == FACTORS - 1) {
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }

    /** log(2 cosh y) = softplus(2 y) - y. */
    static double sum(double[] x, int from, int to, double scale) {
        double linear = 0;
        for (int i = from; i < to; i++) {
            linear += x[i];
        }
        return softplusSum(x, from, to, 2 * scale) - scale * linear;
    }
}
