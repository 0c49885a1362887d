package io.dbn4j.rg.scheme;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * An upper bound of log Z of the infinite square lattice, and so a lower bound of its free energy, by iterating {@link
 * KadanoffLowerBound}.
 *
 * <pre>
 *   log Z / N &lt;= sum over steps n of 4^-(n+1) c_n,      c_n = constant of the potential after step n
 * </pre>
 *
 * <p>It is a bound for every sequence of parameters; lower is better. The constant is the potential of aligned spins;
 * the rest of the potential stays finite and adds nothing in the limit.
 *
 * @param parameters p of the first steps; all further steps use the last one
 */
@Reference(
        authors = "L. P. Kadanoff, A. Houghton, M. C. Yalabik",
        title = "Variational approximations for renormalization group transformations",
        venue = "Journal of Statistical Physics 14",
        year = 1976,
        url = "https://doi.org/10.1007/BF01011765")
public record KadanoffBound(List<Double> parameters) {

    /** Number of steps: the constants of later steps are divided by more than 2^53. */
    private static final int STEPS = 28;

    private static final int MOST_EVALUATIONS = 100_000;

    public KadanoffBound {
        parameters = List.copyOf(parameters);
        Check.atLeast(1, parameters.size(), "number of parameters");
    }

    /**
     * Returns an upper bound of log Z per site of the nearest-neighbor model, in nats.
     *
     * @param coupling K
     */
    public double logPartition(double coupling) {
        double[] potential = SquareCell.potential(KadanoffLowerBound.nearestNeighbor(coupling));
        double bound = 0;
        double share = 1; // number of sites of this lattice per site of the first lattice
        for (int step = 0; step < STEPS; step++) {
            double parameter = parameters.get(Math.min(step, parameters.size() - 1));
            potential = new KadanoffLowerBound(parameter).renormalized(potential);
            double constant = potential[0];
            share /= 4;
            bound += share * constant;
            potential = Arrays.stream(potential).map(u -> u - constant).toArray();
        }
        return bound;
    }

    /**
     * Returns the lowest bound that the method of Nelder and Mead finds, a local optimum.
     *
     * @param coupling K
     * @param steps number of parameters of the sequence
     */
    public static KadanoffBound best(double coupling, int steps) {
        Check.atLeast(1, steps, "steps");
        KadanoffBound best = new KadanoffBound(List.of(0.0));
        for (double parameter = 0.05; parameter < 2; parameter += 0.05) {
            KadanoffBound constant = new KadanoffBound(List.of(parameter));
            best = constant.logPartition(coupling) < best.logPartition(coupling) ? constant : best;
        }
        best = new KadanoffBound(Collections.nCopies(steps, best.parameters.get(0)));
        // A simplex sometimes shrinks too early, so the search restarts from its result with smaller ones.
        for (double size : new double[] {0.2, 0.05, 0.01}) {
            best = best.improved(coupling, size);
        }
        return best;
    }

    private KadanoffBound improved(double coupling, double size) {
        MultivariateFunction bound = point -> of(point).logPartition(coupling);
        PointValuePair optimum = new SimplexOptimizer(1e-13, 1e-13)
                .optimize(
                        new MaxEval(MOST_EVALUATIONS),
                        new ObjectiveFunction(bound),
                        GoalType.MINIMIZE,
                        new InitialGuess(parameters.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()),
                        new NelderMeadSimplex(parameters.size(), size));
        return of(optimum.getPoint());
    }

    private static KadanoffBound of(double[] point) {
        return new KadanoffBound(Arrays.stream(point).boxed().toList());
    }
}
