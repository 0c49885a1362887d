package io.dbn4j.rg.ising;

/**
 * Complete elliptic integrals by the arithmetic-geometric mean.
 *
 * <pre>
 *   a_0 = 1, b_0 = k', c_0 = k;    a' = (a + b) / 2,  b' = sqrt(a b),  c' = (a - b) / 2
 *   K1 = pi / (2 a),     E1 = K1 (1 - sum over n of 2^(n-1) c_n^2)
 * </pre>
 *
 * @param first K1
 * @param second E1
 */
record CompleteElliptic(double first, double second) {

    /** Relative difference of a and b below which the next values of a and b differ only by rounding. */
    private static final double CLOSE = 1e-8;

    /**
     * Returns the integrals for a complementary modulus k' in (0, 1]. The argument is k' because k loses its digits
     * near 1.
     */
    static CompleteElliptic of(double complement) {
        double a = 1;
        double b = complement;
        double weight = 0.5;
        double sum = weight * (1 - complement * complement);
        while (a - b > CLOSE * a) {
            double difference = (a - b) / 2;
            double mean = (a + b) / 2;
            b = Math.sqrt(a * b);
            a = mean;
            weight *= 2;
            sum += weight * difference * difference;
        }
        double first = Math.PI / (a + b);
        return new CompleteElliptic(first, first * (1 - sum));
    }
}
