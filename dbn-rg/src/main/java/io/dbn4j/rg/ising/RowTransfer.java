package io.dbn4j.rg.ising;

import java.util.Arrays;

/**
 * The transfer matrix between rows of a square lattice with periodic boundaries in an imaginary field.
 *
 * <pre>
 *   T = V W,     V(s) = exp(K sum_i (s_i s_(i+1) - 1) + i t sum_i s_i),     W(s, s') = exp(K sum_i (s_i s'_i - 1))
 * </pre>
 *
 * <p>W is a product over sites and is applied site by site. Energies of bonds are relative to their lowest value, so
 * nothing overflows and the trace lacks a factor exp(2NK).
 */
final class RowTransfer {

    private final int side;
    private final double coupling;
    private final double[] weight; // |V|
    private final double[] real;
    private final double[] imaginary;

    RowTransfer(int side, double coupling) {
        this.side = side;
        this.coupling = coupling;
        weight = new double[1 << side];
        for (int row = 0; row < weight.length; row++) {
            weight[row] = Math.exp(-2 * coupling * Integer.bitCount(row ^ rotated(row)));
        }
        real = new double[1 << side];
        imaginary = new double[1 << side];
    }

    /** Returns the real number {@code trace(T^L) = Z(i t) exp(-2 N K)}. */
    double trace(double field) {
        double[] cosine = new double[weight.length];
        double[] sine = new double[weight.length];
        for (int row = 0; row < weight.length; row++) {
            double angle = field * (2 * Integer.bitCount(row) - side);
            cosine[row] = weight[row] * Math.cos(angle);
            sine[row] = weight[row] * Math.sin(angle);
        }
        double trace = 0;
        for (int row = 0; row < weight.length; row++) {
            int rotations = rotationsIfSmallest(row);
            if (rotations > 0) {
                trace += rotations * returning(row, cosine, sine);
            }
        }
        return trace;
    }

    /** Returns the real part of {@code (T^L)_row,row}. */
    private double returning(int row, double[] cosine, double[] sine) {
        Arrays.fill(real, 0);
        Arrays.fill(imaginary, 0);
        real[row] = 1;
        for (int step = 0; step < side; step++) {
            for (int site = 0; site < side; site++) {
                applyBonds(real, 1 << site);
                applyBonds(imaginary, 1 << site);
            }
            for (int s = 0; s < real.length; s++) {
                double product = real[s] * cosine[s] - imaginary[s] * sine[s];
                imaginary[s] = real[s] * sine[s] + imaginary[s] * cosine[s];
                real[s] = product;
            }
        }
        return real[row];
    }

    /** Multiplies by the bond between a site and its neighbor in the next row. Modifies x. */
    private void applyBonds(double[] x, int site) {
        double flipped = Math.exp(-2 * coupling);
        for (int s = 0; s < x.length; s++) {
            if ((s & site) == 0) {
                double down = x[s];
                double up = x[s | site];
                x[s] = down + flipped * up;
                x[s | site] = flipped * down + up;
            }
        }
    }

    /**
     * Returns the number of distinct rotations of a row, which all have equal diagonal elements; 0 unless the row is
     * the smallest of them.
     */
    private int rotationsIfSmallest(int row) {
        int count = 1;
        for (int other = rotated(row); other != row; other = rotated(other)) {
            if (other < row) {
                return 0;
            }
            count++;
        }
        return count;
    }

    private int rotated(int row) {
        return row >> 1 | (row & 1) << (side - 1);
    }
}
