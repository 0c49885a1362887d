package io.dbn4j.rg.coarse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests of layers that tile a lattice, and of the order and signs of their hidden spins. */
class LayerTilingTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);
    private static final Blocks PATCH = Blocks.square(4, 2);

    /** Returns Kadanoff's kernel on a patch: hidden spin j sees block j. */
    private static Rbm kadanoff(double strength) {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), PATCH.sites(), PATCH.count(), DataType.DOUBLE);
        for (int block = 0; block < PATCH.count(); block++) {
            for (int i = 0; i < PATCH.size(); i++) {
                rbm.weights().putScalar(PATCH.site(block, i), block, strength);
            }
        }
        return rbm;
    }

    private static byte[] someSpins(int count) {
        INDArray drawn = Nd4j.valueArrayOf(new long[] {1, count}, 0.5, DataType.DOUBLE);
        new Seed(SEED).stream("spins").bernoulli(drawn, drawn);
        byte[] spins = new byte[count];
        IntStream.range(0, count).forEach(i -> spins[i] = (byte) (2 * drawn.getDouble(i) - 1));
        return spins;
    }

    private static double[] inputs(CoarseGraining step) {
        double[] inputs = new double[step.blockSpins()];
        step.inputs(someSpins(step.spins()), inputs);
        return inputs;
    }

    @Test
    void tiledPatchesOfKadanoffsKernelAreTheKernelOfTheLattice() {
        LayerTiling tiling = new LayerTiling(new RenormalizationGroupLayer(kadanoff(0.7)), 16);
        KadanoffKernel kernel = new KadanoffKernel(Blocks.square(16, 2), 0.7);

        assertThat(inputs(tiling)).containsExactly(inputs(kernel), within(1e-15));
        assertThat(inputs(tiling.above())).containsExactly(inputs(kernel.above()), within(1e-15));
    }

    @Test
    void unitsInAnotherOrderAndSignAreNoBlockSpinsUntilTheyArePutOnTheirBlocks() {
        Rbm sorted = kadanoff(0.7);
        Rbm mixed = sorted.copy();
        int[] order = {2, 0, 3, 1};
        for (int unit = 0; unit < order.length; unit++) {
            mixed.weights()
                    .putColumn(unit, sorted.weights().getColumn(order[unit]).mul(unit % 2 == 0 ? -1 : 1));
        }
        mixed.hiddenBias().putScalar(1, -0.03);

        HiddenLattice placed = HiddenLattice.of(mixed, PATCH);

        assertThat(mixed.weights()).isNotEqualTo(sorted.weights());
        assertThat(placed.rbm().weights()).isEqualTo(sorted.weights());
        assertThat(placed.rbm().hiddenBias().sumNumber().doubleValue()).isZero();
        assertThat(placed.blockShare()).isEqualTo(1, within(1e-15));
        assertThat(placed.leastShare()).isEqualTo(1, within(1e-15));
        assertThat(placed.strongestBlocks()).isEqualTo(4);
        assertThat(placed.largestBias()).isEqualTo(0.03, within(1e-15));
    }

    @Test
    void unitsThatSeeTheWholePatchHaveTheShareOfOneBlock() {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), PATCH.sites(), PATCH.count(), DataType.DOUBLE);
        rbm.weights().assign(0.2);

        HiddenLattice placed = HiddenLattice.of(rbm, PATCH);

        assertThat(placed.blockShare()).isEqualTo(0.25, within(1e-15));
        assertThat(placed.leastShare()).isEqualTo(0.25, within(1e-15));
        assertThat(placed.strongestBlocks()).isEqualTo(1);
    }

    /**
     * Unit 3 also sees one site of block 0, with three times its other weights: 4 of 13 parts of its squared weights
     * are on its own block.
     */
    @Test
    void aCutLayerKeepsTheWeightsOnOwnBlocks() {
        Rbm wide = kadanoff(0.5);
        wide.weights().putScalar(PATCH.site(0, 2), 3, -1.5);

        HiddenLattice placed = HiddenLattice.of(wide, PATCH);

        assertThat(placed.rbm().weights()).isEqualTo(wide.weights());
        assertThat(placed.blockShare()).isEqualTo(16.0 / 25, within(1e-15));
        assertThat(placed.leastShare()).isEqualTo(4.0 / 13, within(1e-15));
        assertThat(placed.strongestBlocks()).isEqualTo(3);
        assertThat(placed.cut().rbm().weights()).isEqualTo(kadanoff(0.5).weights());
        assertThat(placed.cut().blockShare()).isEqualTo(1, within(1e-15));
    }

    /** The assignment maximizes, so the share of random weights exceeds one over the number of blocks. */
    @Test
    void randomWeightsHaveMoreThanTheirShareOnOwnBlocks() {
        var random = new Seed(SEED).stream("random weights");

        HiddenLattice.RandomShares four = HiddenLattice.ofRandomWeights(PATCH, 200, random);
        HiddenLattice.RandomShares one = HiddenLattice.ofRandomWeights(Blocks.square(2, 2), 40, random);

        assertThat(four.low()).as("seed %d", SEED).isLessThan(four.median());
        assertThat(four.median()).as("seed %d", SEED).isBetween(0.27, four.high());
        assertThat(four.high()).as("seed %d", SEED).isLessThan(0.6);
        assertThat(one).isEqualTo(new HiddenLattice.RandomShares(1, 1, 1));
    }

    @Test
    void latticesThatPatchesDoNotFillAreRefused() {
        var layer = new RenormalizationGroupLayer(kadanoff(0.7));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerTiling(layer, 6))
                .withMessage("side must be a multiple of 4, the edge of a patch, was 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerTiling(
                        new RenormalizationGroupLayer(Rbm.zero(new Spin(), new Spin(), 6, 1, DataType.DOUBLE)), 6))
                .withMessage("spins of a layer must fill a square, were 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HiddenLattice.of(kadanoff(1), Blocks.square(6, 2)))
                .withMessage("an RBM for these blocks must have 36 visible and 9 hidden units, had 16 and 4");
    }
}
