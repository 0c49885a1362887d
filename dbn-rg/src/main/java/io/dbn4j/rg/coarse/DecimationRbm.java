package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An RBM that decimates a ring: its hidden spins are every second spin.
 *
 * <pre>
 *   E(v, h) = -sum_j h_j (w v_{2j} + K v_{2j-1} + K v_{2j+1})
 * </pre>
 *
 * <p>Given h, summing over the odd spins is decimation, and summing over the copied even spins gives a constant. So for
 * every w the hidden spins are an Ising ring with {@code K' = log(cosh 2K) / 2} and no other coupling. The visible
 * spins follow the ring with coupling K only in the limit of large w, where each h_j is v_{2j}.
 */
@Reference(
        authors = "P. Mehta, D. J. Schwab",
        title = "An exact mapping between the variational renormalization group and deep learning",
        venue = "arXiv:1410.3831",
        year = 2014,
        url = "https://arxiv.org/abs/1410.3831")
public final class DecimationRbm {

    private DecimationRbm() {}

    /**
     * Returns the RBM of a ring.
     *
     * @param sites even, at least 4
     * @param coupling K of the ring
     * @param copying w, weight between a hidden spin and the spin that it copies
     */
    public static Rbm of(int sites, double coupling, double copying) {
        Check.require(sites >= 4 && sites % 2 == 0, "sites must be even and at least 4, was %d", sites);
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), sites, sites / 2, DataType.DOUBLE);
        for (int j = 0; j < sites / 2; j++) {
            int copied = 2 * j;
            rbm.weights().putScalar(copied, j, copying);
            rbm.weights().putScalar((copied + sites - 1) % sites, j, coupling);
            rbm.weights().putScalar(copied + 1, j, coupling);
        }
        return rbm;
    }

    /** Returns the coupling of every second spin of a ring, {@code K' = log(cosh 2K) / 2}. */
    public static double coupling(double coupling) {
        // cosh 2K - 1 = 2 sinh^2 K: small couplings keep their digits.
        double sinh = Math.sinh(coupling);
        return Math.log1p(2 * sinh * sinh) / 2;
    }

    /**
     * Returns the constant that each summed-out spin adds to {@code log Z}: {@code log 2 + log(cosh 2K) / 2}, in nats.
     */
    public static double constant(double coupling) {
        return Math.log(2) + coupling(coupling);
    }
}
