package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * The exact solution of the Ising model on a ring, by its transfer matrix.
 *
 * <pre>
 *   Z = (2 cosh K)^N + (2 sinh K)^N,     &lt;s_i s_(i+r)&gt; = (t^r + t^(N-r)) / (1 + t^N),  t = tanh K
 * </pre>
 *
 * <p>A ring of an odd number of spins with negative K is frustrated: {@code 1 + t^N} is then {@code 1 - |t|^N}, which is
 * computed without cancellation from {@code log |t|}.
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

    /** Above this |K|, {@code exp(-2|K|)} is below rounding for every number of spins. */
    private static final double VERY_STRONG = 40;

    public RingSolution {
        Check.atLeast(1, sites, "sites");
        Check.require(Double.isFinite(coupling), "coupling must be finite, was %s", coupling);
    }

    /** Returns log Z in nats. */
    public double logPartition() {
        double size = Math.abs(coupling);
        double logCosh = size + Math.log1p(Math.exp(-2 * size)); // log(2 cosh K)
        return sites * logCosh + (frustrated() ? logOneMinusPower() : Math.log1p(Math.pow(Math.tanh(coupling), sites)));
    }

    /** Tells whether the ring is frustrated: no state satisfies all bonds. */
    private boolean frustrated() {
        return coupling < 0 && sites % 2 == 1;
    }

    /**
     * Returns {@code log |tanh K|}, by {@code 1 - tanh K = 2 / (exp(2K) + 1)} for strong couplings, where tanh rounds
     * to 1.
     */
    private double logTanh() {
        double size = Math.abs(coupling);
        return size < 1 ? Math.log(Math.tanh(size)) : Math.log1p(-2 / (Math.exp(2 * size) + 1));
    }

    /** Returns {@code log(1 - |t|^N)}; for very strong couplings {@code |t|^N = 1 - 2N exp(-2|K|)} to rounding. */
    private double logOneMinusPower() {
        double size = Math.abs(coupling);
        return size > VERY_STRONG ? Math.log(2.0 * sites) - 2 * size : Math.log(-Math.expm1(sites * logTanh()));
    }

    /**
     * Returns the mean product of two spins.
     *
     * @param distance distance between the spins, in [0, sites]
     */
    public double correlation(int distance) {
        Check.require(distance >= 0 && distance <= sites, "distance must be in [0, %d], was %d", sites, distance);
        if (frustrated()) {
            return frustratedCorrelation(distance);
        }
        double t = Math.tanh(coupling);
        return (Math.pow(t, distance) + Math.pow(t, sites - distance)) / (1 + Math.pow(t, sites));
    }

    /**
     * Returns {@code |t|^e (1 - |t|^(N - 2e)) / (1 - |t|^N)}, where e is the even one of the two distances around the
     * ring.
     */
    private double frustratedCorrelation(int distance) {
        int even = distance % 2 == 0 ? distance : sites - distance;
        if (Math.abs(coupling) > VERY_STRONG) {
            return (sites - 2.0 * even) / sites;
        }
        double logTanh = logTanh();
        return Math.exp(even * logTanh) * Math.expm1((sites - 2.0 * even) * logTanh) / Math.expm1(sites * logTanh);
    }
}
