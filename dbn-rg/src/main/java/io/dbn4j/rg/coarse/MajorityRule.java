package io.dbn4j.rg.coarse;

import io.dbn4j.core.Reference;

/** The majority rule: the block spin has the sign of most spins of its block, and a tie is broken at random. */
@Reference(
        authors = "Th. Niemeijer, J. M. J. van Leeuwen",
        title = "Wilson theory for spin systems on a triangular lattice",
        venue = "Physical Review Letters 31",
        year = 1973,
        url = "https://doi.org/10.1103/PhysRevLett.31.1411")
public record MajorityRule(Blocks blocks) implements BlockSpins {

    @Override
    public double input(byte[] spins, int block) {
        int sum = blocks.sum(spins, block);
        return sum == 0 ? 0 : sum * Double.POSITIVE_INFINITY;
    }

    @Override
    public MajorityRule above() {
        return new MajorityRule(blocks.above());
    }
}
