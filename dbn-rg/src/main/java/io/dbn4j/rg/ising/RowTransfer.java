package io.dbn4j.rg.ising;

import java.util.Arrays;
import org.apache.commons.math3.complex.Complex;

/**
 * The transfer matrix between rows of a square lattice with periodic boundaries in a complex field {@code h + i t}.
 *
 * <pre>
 *   T = V W,     V(s) = exp(K sum_i (s_i s_(i+1) - 1) + h sum_i (s_i - 1) + i t sum_i s_i),
 *                W(s, s') = exp(K sum_i (s_i s'_i - 1))
 * </pre>
 *
 * <p>W is a product over sites and is applied site by site. Energies are relative to their lowest value, so nothing
 * overflows and the trace lacks a factor {@code exp(2NK + Nh)}.
 */
final class RowTransfer {

    private final int side;
    private final double coupling;
    private final double[] weight; // |V|
    private final double[] real;
    private final double[] imaginary;

    /**
     * Computes the elements of the matrix.
     *
     * @param field h, not negative
     */
    RowTransfer(int side, double coupling, double field) {
        this.side = side;
        this.coupling = coupling;
        weight = new double[1 << side];
        for (int row = 0; row < weight.length; row++) {
            int down = side - Integer.bitCount(row);
            weight[row] = Math.exp(-2 * coupling * Integer.bitCount(row ^ rotated(row, side)) - 2 * field * down);
        }
        real = new double[1 << side];
        imaginary = new double[1 << side];
    }

    /** Returns {@code trace(T^L) = Z(h + i t) exp(-2NK - Nh)}, which is real without a real field. */
    Complex trace(double imaginaryField) {
        double[] cosine = new double[weight.length];
        double[] sine = new double[weight.length];
        for (int row = 0; row < weight.length; row++) {
            double angle = imaginaryField * (2 * Integer.bitCount(row) - side);
            cosine[row] = weight[row] * Math.cos(angle);
            sine[row] = weight[row] * Math.sin(angle);
        }
        double realPart = 0;
        double imaginaryPart = 0;
        for (int row = 0; row < weight.length; row++) {
            int rotations = rotationsIfSmallest(row, side);
            if (rotations > 0) {
                circle(row, cosine, sine);
                realPart += rotations * real[row];
                imaginaryPart += rotations * imaginary[row];
            }
        }
        return new Complex(realPart, imaginaryPart);
    }

    /**
     * Returns the correlation function {@code G(r) = <s_i s_(i+r)>} along a row, for r from 0 to L/2. The trace of
     * {@code T^L} with the product of two spins, averaged over the sites of the row, is divided by the trace without.
     */
    double[] correlation() {
        double[] sums = new double[side / 2 + 1];
        double[] none = new double[weight.length];
        for (int row = 0; row < weight.length; row++) {
            int rotations = rotationsIfSmallest(row, side);
            if (rotations > 0) {
                circle(row, weight, none);
                int shifted = row;
                for (int r = 0; r < sums.length; r++) {
                    sums[r] += rotations * real[row] * (side - 2.0 * Integer.bitCount(row ^ shifted)) / side;
                    shifted = rotated(shifted, side);
                }
            }
        }
        return Arrays.stream(sums).map(sum -> sum / sums[0]).toArray();
    }

    /** Sets {@code real} and {@code imaginary} to the column {@code (T^L)_.,row}. */
    private void circle(int row, double[] cosine, double[] sine) {
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
    static int rotationsIfSmallest(int row, int side) {
        int count = 1;
        for (int other = rotated(row, side); other != row; other = rotated(other, side)) {
            if (other < row) {
                return 0;
            }
            count++;
        }
        return count;
    }

    /** Returns the row shifted by one site around the ring. */
    static int rotated(int row, int side) {
        return row >> 1 | (row & 1) << (side - 1);
    }
}
