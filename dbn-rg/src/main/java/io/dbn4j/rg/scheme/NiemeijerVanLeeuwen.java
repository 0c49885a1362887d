package io.dbn4j.rg.scheme;

import io.dbn4j.core.Reference;

/**
 * The scheme of Niemeijer and van Leeuwen: triangles of the triangular lattice become single spins by majority, and
 * interactions between triangles are averaged in the first cumulant.
 *
 * <pre>
 *   K' = 2 r^2 K,     h' = 3 r h,     r = (exp(3K) + exp(-K)) / (exp(3K) + 3 exp(-K)),     b = sqrt 3
 * </pre>
 *
 * <p>Couplings: K between neighbors and the field h. The fixed point is {@code K* = log(1 + 2 sqrt 2) / 4 = 0.336}; the
 * exact critical coupling is {@code log(3) / 4 = 0.275}.
 */
@Reference(
        authors = "Th. Niemeijer, J. M. J. van Leeuwen",
        title = "Wilson theory for spin systems on a triangular lattice",
        venue = "Physical Review Letters 31",
        year = 1973,
        url = "https://doi.org/10.1103/PhysRevLett.31.1411")
public record NiemeijerVanLeeuwen() implements RecursionRelation {

    /** Exact critical coupling of the triangular lattice. */
    public static final double CRITICAL_COUPLING = Math.log(3) / 4;

    @Override
    public int even() {
        return 1;
    }

    @Override
    public int odd() {
        return 1;
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public double rescaling() {
        return Math.sqrt(3);
    }

    @Override
    public double[] next(double[] couplings) {
        double weight = Math.exp(-4 * couplings[0]);
        double alignment = (1 + weight) / (1 + 3 * weight); // <s> in a triangle whose majority is up
        return new double[] {2 * alignment * alignment * couplings[0], 3 * alignment * couplings[1]};
    }
}
