package io.dbn4j.rg.scheme;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of a renormalization group on finitely many couplings.
 *
 * <pre>
 *   K' = R(K),      lengths shrink by a factor b
 * </pre>
 *
 * <p>The couplings that are even under a flip of all spins come first, then the odd ones. Odd couplings that are zero stay
 * zero, and even ones do not change to first order in the odd ones.
 */
public interface RecursionRelation {

    /** Step of the numerical derivatives: their error is below 1e-11. */
    double STEP = 1e-4;

    /** Number of even couplings; an additive constant is not among them. */
    int even();

    /** Number of odd couplings. */
    int odd();

    /** Number of dimensions d. */
    int dimension();

    /** The factor b between the lattice constants. */
    double rescaling();

    /**
     * The couplings of the coarser lattice.
     *
     * @param couplings even ones, then odd ones; not modified
     */
    double[] next(double[] couplings);

    /** A trajectory with its start, {@code steps + 1} points. */
    default List<double[]> flow(double[] start, int steps) {
        List<double[]> points = new ArrayList<>(List.of(start));
        for (int step = 0; step < steps; step++) {
            points.add(next(points.get(step)));
        }
        return points;
    }

    /** {@code dK'_i / dK_j}, by five-point differences. */
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
