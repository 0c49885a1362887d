package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The hidden spins of a trained RBM as a lattice, each assigned to a block of visible spins by its weights.
 *
 * <p>Training determines neither the order of hidden units nor the signs of hidden spins: the probability of the
 * visible spins stays the same if two hidden units change places, or if a hidden spin, its bias and its weights change
 * sign. A lattice of block spins needs both. Units are assigned to blocks so that the sum of |w_j| is largest, with w_j
 * the summed weights of unit j over its block; then the sign of each unit makes w_j positive.
 *
 * <p>Hidden biases are set to 0, so the layer is symmetric under a flip of all spins, like the Ising model without a
 * field. This changes the layer: a symmetric model may have opposite biases in pairs of hidden units. The largest
 * |bias| that was set to 0 is {@link #largestBias}.
 *
 * <p>The assignment maximizes, so even random weights have more than the average share on their own blocks: compare
 * with {@link #ofRandomWeights}. Weights that are local anywhere in the patch exceed random weights too, whether or not
 * blocks organize them.
 *
 * @param rbm spins on both sides, without hidden biases, hidden spin j on block j
 * @param blocks blocks of the visible spins
 * @param largestBias the largest |hidden bias| that was set to 0
 */
public record HiddenLattice(Rbm rbm, Blocks blocks, double largestBias) {

    /**
     * The distribution of the share of squared weights on own blocks among random layers.
     *
     * @param low lower end of the range that holds 95 % of the shares
     * @param median median of the shares
     * @param high upper end of the range
     */
    public record RandomShares(double low, double median, double high) {}

    /**
     * Assigns the hidden units of an RBM to blocks.
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
        double[][] sums = overBlocks(spins.weights(), blocks, 1);
        int[] unitOfBlock = Assignment.largest(Arrays.stream(sums)
                .map(row -> Arrays.stream(row).map(Math::abs).toArray())
                .toArray(double[][]::new));
        Rbm placed = like(spins);
        for (int block = 0; block < blocks.count(); block++) {
            int unit = unitOfBlock[block];
            double sign = sums[unit][block] < 0 ? -1 : 1;
            placed.weights().putColumn(block, spins.weights().getColumn(unit).mul(sign));
        }
        return new HiddenLattice(placed, blocks, spins.hiddenBias().amaxNumber().doubleValue());
    }

    /** Returns the shares of layers with independent Gaussian weights that were assigned to blocks in the same way. */
    public static RandomShares ofRandomWeights(Blocks blocks, int draws, RandomSource random) {
        Check.atLeast(40, draws, "draws");
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), blocks.sites(), blocks.count(), DataType.DOUBLE);
        double[] shares = IntStream.range(0, draws)
                .mapToDouble(draw -> {
                    random.gaussian(rbm.weights());
                    return of(rbm, blocks).blockShare();
                })
                .sorted()
                .toArray();
        int outside = draws / 40;
        double median = (shares[(draws - 1) / 2] + shares[draws / 2]) / 2;
        return new RandomShares(shares[outside], median, shares[draws - 1 - outside]);
    }

    /** Returns the layer as a coarse graining of one patch. */
    public RenormalizationGroupLayer layer() {
        return new RenormalizationGroupLayer(rbm);
    }

    /** Returns the same layer with only the weights between hidden spins and their own blocks. */
    public HiddenLattice cut() {
        Rbm own = like(rbm);
        for (int block = 0; block < blocks.count(); block++) {
            for (int i = 0; i < blocks.size(); i++) {
                int site = blocks.site(block, i);
                own.weights().putScalar(site, block, rbm.weights().getDouble(site, block));
            }
        }
        return new HiddenLattice(own, blocks, largestBias);
    }

    /**
     * Returns the share of squared weights between hidden spins and their own blocks; 1 if each hidden spin has weights
     * only to its block.
     */
    public double blockShare() {
        double[][] squares = squares();
        double own = IntStream.range(0, squares.length)
                .mapToDouble(unit -> squares[unit][unit])
                .sum();
        return share(own, Arrays.stream(squares).flatMapToDouble(Arrays::stream).sum());
    }

    /** Returns the smallest share of a hidden spin's squared weights that lies on its own block. */
    public double leastShare() {
        double[][] squares = squares();
        return IntStream.range(0, squares.length)
                .mapToDouble(unit ->
                        share(squares[unit][unit], Arrays.stream(squares[unit]).sum()))
                .min()
                .orElseThrow();
    }

    /** Returns the number of blocks that are the block of largest squared weight for some hidden spin. */
    public int strongestBlocks() {
        return (int) Arrays.stream(squares())
                .mapToInt(row -> IntStream.range(0, row.length)
                        .reduce(0, (best, block) -> row[block] > row[best] ? block : best))
                .distinct()
                .count();
    }

    private double[][] squares() {
        return overBlocks(rbm.weights(), blocks, 2);
    }

    private static double share(double own, double all) {
        return all == 0 ? 0 : own / all;
    }

    /** Returns an RBM with the visible biases of another and without weights. */
    private static Rbm like(Rbm spins) {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), spins.visible(), spins.hidden(), DataType.DOUBLE);
        rbm.visibleBias().assign(spins.visibleBias());
        return rbm;
    }

    /** Returns the sums of powers of weights by unit and block. */
    private static double[][] overBlocks(INDArray weights, Blocks blocks, int power) {
        int count = blocks.count();
        double[] values = Elements.of(weights); // row by row, [sites, units]
        double[][] sums = new double[count][count];
        for (int unit = 0; unit < count; unit++) {
            for (int block = 0; block < count; block++) {
                for (int i = 0; i < blocks.size(); i++) {
                    sums[unit][block] += Math.pow(values[blocks.site(block, i) * count + unit], power);
                }
            }
        }
        return sums;
    }
}
