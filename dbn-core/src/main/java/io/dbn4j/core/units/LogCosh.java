package io.dbn4j.core.units;

/**
 * Sums of {@code log(1 + exp(x))} and {@code log(2 cosh x)} that never overflow.
 *
 * <pre>
 *   log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)),   log(2 cosh x) = |x| + log(1 + exp(-2|x|))
 * </pre>
 *
 * <p>The factors {@code 1 + exp(-|x|)} lie in (1, 2]; many of them can therefore be multiplied before one logarithm is
 * taken. The exponentials are written so that Java's compiler vectorizes them.
 */
final class LogCosh {

    /** Number of independent sums and products, on which the processor works at the same time. */
    private static final int LANES = 4;

    /** Number of factors under one logarithm; their product is at most 2^512. */
    private static final int BLOCK = 512;

    /** Argument from which {@code 1 + exp(-x)} is 1 in double precision. */
    private static final double NEGLIGIBLE = 40;

    private LogCosh() {}

    static double softplusSum(double[] x, int from, int to, double scale) {
        double[] decay = new double[Math.min(BLOCK, to - from)];
        double sum = 0;
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            for (int i = 0; i < count; i++) {
                decay[i] = Math.min(Math.abs(scale * x[first + i]), NEGLIGIBLE);
            }
            exponentials(decay, count);
            sum += Math.log(productOfTwoPlus(decay, count)) + positiveSum(x, first, count, scale);
        }
        return sum;
    }

    /** Returns the sum of {@code log(2 cosh y) = softplus(2 y) - y} over {@code y = scale * x}. */
    static double sum(double[] x, int from, int to, double scale) {
        double linear = 0;
        for (int i = from; i < to; i++) {
            linear += x[i];
        }
        return softplusSum(x, from, to, 2 * scale) - scale * linear;
    }

    /**
     * Replaces x in [0, 40] by exp(-x) - 1, to 1e-15. A polynomial gives the value at x / 256; eight doublings by
     * exp(-2x) - 1 = u (2 + u), u = exp(-x) - 1, keep the relative precision.
     */
    private static void exponentials(double[] x, int count) {
        for (int i = 0; i < count; i++) {
            double t = x[i] * -0x1p-8;
            double u = t * (1 + t * (1.0 / 2 + t * (1.0 / 6 + t * (1.0 / 24 + t * (1.0 / 120 + t * (1.0 / 720))))));
            u = u * (2 + u);
            u = u * (2 + u);
            u = u * (2 + u);
            u = u * (2 + u);
            u = u * (2 + u);
            u = u * (2 + u);
            u = u * (2 + u);
            x[i] = u * (2 + u);
        }
    }

    private static double productOfTwoPlus(double[] x, int count) {
        double a = 1;
        double b = 1;
        double c = 1;
        double d = 1;
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            a *= 2 + x[i];
            b *= 2 + x[i + 1];
            c *= 2 + x[i + 2];
            d *= 2 + x[i + 3];
        }
        for (; i < count; i++) {
            a *= 2 + x[i];
        }
        return a * b * c * d;
    }

    private static double positiveSum(double[] x, int first, int count, double scale) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            a += Math.max(scale * x[first + i], 0);
            b += Math.max(scale * x[first + i + 1], 0);
            c += Math.max(scale * x[first + i + 2], 0);
            d += Math.max(scale * x[first + i + 3], 0);
        }
        for (; i < count; i++) {
            a += Math.max(scale * x[first + i], 0);
        }
        return a + b + (c + d);
    }
}
