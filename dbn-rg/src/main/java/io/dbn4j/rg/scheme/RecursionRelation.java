package io.dbn4j.rg.scheme;

import java.util.ArrayList;
import java.util.List;

/**
 * A step of a renormalization group on finitely many couplings.
 *
 * <pre>
 *   K' = R(K),      lengths shrink by a factor b
 * </pre>
 *
 * <p>Couplings that are even under a flip of all spins come first, then the odd ones. Odd couplings that are zero stay
 * zero, and the new even couplings do not depend on the odd ones to first order.
 */
public interface RecursionRelation {

    /** Step of the numerical derivatives, whose error is below 1e-11. */
    double STEP = 1e-4;

    /**
     * Returns the number of even couplings, whose terms keep their sign if all spins are flipped; an additive constant
     * is not counted.
     */
    int even();

    /** Returns the number of odd couplings, whose terms change sign if all spins are flipped. */
    int odd();

    /** Returns the number of dimensions d. */
    int dimension();

    /** Returns the factor b between the lattice constants. */
    double rescaling();

    /**
     * Returns the couplings of the coarser lattice.
     *
     * @param couplings even ones, then odd ones; not modified
     */
    double[] next(double[] couplings);

    /** Returns a trajectory of {@code steps + 1} points, its start included. */
    default List<double[]> flow(double[] start, int steps) {
        List<double[]> points = new ArrayList<>(List.of(start));
        for (int step = 0; step < steps; step++) {
            points.add(next(points.get(step)));
        }
        return points;
    }

    /** Returns the matrix {@code dK'_i / dK_j}, by five-point differences. */
    default double[][] linearized(double[] couplings) {
        double[][] matrix = new double[couplings.length][couplings.length];
        for (int j = 0; j < couplings.length; j++) {
            double[] above = moved(couplings, j, STEP);
            double[] below = moved(couplings, j, -STEP);
            double[] farAbove = moved(couplings, j, 2 * STEP);
            double[] farBelow = moved(couplings, j, -2 * STEP);
            for (int i = 0; i < couplings.length; i++) {
                matrix[i][j] = (8 * (above[i] - below[i]) - (farAbove[i] - farBelow[i])) / (12 * STEP);
            }
        }
        return matrix;
    }

    private double[] moved(double[] couplings, int index, double by) {
        double[] point = couplings.clone();
        point[index] += by;
        return next(point);
    }
}
