package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The hidden spins of a trained RBM, each put on the block of visible spins that its weights point to.
 *
 * <p>Training knows neither an order of hidden units nor a sign of hidden spins: the probability of the visible spins stays
 * the same if two hidden units change places, or if a hidden spin and its weights change sign. A lattice of block spins needs
 * both. Units are assigned to blocks so that the sum of |w_j|, with w_j the summed weights of unit j over its block, is as
 * large as no exchange of two units makes it larger; then the sign of each unit makes w_j positive.
 *
 * <p>Hidden biases are left out, so that the layer treats up and down alike as the Ising model without a field does. What
 * training gave them is {@link #largestBias}.
 *
 * @param rbm spins on both sides, without hidden biases, hidden spin j on block j
 * @param blockShare share of the squared weights that connect hidden spins to their own blocks; 1 for block spins that see
 *     nothing else, about 1 over the number of blocks for units that see the whole patch
 * @param largestBias the largest |hidden bias| that was left out
 */
public record HiddenLattice(Rbm rbm, double blockShare, double largestBias) {

    /**
     * Puts the hidden units of an RBM on blocks.
     *
     * @param trained two-state units on both sides, one visible unit for each site and one hidden unit for each block; not
     *     modified
     */
    public static HiddenLattice of(Rbm trained, Blocks blocks) {
        Check.require(
                trained.visible() == blocks.sites() && trained.hidden() == blocks.count(),
                "an RBM for these blocks must have %d visible and %d hidden units, had %d and %d",
                blocks.sites(),
                blocks.count(),
                trained.visible(),
                trained.hidden());
        Rbm spins = Alphabet.convert(trained, new Spin(), new Spin()).castTo(DataType.DOUBLE);
        double[][] sums = sums(spins.weights(), blocks);
        int[] unitOfBlock = assignment(sums);
        Rbm placed = Rbm.zero(new Spin(), new Spin(), spins.visible(), spins.hidden(), DataType.DOUBLE);
        placed.visibleBias().assign(spins.visibleBias());
        for (int block = 0; block < blocks.count(); block++) {
            int unit = unitOfBlock[block];
            double sign = sums[unit][block] < 0 ? -1 : 1;
            placed.weights().putColumn(block, spins.weights().getColumn(unit).mul(sign));
        }
        double bias = spins.hiddenBias().amaxNumber().doubleValue();
        return new HiddenLattice(placed, share(placed.weights(), blocks), bias);
    }

    /** Returns the layer as a coarse graining of one patch. */
    public RenormalizationGroupLayer layer() {
        return new RenormalizationGroupLayer(rbm);
    }

    private static double[][] sums(INDArray weights, Blocks blocks) {
        double[][] sums = new double[blocks.count()][blocks.count()];
        for (int unit = 0; unit < sums.length; unit++) {
            for (int block = 0; block < sums.length; block++) {
                for (int i = 0; i < blocks.size(); i++) {
                    sums[unit][block] += weights.getDouble(blocks.site(block, i), unit);
                }
            }
        }
        return sums;
    }

    /** Returns the unit of each block. */
    private static int[] assignment(double[][] sums) {
        int[] unitOf = IntStream.range(0, sums.length).toArray();
        boolean better = true;
        while (better) {
            better = false;
            for (int a = 0; a < unitOf.length; a++) {
                for (int b = 0; b < a; b++) {
                    double now = Math.abs(sums[unitOf[a]][a]) + Math.abs(sums[unitOf[b]][b]);
                    double exchanged = Math.abs(sums[unitOf[b]][a]) + Math.abs(sums[unitOf[a]][b]);
                    if (exchanged > now * (1 + 1e-12)) {
                        int unit = unitOf[a];
                        unitOf[a] = unitOf[b];
                        unitOf[b] = unit;
                        better = true;
                    }
                }
            }
        }
        return unitOf;
    }

    private static double share(INDArray weights, Blocks blocks) {
        double all = 0;
        for (double weight : Elements.of(weights)) {
            all += weight * weight;
        }
        double own = 0;
        for (int block = 0; block < blocks.count(); block++) {
            for (int i = 0; i < blocks.size(); i++) {
                double weight = weights.getDouble(blocks.site(block, i), block);
                own += weight * weight;
            }
        }
        return all == 0 ? 0 : own / all;
    }
}
