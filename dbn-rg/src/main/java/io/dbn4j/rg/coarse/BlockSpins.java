package io.dbn4j.rg.coarse;

/** A coarse graining by one rule for all blocks of a lattice; can be applied again to the lattice of block spins. */
public interface BlockSpins extends CoarseGraining {

    /** The blocks, one for each block spin. */
    Blocks blocks();

    /** Half the log odds that the block spin of this block is up. */
    double input(byte[] spins, int block);

    /** The same rule on the lattice of block spins. */
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
