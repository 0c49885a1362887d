package io.dbn4j.rg.scheme;

/**
 * Critical exponents from the eigenvalues of a fixed point.
 *
 * <pre>
 *   y_T = log(even eigenvalue) / log b,     y_H = log(odd eigenvalue) / log b
 *   nu = 1 / y_T,  alpha = 2 - d / y_T,  beta = (d - y_H) / y_T,  delta = y_H / (d - y_H),  eta = d + 2 - 2 y_H
 * </pre>
 *
 * @param thermal y_T
 * @param magnetic y_H; NaN if the scheme has no field
 * @param dimension d
 */
public record Exponents(double thermal, double magnetic, int dimension) {

    /** Exact exponents of the two-dimensional Ising model. */
    public static final Exponents ISING = new Exponents(1, 15.0 / 8, 2);

    /** Returns the exponent of the correlation length. */
    public double nu() {
        return 1 / thermal;
    }

    /** Returns the exponent of the specific heat. */
    public double alpha() {
        return 2 - dimension / thermal;
    }

    /** Returns the exponent of the magnetization below the critical temperature. */
    public double beta() {
        return (dimension - magnetic) / thermal;
    }

    /** Returns the exponent of the magnetization in a field at the critical temperature. */
    public double delta() {
        return magnetic / (dimension - magnetic);
    }

    /** Returns the exponent of the correlations at the critical temperature. */
    public double eta() {
        return dimension + 2 - 2 * magnetic;
    }
}
