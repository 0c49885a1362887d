package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * The exact solution of the Ising model on the infinite square lattice; all quantities are per site.
 *
 * <pre>
 *   log Z = log(2 sinh 2K) / 2 + 1/(2 pi) integral from 0 to pi of g(w) dw,
 *           sinh^2(g(w) / 2) = (sinh 2K - 1)^2 / (2 sinh 2K) + sin^2(w / 2)
 *   u = -coth 2K [1 + (2 / pi) q K1],     q = 2 tanh^2 2K - 1
 *   C = (2 / pi) (K coth 2K)^2 [2 K1 - 2 E1 - (1 - q)(pi / 2 + q K1)]
 *   m = (1 - sinh^-4 2K)^(1/8) below the critical temperature, else 0
 * </pre>
 *
 * <p>K1 and E1 are the complete elliptic integrals with {@code k = 2 sinh 2K / cosh^2 2K}, {@code k' = |q|}. The
 * integral is the limit of the sums in {@link KaufmanPartitionFunction}.
 *
 * @param coupling K, positive
 */
@Reference(
        authors = "L. Onsager",
        title = "Crystal statistics. I. A two-dimensional model with an order-disorder transition",
        venue = "Physical Review 65",
        year = 1944,
        url = "https://doi.org/10.1103/PhysRev.65.117")
public record Onsager(double coupling) {

    /** Step of the quadrature in x: its error is below rounding, at the critical point too. */
    private static final double STEP = 1.0 / 16;

    /** Largest |x|, beyond which the weights are below rounding. */
    private static final double RANGE = 3.5;

    public Onsager {
        Check.positive(coupling, "coupling");
    }

    /** Returns the solution at a temperature in units of the interaction, {@code K = 1 / T}. */
    public static Onsager atTemperature(double temperature) {
        return new Onsager(1 / Check.positive(temperature, "temperature"));
    }

    /**
     * Returns log Z per site, in nats.
     *
     * <p>At the critical point the integrand has a kink at w = 0. The substitution
     * {@code w = pi / (1 + exp(-pi sinh x))} crowds the points there.
     */
    public double logPartition() {
        double sinh = Math.sinh(2 * coupling);
        double criticality = (sinh - 1) * (sinh - 1) / (2 * sinh);
        double integral = 0;
        for (double x = -RANGE; x <= RANGE; x += STEP) {
            double w = Math.PI / (1 + Math.exp(-Math.PI * Math.sinh(x)));
            double rest = Math.PI / (1 + Math.exp(Math.PI * Math.sinh(x))); // pi - w
            double root = Math.sqrt(criticality + Math.pow(Math.sin(w / 2), 2));
            double gap = 2 * Math.log(root + Math.sqrt(1 + root * root));
            integral += STEP * w * rest * Math.cosh(x) * gap;
        }
        return Math.log(2 * sinh) / 2 + integral / (2 * Math.PI);
    }

    /** Returns the energy per site, in units of the interaction. */
    public double energy() {
        double q = ordering();
        double product = q == 0 ? 0 : q * CompleteElliptic.of(Math.abs(q)).first();
        return -(1 + 2 / Math.PI * product) / Math.tanh(2 * coupling);
    }

    /** Returns the specific heat per site, infinite at the critical point. */
    public double specificHeat() {
        double q = ordering();
        if (q == 0) {
            return Double.POSITIVE_INFINITY;
        }
        CompleteElliptic integrals = CompleteElliptic.of(Math.abs(q));
        double first = integrals.first();
        double bracket = 2 * first - 2 * integrals.second() - (1 - q) * (Math.PI / 2 + q * first);
        return 2 / Math.PI * Math.pow(coupling / Math.tanh(2 * coupling), 2) * bracket;
    }

    /** Returns the spontaneous magnetization per site. */
    public double magnetization() {
        double sinh = Math.sinh(2 * coupling);
        return sinh > 1 ? Math.pow(1 - Math.pow(sinh, -4), 1.0 / 8) : 0;
    }

    /** Returns q, which is positive below the critical temperature and negative above; {@code k' = |q|}. */
    private double ordering() {
        return 2 * Math.pow(Math.tanh(2 * coupling), 2) - 1;
    }
}
