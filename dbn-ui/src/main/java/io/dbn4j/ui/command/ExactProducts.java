package io.dbn4j.ui.command;

import java.util.Locale;
import java.util.function.BinaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A test of BLAS with products of matrices of small whole numbers.
 *
 * <p>A float holds every partial sum exactly, so a correct BLAS computes these products exactly, in any order of
 * addition. OpenBLAS has failed on processors that it took for others.
 */
final class ExactProducts {

    /**
     * Rows of the left matrix, its columns, and columns of the right matrix: odd, one, tall, flat, and sizes of MNIST.
     */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {1, 17, 1},
        {3, 5, 7},
        {16, 16, 16},
        {1, 784, 500},
        {31, 33, 65},
        {128, 1, 128},
        {257, 64, 3},
        {10, 784, 16},
        {64, 500, 10},
        {100, 500, 784},
        {100, 784, 500}
    };

    /** Largest value; values are from -4 to 4, so a sum of 784 products is at most 12544. */
    private static final int LARGEST = 4;

    private ExactProducts() {}

    /** Checks all products and returns their number; throws at the first product that is not exact. */
    static int count(BinaryOperator<INDArray> product) {
        for (int[] shape : SHAPES) {
            int[][] left = matrix(shape[0], shape[1]);
            int[][] right = matrix(shape[1], shape[2]);
            double[][] computed = product.apply(array(left), array(right)).toDoubleMatrix();
            int[][] exact = product(left, right);
            for (int row = 0; row < exact.length; row++) {
                for (int column = 0; column < exact[row].length; column++) {
                    require(computed[row][column], exact[row][column], row, column, shape);
                }
            }
        }
        return SHAPES.length;
    }

    private static void require(double computed, int exact, int row, int column, int[] shape) {
        if (computed != exact) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "wrong BLAS product of [%d, %d] and [%d, %d] at row %d, column %d: must be %d, was %s;"
                            + " set OPENBLAS_CORETYPE to another kernel, such as HASWELL, and run ./dbn doctor again",
                    shape[0],
                    shape[1],
                    shape[1],
                    shape[2],
                    row,
                    column,
                    exact,
                    computed));
        }
    }

    private static int[][] matrix(int rows, int columns) {
        int[][] matrix = new int[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix[row][column] = (5 * row + 7 * column + row * column) % (2 * LARGEST + 1) - LARGEST;
            }
        }
        return matrix;
    }

    private static INDArray array(int[][] matrix) {
        return Nd4j.createFromArray(matrix).castTo(DataType.FLOAT);
    }

    private static int[][] product(int[][] left, int[][] right) {
        int[][] product = new int[left.length][right[0].length];
        for (int row = 0; row < left.length; row++) {
            for (int inner = 0; inner < right.length; inner++) {
                for (int column = 0; column < right[inner].length; column++) {
                    product[row][column] += left[row][inner] * right[inner][column];
                }
            }
        }
        return product;
    }
}
