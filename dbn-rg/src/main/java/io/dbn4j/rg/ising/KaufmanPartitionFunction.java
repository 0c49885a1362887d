package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * Log Z of the Ising model on a square lattice with periodic boundaries, exactly.
 *
 * <pre>
 *   Z = (2 sinh 2K)^(N/2) / 2 * [ prod 2 cosh(L g_odd / 2) + prod 2 sinh(L g_odd / 2)
 *                               + prod 2 cosh(L g_even / 2) + prod 2 sinh(L g_even / 2) ]
 *   cosh g_r = cosh 2K coth 2K - cos(pi r / L),  g_r &gt; 0 for r &gt; 0,     g_0 = 2K + log tanh K
 * </pre>
 *
 * <p>The products run over the L odd and the L even r below 2L. Above the critical temperature g_0, and with it the last
 * product, is negative.
 *
 * @param side L, at least 2; with 2 each pair of neighbours has two bonds
 */
@Reference(
        authors = "B. Kaufman",
        title = "Crystal statistics. II. Partition function evaluated by spinor analysis",
        venue = "Physical Review 76",
        year = 1949,
        url = "https://doi.org/10.1103/PhysRev.76.1232")
public record KaufmanPartitionFunction(int side) {

    /** Where the infinite lattice orders: {@code log(1 + sqrt 2) / 2}. */
    public static final double CRITICAL_COUPLING = Math.log(1 + Math.sqrt(2)) / 2;

    public KaufmanPartitionFunction {
        Check.atLeast(2, side, "side");
    }

    /**
     * Log Z in nats.
     *
     * @param coupling K, positive
     */
    public double logPartition(double coupling) {
        Check.positive(coupling, "coupling");
        double[] exponents = new double[4]; // logarithms of the four products, up to their signs
        double sign = 1;
        for (int r = 0; r < 2 * side; r++) {
            double half = side * gap(r, coupling) / 2;
            int first = r % 2 == 1 ? 0 : 2;
            exponents[first] += Math.abs(half) + Math.log1p(Math.exp(-2 * Math.abs(half)));
            exponents[first + 1] += Math.abs(half) + Math.log(-Math.expm1(-2 * Math.abs(half)));
            sign = half < 0 ? -sign : sign;
        }
        double largest = Math.max(exponents[0], exponents[2]);
        double sum = Math.exp(exponents[0] - largest)
                + Math.exp(exponents[1] - largest)
                + Math.exp(exponents[2] - largest)
                + sign * Math.exp(exponents[3] - largest);
        double sites = (double) side * side;
        return largest + Math.log(sum / 2) + sites / 2 * Math.log(2 * Math.sinh(2 * coupling));
    }

    private double gap(int r, double coupling) {
        if (r == 0) {
            return 2 * coupling + Math.log(Math.tanh(coupling));
        }
        double above = Math.cosh(2 * coupling) / Math.tanh(2 * coupling) - Math.cos(Math.PI * r / side) - 1;
        return Math.log1p(above + Math.sqrt(above * (above + 2)));
    }
}
