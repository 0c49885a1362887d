package io.dbn4j.rg.mcrg;

import io.dbn4j.core.Check;
import java.util.Arrays;

/**
 * The spins of a periodic square lattice as bits, a word for each row. A product of spins is a parity, so the products
 * of a row take a few instructions. Not safe for use by several threads.
 */
final class SpinRows {

    private final long[] down; // bit c of row r is set if the spin there is -1
    private final long[] parity; // scratch: parities of the products, row by row
    private final int side;
    private final long mask;

    /** Makes rows of spins that are all up. */
    SpinRows(int side) {
        Check.require(side >= 1 && side <= Long.SIZE, "side must be in [1, %d], was %d", Long.SIZE, side);
        this.side = side;
        down = new long[side];
        parity = new long[side];
        mask = -1L >>> (Long.SIZE - side);
    }

    /** Sets the spins, -1 and 1, row by row. Modifies this object. */
    void set(byte[] spins) {
        for (int row = 0; row < side; row++) {
            long bits = 0;
            for (int column = side - 1; column >= 0; column--) {
                bits = (bits << 1) | (spins[row * side + column] >>> 31);
            }
            down[row] = bits;
        }
    }

    /**
     * Returns the sum of an operator over the lattice.
     *
     * @param patterns from {@link SpinOperator#offsets}
     */
    int sum(int[][] patterns) {
        int negative = 0;
        for (int[] pattern : patterns) {
            Arrays.fill(parity, 0);
            for (int i = 0; i < pattern.length; i += 2) {
                multiply(pattern[i] % side, pattern[i + 1] % side);
            }
            for (long row : parity) {
                negative += Long.bitCount(row);
            }
        }
        return patterns.length * side * side - 2 * negative;
    }

    /**
     * Multiplies the product at every site by the spin {@code rows} below it and {@code columns} to the right of it.
     */
    private void multiply(int rows, int columns) {
        for (int row = 0; row < side; row++) {
            int other = row + rows < side ? row + rows : row + rows - side;
            parity[row] ^= shifted(down[other], columns);
        }
    }

    /** Returns the row shifted around the edge: bit c of the result is bit c + columns of the row. */
    private long shifted(long row, int columns) {
        return columns == 0 ? row : ((row >>> columns) | (row << (side - columns))) & mask;
    }
}
