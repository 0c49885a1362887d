package io.dbn4j.rg.scheme;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.stats.LogSumExp;
import java.util.Arrays;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Kadanoff's variational renormalization group on the square lattice, with blocks of 2 x 2 spins.
 *
 * <pre>
 *   P(mu | s) = exp(p mu sum s) / (2 cosh(p sum s))                        for the four spins s of a block
 *   exp(u'(mu)) = sum_s exp(p sum_i mu_i s_i - log 2 cosh(p sum_i s_i) + 4 u(s))
 * </pre>
 *
 * <p>The kernel is normalized, so the step alone is exact. To make the spins summable, the potentials of four cells are
 * moved into one of them. Moving does not change the mean of a potential, so by Jensen's inequality the free energy
 * -log Z cannot rise. Hence log Z of the coarse lattice is an upper bound for every p ({@link KadanoffBound}), and at
 * the best p the bound is stationary:
 *
 * <pre>
 *   psi . du'/dp = 0,      psi = left eigenvector of du'/du with eigenvalue b^d = 4
 * </pre>
 *
 * <p>{@code du'(mu)/du(s) = 4 q(s | mu)} with a conditional distribution q, so psi is the stationary distribution of q.
 *
 * <p>With the best p, the fixed point with equal nearest and next-nearest couplings gives Kadanoff's published
 * exponents, alpha = 0.002 and delta = 15.04. It has a second relevant even direction, in which the two couplings
 * differ. The nearest-neighbor model therefore does not flow there, but to the fixed point of the branch that leaves it
 * at p = 0.742. Couplings: nearest, next-nearest, plaquette; field, product of three.
 *
 * @param parameter p, strength of the kernel
 */
@Reference(
        authors = "L. P. Kadanoff",
        title = "Variational principles and approximate renormalization group calculations",
        venue = "Physical Review Letters 34",
        year = 1975,
        url = "https://doi.org/10.1103/PhysRevLett.34.1005")
public record KadanoffLowerBound(double parameter) implements RecursionRelation {

    private static final int EVEN = 3;

    /** Applications of q that reach its stationary distribution: each halves the error. */
    private static final int MIXING_STEPS = 100;

    /**
     * Steps after which a flow has left the fixed point: the relevant eigenvalue is 2, so 50 steps suffice even from a
     * distance of rounding errors.
     */
    private static final int FLOW_STEPS = 100;

    public KadanoffLowerBound {
        Check.require(Double.isFinite(parameter), "parameter must be finite, was %s", parameter);
    }

    /**
     * Finds the best parameter for the fixed points of a branch.
     *
     * @param low a parameter below the best one
     * @param high a parameter above it
     * @param start couplings near a fixed point of the branch, nearest, next-nearest and plaquette
     */
    public static KadanoffLowerBound best(double low, double high, double... start) {
        return new KadanoffLowerBound(
                new BrentSolver(1e-14, 1e-15, 0).solve(200, p -> new KadanoffLowerBound(p).slope(start), low, high));
    }

    @Override
    public int even() {
        return EVEN;
    }

    @Override
    public int odd() {
        return SquareCell.INTERACTIONS - EVEN;
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public double rescaling() {
        return 2;
    }

    @Override
    public double[] next(double[] couplings) {
        return SquareCell.couplings(renormalized(SquareCell.potential(couplings)));
    }

    /**
     * Returns the potential u' of each state of a coarse cell, with its constant.
     *
     * @param potential u of each of the 16 states; state 0 has all spins up; not modified
     */
    double[] renormalized(double[] potential) {
        double[] normalization = normalization();
        double[] next = new double[SquareCell.STATES];
        for (int mu = 0; mu < next.length; mu++) {
            double[] exponents = exponents(mu, normalization, potential);
            next[mu] = LogSumExp.of(exponents);
        }
        return next;
    }

    /**
     * Returns {@code psi . du'/dp} at the fixed point near some couplings: 4 times the derivative of the bound of log Z
     * per site with respect to p.
     */
    public double slope(double... start) {
        FixedPoint fixed = FixedPoint.near(this, start);
        double[] couplings = Arrays.copyOf(
                fixed.couplings().stream().mapToDouble(Double::doubleValue).toArray(), SquareCell.INTERACTIONS);
        double[] potential = SquareCell.potential(couplings);
        double[] constant = renormalized(potential);
        double[][] conditional = new double[SquareCell.STATES][SquareCell.STATES];
        double[] derivative = new double[SquareCell.STATES];
        for (int mu = 0; mu < SquareCell.STATES; mu++) {
            double[] exponents = exponents(mu, normalization(), potential);
            for (int s = 0; s < SquareCell.STATES; s++) {
                int sum = SquareCell.sum(s);
                conditional[mu][s] = Math.exp(exponents[s] - constant[mu]);
                derivative[mu] += conditional[mu][s] * (SquareCell.overlap(mu, s) - sum * Math.tanh(parameter * sum));
            }
        }
        double[] psi = stationary(conditional);
        double slope = 0;
        for (int mu = 0; mu < SquareCell.STATES; mu++) {
            slope += psi[mu] * derivative[mu];
        }
        return slope;
    }

    /**
     * Returns the coupling of the nearest-neighbor model that separates flows to order from flows to disorder, with
     * this p in every step.
     *
     * @param low a coupling K that flows to disorder
     * @param high a coupling K that flows to order
     */
    public double criticalCoupling(double low, double high) {
        double disordered = low;
        double ordered = high;
        while (ordered - disordered > 1e-13) {
            double middle = (ordered + disordered) / 2;
            if (ordersFrom(middle)) {
                ordered = middle;
            } else {
                disordered = middle;
            }
        }
        return (ordered + disordered) / 2;
    }

    /**
     * Returns the couplings of the nearest-neighbor model: half of K, because each bond between neighbors belongs to
     * two cells.
     */
    static double[] nearestNeighbor(double coupling) {
        return new double[] {coupling / 2, 0, 0, 0, 0};
    }

    /**
     * Tells whether the nearest-neighbor model with this coupling orders. With p fixed, order flows to finite couplings
     * and disorder to a nearest-neighbor coupling near zero.
     */
    private boolean ordersFrom(double coupling) {
        double[] couplings = nearestNeighbor(coupling);
        for (int step = 0; step < FLOW_STEPS && couplings[0] > 0.01; step++) {
            // Rounding errors in the odd couplings would grow.
            couplings = Arrays.copyOf(Arrays.copyOf(next(couplings), EVEN), SquareCell.INTERACTIONS);
        }
        return couplings[0] > 0.01;
    }

    /** Returns {@code log 2 cosh(p sum s)} for each state s. */
    private double[] normalization() {
        double[] normalization = new double[SquareCell.STATES];
        for (int s = 0; s < normalization.length; s++) {
            normalization[s] = Hyperbolic.logTwoCosh(parameter * SquareCell.sum(s));
        }
        return normalization;
    }

    /** Returns the exponents in the sum over s. */
    private double[] exponents(int mu, double[] normalization, double[] potential) {
        double[] exponents = new double[SquareCell.STATES];
        for (int s = 0; s < exponents.length; s++) {
            exponents[s] = parameter * SquareCell.overlap(mu, s) - normalization[s] + 4 * potential[s];
        }
        return exponents;
    }

    /** Returns the stationary distribution of a kernel {@code [from][to]}. */
    private static double[] stationary(double[][] kernel) {
        double[] p = new double[kernel.length];
        Arrays.fill(p, 1.0 / p.length);
        for (int step = 0; step < MIXING_STEPS; step++) {
            double[] next = new double[p.length];
            for (int from = 0; from < p.length; from++) {
                for (int to = 0; to < p.length; to++) {
                    next[to] += p[from] * kernel[from][to];
                }
            }
            p = next;
        }
        return p;
    }
}
