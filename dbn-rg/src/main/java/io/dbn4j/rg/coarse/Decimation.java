package io.dbn4j.rg.coarse;

import io.dbn4j.core.Reference;

/** Decimation: the block spin is the first spin of its block, and the others are summed out. */
@Reference(
        authors = "D. R. Nelson, M. E. Fisher",
        title = "Soluble renormalization groups and scaling fields for low-dimensional Ising systems",
        venue = "Annals of Physics 91",
        year = 1975,
        url = "https://doi.org/10.1016/0003-4916(75)90284-5")
public record Decimation(Blocks blocks) implements BlockSpins {

    @Override
    public double input(byte[] spins, int block) {
        return spins[blocks.first(block)] * Double.POSITIVE_INFINITY;
    }

    @Override
    public Decimation above() {
        return new Decimation(blocks.above());
    }
}
