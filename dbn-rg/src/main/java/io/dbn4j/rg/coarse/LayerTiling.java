package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * A coarse graining that applies one layer to every square patch of a lattice, the patches side by side.
 *
 * <p>The layer sees a patch of p x p spins and draws q x q block spins, so the lattice shrinks by b = p / q along an edge.
 * Spins and block spins of a patch are numbered row by row; the block spins of all patches form the coarser lattice.
 *
 * @param layer the transformation of a patch
 * @param side edge of the lattice, a multiple of p
 */
@Reference(
        authors = "J.-H. Chung, Y.-J. Kao",
        title = "Neural Monte Carlo renormalization group",
        venue = "Physical Review Research 3",
        year = 2021,
        url = "https://doi.org/10.1103/PhysRevResearch.3.023230")
public record LayerTiling(RenormalizationGroupLayer layer, int side) implements CoarseGraining {

    /** Checks that both sides of the layer are squares and that its patches fill the lattice. */
    public LayerTiling {
        int patch = edge(layer.spins(), "spins");
        int blocks = edge(layer.blockSpins(), "block spins");
        Check.require(
                patch % blocks == 0,
                "the edge of a patch must be a multiple of the edge of its block spins, was %d for %d",
                patch,
                blocks);
        Check.require(
                side >= patch && side % patch == 0,
                "side must be a multiple of %d, the edge of a patch, was %d",
                patch,
                side);
    }

    /** Returns the same layer on the lattice of block spins. */
    public LayerTiling above() {
        return new LayerTiling(layer, side / scale());
    }

    @Override
    public int spins() {
        return side * side;
    }

    @Override
    public int blockSpins() {
        return spins() / (scale() * scale());
    }

    @Override
    public void inputs(byte[] spins, double[] into) {
        int patch = edge(layer.spins(), "spins");
        int blocks = patch / scale();
        byte[] seen = new byte[layer.spins()];
        double[] input = new double[layer.blockSpins()];
        for (int row = 0; row < side / patch; row++) {
            for (int column = 0; column < side / patch; column++) {
                for (int line = 0; line < patch; line++) {
                    System.arraycopy(spins, (row * patch + line) * side + column * patch, seen, line * patch, patch);
                }
                layer.inputs(seen, input);
                for (int line = 0; line < blocks; line++) {
                    int to = (row * blocks + line) * (side / scale()) + column * blocks;
                    System.arraycopy(input, line * blocks, into, to, blocks);
                }
            }
        }
    }

    /** Returns b, the factor by which an edge shrinks. */
    private int scale() {
        return (int) Math.round(Math.sqrt((double) layer.spins() / layer.blockSpins()));
    }

    private static int edge(int sites, String name) {
        int edge = (int) Math.round(Math.sqrt(sites));
        Check.require(edge * edge == sites, "%s of a layer must fill a square, were %d", name, sites);
        return edge;
    }
}
