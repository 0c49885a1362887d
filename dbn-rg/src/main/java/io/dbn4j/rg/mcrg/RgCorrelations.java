package io.dbn4j.rg.mcrg;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Sums for the linearized renormalization-group transformation: correlations of the operators S' of block spins with
 * each other and with the operators S of the spins below.
 *
 * <pre>
 *   A_cd = &lt;S'_c S'_d&gt; - &lt;S'_c&gt;&lt;S'_d&gt;,     B_cb = &lt;S'_c S_b&gt; - &lt;S'_c&gt;&lt;S_b&gt;
 *   B_cb = d&lt;S'_c&gt;/dK_b = sum_a A_ca dK'_a/dK_b     hence     T = (dK'_a/dK_b) = A^-1 B
 * </pre>
 */
final class RgCorrelations {

    private final int operators;
    private final boolean connected;
    private final double[] coarse; // sums of S'
    private final double[] fine; // sums of S
    private final double[][] coarseCoarse;
    private final double[][] coarseFine;
    private double weight;

    /**
     * Makes empty sums.
     *
     * @param connected whether products of averages are subtracted; averages of odd operators vanish without a field
     */
    RgCorrelations(int operators, boolean connected) {
        this.operators = operators;
        this.connected = connected;
        coarse = new double[operators];
        fine = new double[operators];
        coarseCoarse = new double[operators][operators];
        coarseFine = new double[operators][operators];
    }

    /** Adds a configuration with a weight, given by the values of the operators on both lattices. */
    void add(double share, double[] blockSpins, double[] spins) {
        weight += share;
        for (int c = 0; c < operators; c++) {
            coarse[c] += share * blockSpins[c];
            fine[c] += share * spins[c];
            for (int d = 0; d < operators; d++) {
                coarseCoarse[c][d] += share * blockSpins[c] * blockSpins[d];
                coarseFine[c][d] += share * blockSpins[c] * spins[d];
            }
        }
    }

    /** Adds or subtracts the sums of another object. */
    void add(RgCorrelations other, double sign) {
        weight += sign * other.weight;
        for (int c = 0; c < operators; c++) {
            coarse[c] += sign * other.coarse[c];
            fine[c] += sign * other.fine[c];
            for (int d = 0; d < operators; d++) {
                coarseCoarse[c][d] += sign * other.coarseCoarse[c][d];
                coarseFine[c][d] += sign * other.coarseFine[c][d];
            }
        }
    }

    /** Returns the matrix T of the first {@code first} operators. */
    RealMatrix transformation(int first) {
        RealMatrix a = new Array2DRowRealMatrix(first, first);
        RealMatrix b = new Array2DRowRealMatrix(first, first);
        for (int c = 0; c < first; c++) {
            double mean = connected ? coarse[c] / weight : 0;
            for (int d = 0; d < first; d++) {
                a.setEntry(c, d, coarseCoarse[c][d] / weight - mean * coarse[d] / weight);
                b.setEntry(c, d, coarseFine[c][d] / weight - mean * fine[d] / weight);
            }
        }
        return new LUDecomposition(a).getSolver().solve(b);
    }

    /** Returns the largest eigenvalue of T for the first operators. */
    double largestEigenvalue(int first) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double eigenvalue : new EigenDecomposition(transformation(first)).getRealEigenvalues()) {
            largest = Math.max(largest, eigenvalue);
        }
        return largest;
    }
}
