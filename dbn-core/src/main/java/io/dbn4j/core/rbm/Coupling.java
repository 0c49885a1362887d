package io.dbn4j.core.rbm;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A bound on the weights between the two sides, which tells whether an RBM can be normalized.
 *
 * <p>An RBM with a discrete side can always be normalized. If both sides are continuous, the quadratic part of the
 * energy,
 *
 * <pre>
 *   v.v / 2 + h.h / 2 - v W h,
 * </pre>
 *
 * is positive in every direction if the largest singular value of W is below 1. For Gaussian units on both sides this
 * is also necessary; for Rectified units, which allow fewer directions, it is only sufficient. If both sides are
 * rectified, negative weights can only help and are left out. On a mixed side discrete units count like continuous
 * ones, which is sufficient, too. An RBM that still fails may or may not have a finite log
 * Z: deciding that is as hard as copositivity.
 */
public final class Coupling {

    private static final int SQUARINGS = 9;

    private Coupling() {}

    /**
     * Refuses an RBM whose log Z is infinite or cannot be shown to be finite.
     *
     * @throws IllegalArgumentException if both sides are continuous and their coupling is not bounded
     */
    public static void requireBounded(Rbm rbm) {
        if (!continuous(rbm.visibleUnit(), rbm.hiddenUnit())) {
            return;
        }
        boolean rectified = rbm.visibleUnit().low() >= 0 && rbm.hiddenUnit().low() >= 0;
        INDArray weights = rbm.weights().castTo(DataType.DOUBLE);
        INDArray acting = rectified ? Transforms.max(weights, 0.0, true) : weights;
        Check.require(
                !precision(acting).fails(),
                "log Z is or may be infinite: with %s visible and %s hidden units the largest singular value of the"
                        + " %sweights must be below 1, was about %.4g",
                rbm.visibleUnit().name(),
                rbm.hiddenUnit().name(),
                rectified ? "positive " : "",
                spectralNorm(acting));
    }

    /** Tells whether both sides are continuous, so that neither can be enumerated. */
    public static boolean continuous(UnitType visibleUnit, UnitType hiddenUnit) {
        return visibleUnit.states() == 0 && hiddenUnit.states() == 0;
    }

    /**
     * Refuses two continuous sides if one of them has parameters: the bound on the weights holds only for fixed base
     * measures.
     *
     * @throws IllegalArgumentException with a message that names the side that should be discrete
     */
    public static void requireParametersBesideDiscreteUnits(UnitType visibleUnit, UnitType hiddenUnit) {
        if (continuous(visibleUnit, hiddenUnit)) {
            UnitType learned = visibleUnit.parameters() == 0 ? hiddenUnit : visibleUnit;
            Check.require(
                    learned.parameters() == 0,
                    "units opposite %s units must be discrete, such as bernoulli, were %s: log Z could be infinite",
                    learned.name(),
                    (learned.equals(visibleUnit) ? hiddenUnit : visibleUnit).name());
        }
    }

    /** Returns the factor of {@code 1 - W W^T}, which fails unless all singular values are below 1. */
    static Cholesky precision(INDArray weights) {
        INDArray products = Nd4j.gemm(weights, weights, false, true);
        return new Cholesky(Nd4j.eye(products.size(0)).castTo(DataType.DOUBLE).subi(products));
    }

    /**
     * Returns an upper bound of the largest singular value, too large by a factor of at most n^(1/1024), n the shorter
     * side.
     *
     * <pre>
     *   norm^2 &lt;= tr(G^p)^(1/p),   G = W W^T or W^T W,   p = 512
     * </pre>
     *
     * <p>Power iteration would be faster, but now and then it stops at another singular value.
     *
     * @param weights {@code [visible, hidden]}; not modified
     */
    public static double spectralNorm(INDArray weights) {
        INDArray w = weights.castTo(DataType.DOUBLE);
        boolean wide = w.size(0) < w.size(1);
        INDArray power = Nd4j.gemm(w, w, !wide, wide);
        double logScale = 0; // G^(2^k) = exp(logScale) power
        double trace = trace(power);
        for (int k = 0; k < SQUARINGS && trace > 0; k++) {
            power.divi(trace);
            logScale = 2 * (logScale + Math.log(trace));
            power = Nd4j.gemm(power, power, false, false);
            trace = trace(power);
        }
        return trace > 0 ? Math.exp((logScale + Math.log(trace)) / (2 << SQUARINGS)) : trace;
    }

    private static double trace(INDArray square) {
        double[] elements = Elements.of(square);
        double sum = 0;
        for (long i = 0; i < square.size(0); i++) {
            sum += elements[Math.toIntExact(i * (square.size(0) + 1))];
        }
        return sum;
    }
}
