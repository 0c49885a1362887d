package io.dbn4j.rg.scheme;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The limit b -> 1 of {@link MigdalKadanoff}, in which the order does not matter.
 *
 * <pre>
 *   dK / d log b = (d - 1) K + sinh(2K) log(tanh K) / 2,     y_T = its derivative at the fixed point
 * </pre>
 *
 * <p>In two dimensions its fixed point is the critical coupling {@code log(1 + sqrt 2) / 2}, exactly: it respects duality.
 *
 * @param dimension d, at least 2
 */
@Reference(
        authors = "A. A. Migdal",
        title = "Phase transitions in gauge and spin-lattice systems",
        venue = "Soviet Physics JETP 42",
        year = 1976,
        url = "http://jetp.ras.ru/cgi-bin/e/index/e/42/4/p743?a=list")
public record InfinitesimalMigdalKadanoff(int dimension) {

    public InfinitesimalMigdalKadanoff {
        Check.atLeast(2, dimension, "dimension");
    }

    /**
     * {@code dK / d log b}.
     *
     * @param coupling K, positive
     */
    public double velocity(double coupling) {
        return (dimension - 1) * coupling + Math.sinh(2 * coupling) * Math.log(Math.tanh(coupling)) / 2;
    }

    /** Where the velocity is zero and couplings flow away to both sides. */
    public double fixedPoint() {
        return new BrentSolver(1e-15, 1e-16, 0).solve(1000, this::velocity, 1e-3, 1);
    }

    /** The exponent y_T of the fixed point. */
    public double thermalExponent() {
        double coupling = fixedPoint();
        return dimension + Math.cosh(2 * coupling) * Math.log(Math.tanh(coupling));
    }
}
