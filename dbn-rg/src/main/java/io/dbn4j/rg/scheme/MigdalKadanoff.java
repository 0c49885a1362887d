package io.dbn4j.rg.scheme;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * The bond-moving scheme of Migdal and Kadanoff: bonds of a d-dimensional lattice are moved together, so the spins
 * between them can be summed out.
 *
 * <pre>
 *   move first:      tanh K' = tanh(b^(d-1) K)^b
 *   decimate first:  K' = b^(d-1) artanh(tanh(K)^b)
 * </pre>
 *
 * <p>Moving bonds is an approximation. Both orders have the same exponents, and their fixed points differ by a factor
 * b^(d-1).
 *
 * @param factor b, at least 2; see {@link InfinitesimalMigdalKadanoff} for b near 1
 * @param dimension d, at least 2
 * @param order the operation that is done first
 */
@Reference(
        authors = "L. P. Kadanoff",
        title = "Notes on Migdal's recursion formulas",
        venue = "Annals of Physics 100",
        year = 1976,
        url = "https://doi.org/10.1016/0003-4916(76)90066-X")
public record MigdalKadanoff(int factor, int dimension, Order order) implements RecursionRelation {

    /** The order of the two operations. */
    public enum Order {
        /** Bonds are moved, then spins summed out. */
        @JsonProperty("move-first")
        MOVE_FIRST,
        /** Spins are summed out, then bonds moved. */
        @JsonProperty("decimate-first")
        DECIMATE_FIRST
    }

    public MigdalKadanoff {
        Check.atLeast(2, factor, "factor");
        Check.atLeast(2, dimension, "dimension");
    }

    @Override
    public int even() {
        return 1;
    }

    @Override
    public int odd() {
        return 0;
    }

    @Override
    public double rescaling() {
        return factor;
    }

    @Override
    public double[] next(double[] couplings) {
        double bonds = Math.pow(factor, dimension - 1.0);
        double coupling = couplings[0];
        return new double[] {
            order == Order.MOVE_FIRST
                    ? Hyperbolic.chain(bonds * coupling, factor)
                    : bonds * Hyperbolic.chain(coupling, factor)
        };
    }
}
