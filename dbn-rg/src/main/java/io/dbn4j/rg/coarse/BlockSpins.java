package io.dbn4j.rg.coarse;

/**
 * A coarse graining by one rule for all blocks of a lattice; it can be applied again to the lattice of block spins.
 */
public interface BlockSpins extends CoarseGraining {

    /** Returns the blocks, one for each block spin. */
    Blocks blocks();

    /** Returns half the log odds that the block spin of a block is up. */
    double input(byte[] spins, int block);

    /** Returns the same rule on the lattice of block spins. */
    BlockSpins above();

    @Override
    default int spins() {
        return blocks().sites();
    }

    @Override
    default int blockSpins() {
        return blocks().count();
    }

    @Override
    default void inputs(byte[] spins, double[] into) {
        for (int block = 0; block < into.length; block++) {
            into[block] = input(spins, block);
        }
    }
}
