package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Spin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A Hopfield model: patterns stored in the couplings of spins by Hebb's rule.
 *
 * <pre>
 *   H(s) = -sum over pairs of J_ij s_i s_j,     J_ij = beta / N * sum over patterns of xi_i xi_j
 *        = -beta / (2N) * sum over patterns of (xi . s)^2  +  beta P / 2
 * </pre>
 *
 * <p>Integrating out a Gaussian hidden unit gives one of the squares, so the model is an RBM with visible spins and one
 * Gaussian hidden unit for each of its P patterns.
 *
 * @param patterns each a list of N spins, -1 or 1
 */
@Reference(
        authors = "J. J. Hopfield",
        title = "Neural networks and physical systems with emergent collective computational abilities",
        venue = "Proceedings of the National Academy of Sciences 79",
        year = 1982,
        url = "https://doi.org/10.1073/pnas.79.8.2554")
public record HopfieldModel(List<List<Integer>> patterns) {

    public HopfieldModel {
        patterns = patterns.stream().map(List::copyOf).toList();
        Check.atLeast(1, patterns.size(), "number of patterns");
        int spins = Check.atLeast(1, patterns.get(0).size(), "spins of a pattern");
        for (List<Integer> pattern : patterns) {
            Check.require(
                    pattern.size() == spins, "every pattern must have %d spins, one had %d", spins, pattern.size());
            for (int spin : pattern) {
                Check.require(Math.abs(spin) == 1, "spins of a pattern must be -1 or 1, was %d", spin);
            }
        }
    }

    /** Returns independent patterns of unbiased spins. */
    public static HopfieldModel random(int spins, int patterns, RandomSource random) {
        return new HopfieldModel(Stream.generate(() -> Stream.generate(() -> random.uniform() < 0.5 ? -1 : 1)
                        .limit(spins)
                        .toList())
                .limit(patterns)
                .toList());
    }

    /** Returns the number of spins. */
    public int spins() {
        return patterns.get(0).size();
    }

    /**
     * Returns the Ising model with Hebb's couplings.
     *
     * @param beta inverse temperature, positive
     */
    public Ising ising(double beta) {
        Check.positive(beta, "beta");
        List<Bond> bonds = new ArrayList<>();
        for (int i = 0; i < spins(); i++) {
            for (int j = i + 1; j < spins(); j++) {
                int sum = 0;
                for (List<Integer> pattern : patterns) {
                    sum += pattern.get(i) * pattern.get(j);
                }
                bonds.add(new Bond(i, j, beta * sum / spins()));
            }
        }
        return new Ising(spins(), bonds, List.of());
    }

    /**
     * Returns the RBM whose free energy equals the energy of the spins.
     *
     * @param beta inverse temperature, positive
     */
    public Rbm rbm(double beta) {
        double scale = Math.sqrt(Check.positive(beta, "beta") / spins());
        Rbm rbm = Rbm.zero(new Spin(), new Gaussian(), spins(), patterns.size(), DataType.DOUBLE);
        for (int mu = 0; mu < patterns.size(); mu++) {
            for (int i = 0; i < spins(); i++) {
                rbm.weights().putScalar(i, mu, scale * patterns.get(mu).get(i));
            }
        }
        double offset = patterns.size() * (beta + Math.log(2 * Math.PI)) / 2;
        return rbm.withEnergyOffset(offset);
    }

    /**
     * Returns the overlap of states with a pattern: {@code xi . s / N}.
     *
     * @param states {@code [rows, spins]}; not modified
     * @param pattern counted from 0
     * @return one value in [-1, 1] per row
     */
    public double[] overlap(INDArray states, int pattern) {
        Check.columns(spins(), states, "states");
        double[] xi = patterns.get(pattern).stream().mapToDouble(spin -> spin).toArray();
        return Elements.of(states.castTo(DataType.DOUBLE)
                .mmul(Nd4j.createFromArray(xi).reshape(spins(), 1))
                .divi(spins()));
    }
}
