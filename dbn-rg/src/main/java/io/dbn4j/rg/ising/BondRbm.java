package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An RBM whose visible distribution is an Ising model: one hidden spin for each bond.
 *
 * <pre>
 *   exp(K s s') = exp(-K) / 2 * sum_h exp(w h (s + s')),     cosh 2w = exp(2K)
 *   F(s) = H(s) - sum over bonds of (K + log 2),             log Z_RBM = log Z + sum over bonds of (K + log 2)
 * </pre>
 *
 * <p>Its log Z is known wherever log Z of the Ising model is known, so it tests estimators at any size.
 */
@Reference(
        authors = "J. E. Hirsch",
        title = "Discrete Hubbard-Stratonovich transformation for fermion lattice models",
        venue = "Physical Review B 28",
        year = 1983,
        url = "https://doi.org/10.1103/PhysRevB.28.4059")
public final class BondRbm {

    private BondRbm() {}

    /**
     * Returns the RBM of a ferromagnet.
     *
     * @throws IllegalArgumentException if a coupling is not positive
     */
    public static Rbm of(Ising ising, DataType type) {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), ising.spins(), ising.bonds().size(), type);
        for (int bond = 0; bond < ising.bonds().size(); bond++) {
            Bond pair = ising.bonds().get(bond);
            double weight = weight(Check.positive(pair.coupling(), "coupling of a bond"));
            rbm.weights().putScalar(pair.first(), bond, weight);
            rbm.weights().putScalar(pair.second(), bond, weight);
        }
        for (int i = 0; i < ising.fields().size(); i++) {
            rbm.visibleBias().putScalar(i, ising.fields().get(i));
        }
        return rbm;
    }

    /** Returns log Z of the RBM minus log Z of the Ising model, in nats. */
    public static double excess(Ising ising) {
        return ising.bonds().stream()
                .mapToDouble(bond -> bond.coupling() + Math.log(2))
                .sum();
    }

    /** Returns {@code arcosh(exp(2K)) / 2}. */
    private static double weight(double coupling) {
        double above = Math.expm1(2 * coupling);
        return Math.log1p(above + Math.sqrt(above * (above + 2))) / 2;
    }
}
