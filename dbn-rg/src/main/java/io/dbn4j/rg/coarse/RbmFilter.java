package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trace-normalized layer with shared weights: the same hidden unit of an RBM on every block.
 *
 * <pre>
 *   P(h | v) = prod over blocks of exp(h x) / (2 cosh x),     x = b + sum over the block of w_i v_i
 * </pre>
 *
 * @param weights w, one for each site of a block
 * @param bias b
 */
@Reference(
        authors = "J.-H. Chung, Y.-J. Kao",
        title = "Neural Monte Carlo renormalization group",
        venue = "Physical Review Research 3",
        year = 2021,
        url = "https://doi.org/10.1103/PhysRevResearch.3.023230")
public record RbmFilter(Blocks blocks, List<Double> weights, double bias) implements BlockSpins {

    public RbmFilter {
        weights = List.copyOf(weights);
        Check.require(
                weights.size() == blocks.size(),
                "number of weights must be %d, one for each site of a block, was %d",
                blocks.size(),
                weights.size());
    }

    /**
     * Returns the filter that an RBM has learned.
     *
     * @param rbm one hidden unit and one visible unit for each site of a block, all with two states
     */
    public static RbmFilter of(Rbm rbm, Blocks blocks) {
        Check.require(rbm.hidden() == 1, "number of hidden units must be 1, was %d", rbm.hidden());
        Rbm spins = Alphabet.convert(rbm, new Spin(), new Spin());
        INDArray weights = spins.weights();
        return new RbmFilter(
                blocks,
                IntStream.range(0, rbm.visible())
                        .mapToObj(i -> weights.getDouble(i, 0))
                        .toList(),
                spins.hiddenBias().getDouble(0));
    }

    @Override
    public double input(byte[] spins, int block) {
        double x = bias;
        for (int i = 0; i < weights.size(); i++) {
            x += weights.get(i) * spins[blocks.site(block, i)];
        }
        return x;
    }

    @Override
    public RbmFilter above() {
        return new RbmFilter(blocks.above(), weights, bias);
    }
}
