package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The couplings of spins: coefficients of an energy written as a sum over products of spins (constant, fields, pairs
 * and all others).
 *
 * <pre>
 *   -H(s) = sum over sets A of sites of K_A prod_{i in A} s_i,     K_A = 2^-n sum_s (-H(s)) prod_{i in A} s_i
 * </pre>
 *
 * <p>One Walsh-Hadamard transform of the energies of all states gives all couplings. For the free energy of a large
 * RBM, single couplings can be averaged over drawn states: {@link #sampled}, {@link #over}.
 */
@Reference(
        authors = "G. Cossu, L. Del Debbio, T. Giani, A. Khamseh, M. Wilson",
        title = "Machine learning determination of dynamical parameters: The Ising model case",
        venue = "Physical Review B 100",
        year = 2019,
        url = "https://doi.org/10.1103/PhysRevB.100.064304")
public final class EffectiveCouplings {

    private final double[] coefficients;

    private EffectiveCouplings(double[] coefficients) {
        this.coefficients = coefficients;
    }

    /**
     * Returns all couplings of an energy, exactly.
     *
     * @throws IllegalArgumentException if there are too many states to enumerate
     */
    public static EffectiveCouplings of(Hamiltonian hamiltonian) {
        double[] values = SpinStates.minusEnergy(hamiltonian);
        for (int half = 1; half < values.length; half *= 2) {
            for (int state = 0; state < values.length; state++) {
                if ((state & half) == 0) {
                    double down = values[state];
                    double up = values[state + half];
                    values[state] = (up + down) / 2;
                    values[state + half] = (up - down) / 2;
                }
            }
        }
        return new EffectiveCouplings(values);
    }

    /** Returns K of the product of the spins at some sites, in nats; without sites it is the constant. */
    public double of(int... sites) {
        return coefficients[set(sites)];
    }

    /** Returns the index of a set of sites in {@link #all}. */
    public static int set(int... sites) {
        int set = 0;
        for (int site : sites) {
            set |= 1 << site;
        }
        return set;
    }

    /** Returns K of every set of sites: site i belongs to a set if bit i of the set's index is 1. */
    public double[] all() {
        return coefficients.clone();
    }

    /**
     * Estimates a coupling of the visible free energy of an RBM by drawing the spins that do not belong to it.
     *
     * <pre>
     *   K_A = &lt; 2^-|A| sum over the spins in A of (-F(s)) prod_{i in A} s_i &gt;     over the other spins, each -1 or 1 alike
     *   of two sites: 1/4 sum_a &lt;c(X + w_j + w_k) + c(X - w_j - w_k) - c(X + w_j - w_k) - c(X - w_j + w_k)&gt;,
     *   c(x) = log 2 cosh x,     X = b_a + sum over other sites of W_ia s_i
     * </pre>
     *
     * <p>The estimate is unbiased. For couplings between hidden spins pass the transposed RBM.
     *
     * @param rbm visible units are spins
     * @param sites sites of the coupling, at most ten different ones
     * @param samples independent draws, at least 2
     */
    public static Estimate sampled(Rbm rbm, int[] sites, int samples, RandomSource random) {
        Check.atLeast(2, samples, "samples");
        INDArray spins = Nd4j.valueArrayOf(
                new long[] {samples, rbm.visible()}, 0.5, rbm.weights().dataType());
        random.bernoulli(spins, spins);
        return over(rbm, sites, spins.muli(2).subi(1));
    }

    /**
     * Estimates a coupling of the visible free energy of an RBM by averaging over given configurations of the other
     * spins.
     *
     * <p>The formula is that of {@link #sampled}, with the other spins from the rows instead of all states with equal
     * weight. Both agree for an Ising model, whose pair couplings do not depend on the other spins. For a free energy
     * with higher couplings they differ: over equilibrium configurations the result describes the RBM in the region of
     * its data.
     *
     * @param rbm visible units are spins
     * @param sites sites of the coupling, at most ten different ones
     * @param configurations configurations of spins, {@code [rows, visible]}, at least two independent rows; not
     *     modified
     */
    public static Estimate over(Rbm rbm, int[] sites, INDArray configurations) {
        return Estimate.mean(each(rbm, sites, configurations), "nats");
    }

    /**
     * Returns the coupling with the other spins as in each configuration, in nats; {@link #over} is its mean.
     *
     * <p>Couplings of different sites over the same configurations are correlated. The error of their mean over sites
     * must therefore come from the means of the rows.
     *
     * @param rbm visible units are spins
     * @param sites sites of the coupling, at most ten different ones
     * @param configurations configurations of spins, {@code [rows, visible]}; not modified
     */
    public static double[] each(Rbm rbm, int[] sites, INDArray configurations) {
        Check.require(rbm.visibleUnit().hasStates(-1, 1), "visible units must be spins, were %s", rbm.visibleUnit());
        Check.require(
                sites.length >= 1 && sites.length <= 10, "number of sites must be in [1, 10], was %d", sites.length);
        Check.require(Arrays.stream(sites).distinct().count() == sites.length, "sites must differ");
        int samples = (int) configurations.size(0);
        INDArray spins = configurations.dup();
        double[] coupling = new double[samples];
        for (int signs = 0; signs < 1 << sites.length; signs++) {
            int product = 1;
            for (int i = 0; i < sites.length; i++) {
                int spin = ((signs >>> i) & 1) == 1 ? 1 : -1;
                product *= spin;
                spins.getColumn(sites[i]).assign(spin);
            }
            double[] freeEnergy = rbm.freeEnergy(spins);
            for (int sample = 0; sample < samples; sample++) {
                coupling[sample] -= product * freeEnergy[sample] / (1 << sites.length);
            }
        }
        return coupling;
    }
}
