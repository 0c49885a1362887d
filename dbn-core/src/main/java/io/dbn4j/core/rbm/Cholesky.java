package io.dbn4j.core.rbm;

import io.dbn4j.core.array.Elements;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The factor L of a symmetric matrix {@code L L^T}, which exists if and only if the matrix is positive definite. */
final class Cholesky {

    private final double[][] lower;
    private final boolean fails;

    /**
     * Factorizes a symmetric matrix.
     *
     * @param matrix {@code [n, n]}, symmetric; not modified
     */
    Cholesky(INDArray matrix) {
        lower = rows(matrix);
        fails = !factorize(lower);
    }

    private static double[][] rows(INDArray matrix) {
        double[] elements = Elements.of(matrix);
        int columns = Math.toIntExact(matrix.size(1));
        double[][] rows = new double[elements.length / columns][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(elements, row * columns, (row + 1) * columns);
        }
        return rows;
    }

    private static boolean factorize(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j] - dot(matrix[i], matrix[j], j);
                if (i == j && !(rest > 0)) {
                    return false;
                }
                matrix[i][j] = i == j ? Math.sqrt(rest) : rest / matrix[j][j];
            }
        }
        return true;
    }

    private static double dot(double[] a, double[] b, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Tells whether the matrix is not positive definite, up to rounding. */
    boolean fails() {
        return fails;
    }

    /** Returns the logarithm of the determinant. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < lower.length; i++) {
            sum += 2 * Math.log(lower[i][i]);
        }
        return sum;
    }

    /** Returns the solution X of {@code matrix X = columns}, {@code [n, columns]}; {@code columns} is not modified. */
    INDArray solve(INDArray columns) {
        double[][] x = rows(columns.transpose());
        for (double[] column : x) {
            for (int i = 0; i < column.length; i++) {
                column[i] = (column[i] - dot(lower[i], column, i)) / lower[i][i];
            }
            for (int i = column.length - 1; i >= 0; i--) {
                for (int k = i + 1; k < column.length; k++) {
                    column[i] -= lower[k][i] * column[k];
                }
                column[i] /= lower[i][i];
            }
        }
        return Nd4j.createFromArray(x).transpose();
    }
}
