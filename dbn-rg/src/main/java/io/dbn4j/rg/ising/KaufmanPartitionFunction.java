package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;

/**
 * The exact solution of the Ising model on a square lattice with periodic boundaries.
 *
 * <pre>
 *   Z = (2 sinh 2K)^(N/2) / 2 * [ prod 2 cosh(L g_odd / 2) + prod 2 sinh(L g_odd / 2)
 *                               + prod 2 cosh(L g_even / 2) + prod 2 sinh(L g_even / 2) ]
 *   cosh g_r = cosh 2K coth 2K - cos(pi r / L),  g_r &gt; 0 for r &gt; 0,     g_0 = 2K + log tanh K
 *   E / N = -d(log Z / N)/dK,     C / N = K^2 d^2(log Z / N)/dK^2
 * </pre>
 *
 * <p>The products run over the L odd and the L even r below 2L. Above the critical temperature g_0, and with it the
 * last product, is negative. Every quantity carries its first two derivatives with respect to K. The relative precision
 * is that of doubles. Where {@code d^2(log Z / N)/dK^2} is below 1e-4, the digits of doubles would cancel; it is then
 * the second difference of log Z in decimal numbers with as many digits as needed. Beyond K = 12 only the two lowest
 * energy levels are summed. The g_r are computed from
 *
 * <pre>
 *   sinh^2(g_r / 2) = (sinh 2K - 1)^2 / (2 sinh 2K) + sin^2(pi r / 2L),
 * </pre>
 *
 * <p>which loses no digits near the critical point.
 *
 * @param side L, at least 2; with 2 each pair of neighbors has two bonds
 */
@Reference(
        authors = "B. Kaufman",
        title = "Crystal statistics. II. Partition function evaluated by spinor analysis",
        venue = "Physical Review 76",
        year = 1949,
        url = "https://doi.org/10.1103/PhysRev.76.1232")
public record KaufmanPartitionFunction(int side) {

    /** The critical coupling of the infinite lattice: {@code log(1 + sqrt 2) / 2}. */
    public static final double CRITICAL_COUPLING = Math.log(1 + Math.sqrt(2)) / 2;

    /**
     * Beyond this K only the ground states and the first excited level count: other states have weights of
     * {@code exp(-12K)}.
     */
    private static final double FROZEN = 12;

    /** Curvature below which the digits of doubles cancel. */
    private static final double CANCELING = 1e-4;

    public KaufmanPartitionFunction {
        Check.atLeast(2, side, "side");
    }

    /**
     * Returns log Z in nats.
     *
     * @param coupling K, positive
     */
    public double logPartition(double coupling) {
        return Check.positive(coupling, "coupling") > FROZEN
                ? 2 * coupling * sites() + Math.log(2)
                : withDerivatives(coupling, 0).getValue();
    }

    /**
     * Returns the energy per site E / N, in units of the interaction.
     *
     * @param coupling K, positive
     */
    public double energy(double coupling) {
        return Check.positive(coupling, "coupling") > FROZEN
                ? -2
                : -withDerivatives(coupling, 1).getPartialDerivative(1) / sites();
    }

    /**
     * Returns the specific heat per site, {@code C / N = K^2 var(E) / N}.
     *
     * @param coupling K, positive
     */
    public double specificHeat(double coupling) {
        return coupling * coupling * curvature(coupling);
    }

    /** Returns {@code d^2(log Z / N) / dK^2}. */
    private double curvature(double coupling) {
        if (Check.positive(coupling, "coupling") > FROZEN) {
            return 64 * excited() * Math.exp(-8 * coupling) / sites();
        }
        double curvature = withDerivatives(coupling, 2).getPartialDerivative(2) / sites();
        return curvature < CANCELING ? new KaufmanDecimals(side).curvature(coupling) : curvature;
    }

    /** Returns the number of states with an energy of 8 above the ground state, for each of the two ground states. */
    private double excited() {
        return side == 2 ? 6 : sites();
    }

    private double sites() {
        return (double) side * side;
    }

    private DerivativeStructure withDerivatives(double coupling, int order) {
        DerivativeStructure sinh =
                new DerivativeStructure(1, order, 0, coupling).multiply(2).sinh();
        DerivativeStructure one = sinh.createConstant(1);
        DerivativeStructure criticality =
                sinh.subtract(1).divide(sinh.multiply(2).sqrt()); // sinh(g_0 / 2)
        DerivativeStructure[] logarithms = {one.subtract(1), one.subtract(1), one.subtract(1), one.subtract(1)};
        for (int r = 1; r < 2 * side; r++) {
            double wave = Math.sin(Math.PI * r / (2 * side));
            DerivativeStructure half = criticality
                    .multiply(criticality)
                    .add(wave * wave)
                    .sqrt()
                    .asinh()
                    .multiply(side);
            int cosh = r % 2 == 1 ? 0 : 2;
            logarithms[cosh] = logarithms[cosh].add(half).add(decay(half).log1p());
            logarithms[cosh + 1] =
                    logarithms[cosh + 1].add(half).add(decay(half).negate().log1p());
        }
        // 2 sinh(L g_0 / 2) passes through zero at the critical point: it stays outside the logarithms.
        DerivativeStructure half = criticality.asinh().multiply(side);
        double sign = half.getValue() < 0 ? -1 : 1;
        DerivativeStructure size = half.multiply(sign);
        logarithms[2] = logarithms[2].add(size).add(decay(size).log1p());
        logarithms[3] = logarithms[3].add(size);
        DerivativeStructure last = one.subtract(decay(size)).multiply(sign);
        DerivativeStructure largest =
                logarithms[0].getValue() > logarithms[2].getValue() ? logarithms[0] : logarithms[2];
        DerivativeStructure sum = logarithms[0]
                .subtract(largest)
                .exp()
                .add(logarithms[1].subtract(largest).exp())
                .add(logarithms[2].subtract(largest).exp())
                .add(logarithms[3].subtract(largest).exp().multiply(last));
        return largest.add(sum.divide(2).log()).add(sinh.multiply(2).log().multiply(sites() / 2));
    }

    /** Returns {@code exp(-2x)}. */
    private static DerivativeStructure decay(DerivativeStructure x) {
        return x.multiply(-2).exp();
    }
}
