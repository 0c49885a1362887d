package io.dbn4j.rg.observable;

import io.dbn4j.rg.lattice.SquareLattice;

/**
 * The correlation function of a configuration on a periodic square lattice.
 *
 * <pre>
 *   G(r) = 1/(2N) sum over sites of s(x, y) (s(x + r, y) + s(x, y + r)),     r = 1 ... L/2
 * </pre>
 *
 * <p>The square of the magnetization is not subtracted. The energy per site is {@code -2 G(1)}.
 */
public final class CorrelationFunction {

    private final int side;

    /** Makes the function for a lattice. */
    public CorrelationFunction(SquareLattice lattice) {
        side = lattice.side();
    }

    /** Returns the largest distance, L/2. */
    public int distances() {
        return side / 2;
    }

    /**
     * Returns G of one configuration, G(1) first.
     *
     * @param spins 1 or -1, row by row, of one configuration after the other; not modified
     * @param first element at which the configuration starts
     */
    public double[] of(double[] spins, int first) {
        double[] function = new double[distances()];
        for (int r = 1; r <= function.length; r++) {
            double sum = 0;
            for (int row = 0; row < side; row++) {
                int below = first + (row + r) % side * side;
                int here = first + row * side;
                for (int column = 0; column < side; column++) {
                    sum += spins[here + column] * (spins[here + (column + r) % side] + spins[below + column]);
                }
            }
            function[r - 1] = sum / (2.0 * side * side);
        }
        return function;
    }
}
