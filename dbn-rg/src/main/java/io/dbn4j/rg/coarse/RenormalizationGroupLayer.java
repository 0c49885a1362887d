package io.dbn4j.rg.coarse;

import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;

/**
 * A coarse graining by the hidden units of an RBM given its visible units: the recognition pass of a deep belief
 * network.
 *
 * <pre>
 *   T(v, h) = sum_j (h_j x_j - log 2 cosh x_j),     x = b + v W
 * </pre>
 *
 * <p>The terms log 2 cosh x_j make the trace 1: with them any weights are an exact renormalization-group
 * transformation. The plain operator {@code H(v) - E(v, h)} obeys the trace condition only if the RBM has the free
 * energy H.
 */
@Reference(
        authors = "J.-H. Chung, Y.-J. Kao",
        title = "Neural Monte Carlo renormalization group",
        venue = "Physical Review Research 3",
        year = 2021,
        url = "https://doi.org/10.1103/PhysRevResearch.3.023230")
public final class RenormalizationGroupLayer implements CoarseGraining {

    private final double[] weights; // row by row, [visible, hidden]
    private final double[] bias;
    private final int visible;

    /**
     * Makes a layer with the present weights and hidden biases of an RBM.
     *
     * @param rbm two-state units on both sides; Bernoulli units are converted to spins
     */
    public RenormalizationGroupLayer(Rbm rbm) {
        Rbm spins = Alphabet.convert(rbm, new Spin(), new Spin());
        weights = Elements.of(spins.weights());
        bias = Elements.of(spins.hiddenBias());
        visible = rbm.visible();
    }

    @Override
    public int spins() {
        return visible;
    }

    @Override
    public int blockSpins() {
        return bias.length;
    }

    @Override
    public void inputs(byte[] spins, double[] into) {
        System.arraycopy(bias, 0, into, 0, bias.length);
        for (int i = 0; i < visible; i++) {
            int row = i * bias.length;
            for (int j = 0; j < bias.length; j++) {
                into[j] += spins[i] * weights[row + j];
            }
        }
    }
}
