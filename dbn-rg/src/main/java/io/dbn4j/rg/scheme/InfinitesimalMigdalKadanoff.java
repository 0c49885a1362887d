package io.dbn4j.rg.scheme;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The limit b -> 1 of {@link MigdalKadanoff}, in which the order of its two operations does not matter.
 *
 * <pre>
 *   dK / d log b = (d - 1) K + sinh(2K) log(tanh K) / 2,     y_T = its derivative at the fixed point
 * </pre>
 *
 * <p>In two dimensions its fixed point is the critical coupling {@code log(1 + sqrt 2) / 2}, exactly: it respects duality.
 *
 * @param dimension d, in [2, 500]
 */
@Reference(
        authors = "A. A. Migdal",
        title = "Phase transitions in gauge and spin-lattice systems",
        venue = "Soviet Physics JETP 42",
        year = 1976,
        url = "http://jetp.ras.ru/cgi-bin/e/index/e/42/4/p743?a=list")
public record InfinitesimalMigdalKadanoff(int dimension) {

    public InfinitesimalMigdalKadanoff {
        Check.require(dimension >= 2 && dimension <= 500, "dimension must be in [2, 500], was %d", dimension);
    }

    /**
     * Returns the velocity {@code dK / d log b} of the coupling.
     *
     * @param coupling K, positive
     */
    public double velocity(double coupling) {
        return (dimension - 1) * coupling + Math.sinh(2 * coupling) * Math.log(Math.tanh(coupling)) / 2;
    }

    /**
     * Returns the unstable fixed point: the velocity is zero, and couplings flow away on both sides. It falls as
     * {@code exp(1 - d)}, so the equation is solved for {@code log K} in {@code [-d, 0]}.
     */
    public double fixedPoint() {
        return Math.exp(new BrentSolver(1e-15, 1e-16, 0).solve(1000, this::growth, -dimension, 0));
    }

    /** Returns {@code d log K / d log b}. */
    private double growth(double logCoupling) {
        double coupling = Math.exp(logCoupling);
        return dimension - 1 + Math.sinh(2 * coupling) / (2 * coupling) * Math.log(Math.tanh(coupling));
    }

    /** Returns the exponent y_T of the fixed point. */
    public double thermalExponent() {
        double coupling = fixedPoint();
        return dimension + Math.cosh(2 * coupling) * Math.log(Math.tanh(coupling));
    }
}
