package io.dbn4j.rg.scheme;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * The exact decimation of a chain or ring of Ising spins: every b-th spin stays, the others are summed out.
 *
 * <pre>
 *   tanh K' = (tanh K)^b,     log Z_N(K) = (N / b) g + log Z_(N/b)(K'),     g = b log(2 cosh K) - log(2 cosh K')
 * </pre>
 *
 * <p>The only fixed points of a ferromagnet are K = 0 and infinity: there is no order above zero temperature.
 *
 * @param factor b, at least 2
 */
@Reference(
        authors = "M. Nauenberg",
        title = "Renormalization group solution of the one-dimensional Ising model",
        venue = "Journal of Mathematical Physics 16",
        year = 1975,
        url = "https://doi.org/10.1063/1.522584")
public record ChainDecimation(int factor) implements RecursionRelation {

    /**
     * A ring after some steps of decimation.
     *
     * @param spins number of spins left
     * @param coupling coupling between neighbors
     * @param constants sum of all {@code (N / b) g} so far; adding log Z of this ring gives log Z of the first ring
     */
    public record Level(int spins, double coupling, double constants) {}

    public ChainDecimation {
        Check.atLeast(2, factor, "factor");
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
    public int dimension() {
        return 1;
    }

    @Override
    public double rescaling() {
        return factor;
    }

    @Override
    public double[] next(double[] couplings) {
        return new double[] {Hyperbolic.chain(couplings[0], factor)};
    }

    /** Returns the constant g per remaining spin. */
    public double constant(double coupling) {
        return factor * Hyperbolic.logTwoCosh(coupling) - Hyperbolic.logTwoCosh(Hyperbolic.chain(coupling, factor));
    }

    /** Decimates a ring as often as b divides the number of spins; the first level is the ring itself. */
    public List<Level> decimate(int spins, double coupling) {
        Check.atLeast(1, spins, "spins");
        Level level = new Level(spins, coupling, 0);
        List<Level> levels = new ArrayList<>(List.of(level));
        while (level.spins % factor == 0) {
            int left = level.spins / factor;
            level = new Level(
                    left, Hyperbolic.chain(level.coupling, factor), level.constants + left * constant(level.coupling));
            levels.add(level);
        }
        return levels;
    }
}
