package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * The Ising model on a ring, exactly, by its transfer matrix.
 *
 * <pre>
 *   Z = (2 cosh K)^N + (2 sinh K)^N,     &lt;s_i s_(i+r)&gt; = (t^r + t^(N-r)) / (1 + t^N),  t = tanh K
 * </pre>
 *
 * @param sites N, at least 1
 * @param coupling K
 */
@Reference(
        authors = "H. A. Kramers, G. H. Wannier",
        title = "Statistics of the two-dimensional ferromagnet. Part I",
        venue = "Physical Review 60",
        year = 1941,
        url = "https://doi.org/10.1103/PhysRev.60.252")
public record RingSolution(int sites, double coupling) {

    public RingSolution {
        Check.atLeast(1, sites, "sites");
        Check.require(Double.isFinite(coupling), "coupling must be finite, was %s", coupling);
    }

    /** Log Z in nats. */
    public double logPartition() {
        double size = Math.abs(coupling);
        double logCosh = size + Math.log1p(Math.exp(-2 * size)); // log(2 cosh K)
        return sites * logCosh + Math.log1p(Math.pow(Math.tanh(coupling), sites));
    }

    /**
     * Mean product of two spins.
     *
     * @param distance between them, in [0, sites]
     */
    public double correlation(int distance) {
        Check.require(distance >= 0 && distance <= sites, "distance must be in [0, %d], was %d", sites, distance);
        double t = Math.tanh(coupling);
        return (Math.pow(t, distance) + Math.pow(t, sites - distance)) / (1 + Math.pow(t, sites));
    }
}
