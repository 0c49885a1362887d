package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;

/**
 * Equal blocks that divide the sites of a ring or of a periodic square.
 *
 * <p>Sites and blocks are numbered row by row; the blocks are the sites of the coarser lattice.
 *
 * @param side sites along an edge of the lattice
 * @param dimension 1 for a ring, 2 for a square
 * @param scale b, sites along an edge of a block; divides {@code side}
 */
public record Blocks(int side, int dimension, int scale) {

    public Blocks {
        Check.require(dimension == 1 || dimension == 2, "dimension must be 1 or 2, was %d", dimension);
        Check.atLeast(2, scale, "scale");
        Check.require(
                side >= scale && side % scale == 0,
                "side must be a multiple of %d, the edge of a block, was %d",
                scale,
                side);
    }

    /** Returns blocks of neighbors on a ring. */
    public static Blocks ring(int sites, int scale) {
        return new Blocks(sites, 1, scale);
    }

    /** Returns square blocks on a square lattice. */
    public static Blocks square(int side, int scale) {
        return new Blocks(side, 2, scale);
    }

    /** Returns blocks of the same scale on the lattice whose sites are these blocks. */
    public Blocks above() {
        return new Blocks(side / scale, dimension, scale);
    }

    /** Returns the number of sites. */
    public int sites() {
        return dimension == 1 ? side : side * side;
    }

    /** Returns the number of blocks. */
    public int count() {
        return sites() / size();
    }

    /** Returns the number of sites in a block. */
    public int size() {
        return dimension == 1 ? scale : scale * scale;
    }

    /** Returns the first site of a block, in its upper left corner. */
    public int first(int block) {
        int perRow = side / scale;
        return dimension == 1 ? block * scale : (block / perRow * side + block % perRow) * scale;
    }

    /** Returns a site of a block; its sites are counted from 0. */
    public int site(int block, int number) {
        return first(block) + (dimension == 1 ? number : number / scale * side + number % scale);
    }

    /** Returns the sum of the spins of a block. */
    int sum(byte[] spins, int block) {
        int first = first(block);
        int rows = dimension == 1 ? 1 : scale;
        int sum = 0;
        for (int row = 0; row < rows; row++) {
            for (int site = first + row * side; site < first + row * side + scale; site++) {
                sum += spins[site];
            }
        }
        return sum;
    }
}
