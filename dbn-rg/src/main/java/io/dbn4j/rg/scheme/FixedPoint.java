package io.dbn4j.rg.scheme;

import io.dbn4j.core.Check;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A fixed point of a renormalization step, with all odd couplings zero.
 *
 * <pre>
 *   R(K*) = K*,     M = dR/dK at K*,     eigenvalue = b^y
 * </pre>
 *
 * @param relation the step
 * @param couplings K*
 * @param evenEigenvalues eigenvalues of M between even couplings, real parts, largest first
 * @param oddEigenvalues eigenvalues of M between odd couplings, real parts, largest first
 */
public record FixedPoint(
        RecursionRelation relation, List<Double> couplings, List<Double> evenEigenvalues, List<Double> oddEigenvalues) {

    private static final int MOST_ITERATIONS = 100;

    private static final double CONVERGED = 1e-14;

    /**
     * Finds a fixed point near some couplings by Newton's method.
     *
     * @param start even couplings to start from
     * @throws IllegalArgumentException if the method does not converge from there
     */
    public static FixedPoint near(RecursionRelation relation, double... start) {
        int even = relation.even();
        Check.require(start.length == even, "start must have %d couplings, had %d", even, start.length);
        double[] couplings = Arrays.copyOf(start, even + relation.odd());
        double change = Double.POSITIVE_INFINITY;
        for (int i = 0; i < MOST_ITERATIONS && change > CONVERGED; i++) {
            double[] next = relation.next(couplings);
            RealMatrix slope = block(relation.linearized(couplings), 0, even);
            for (int k = 0; k < even; k++) {
                slope.addToEntry(k, k, -1);
                next[k] = couplings[k] - next[k];
            }
            DecompositionSolver solver = new LUDecomposition(slope).getSolver();
            if (!solver.isNonSingular()) {
                break;
            }
            double[] step =
                    solver.solve(new ArrayRealVector(Arrays.copyOf(next, even))).toArray();
            change = 0;
            for (int k = 0; k < even; k++) {
                couplings[k] += step[k];
                change = Math.max(change, Math.abs(step[k]));
            }
        }
        Check.require(
                change <= 1e-10,
                "start must be near a fixed point, Newton's method does not converge from %s",
                Arrays.toString(start));
        double[][] matrix = relation.linearized(couplings);
        return new FixedPoint(
                relation,
                Arrays.stream(couplings).limit(even).boxed().toList(),
                eigenvalues(block(matrix, 0, even)),
                eigenvalues(block(matrix, even, relation.odd())));
    }

    /** Returns the critical exponents of the fixed point. */
    public Exponents exponents() {
        double logarithm = Math.log(relation.rescaling());
        double magnetic = oddEigenvalues.isEmpty() ? Double.NaN : Math.log(oddEigenvalues.get(0)) / logarithm;
        return new Exponents(Math.log(evenEigenvalues.get(0)) / logarithm, magnetic, relation.dimension());
    }

    private static RealMatrix block(double[][] matrix, int first, int size) {
        double[][] block = new double[size][];
        for (int i = 0; i < size; i++) {
            block[i] = Arrays.copyOfRange(matrix[first + i], first, first + size);
        }
        return size == 0 ? new Array2DRowRealMatrix() : new Array2DRowRealMatrix(block);
    }

    private static List<Double> eigenvalues(RealMatrix matrix) {
        if (matrix.getRowDimension() == 0) {
            return List.of();
        }
        return Arrays.stream(new EigenDecomposition(matrix).getRealEigenvalues())
                .boxed()
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
