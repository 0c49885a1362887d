package io.dbn4j.core.rbm;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * How strongly the weights couple the two sides, and whether an RBM can then be normalised.
 *
 * <p>It always can if a side is discrete. If both are continuous, the quadratic part of the energy,
 *
 * <pre>
 *   v.v / 2 + h.h / 2 - v W h,
 * </pre>
 *
 * is positive in every direction if the largest singular value of W is below 1. For Gaussian units on both sides that is
 * also necessary. Rectified units leave fewer directions; if both sides are rectified, negative weights only help and
 * are left out, and what still fails may or may not have a finite log Z: to decide is as hard as copositivity.
 */
public final class Coupling {

    /** Power iteration ends when a step adds less than this part to the norm. */
    private static final double GROWTH = 1e-4;

    private static final int MAX_STEPS = 100;

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
        boolean rectified = rbm.visibleUnit() instanceof Rectified && rbm.hiddenUnit() instanceof Rectified;
        INDArray weights = rbm.weights().castTo(DataType.DOUBLE);
        INDArray acting = rectified ? Transforms.max(weights, 0.0, true) : weights;
        Check.require(
                !precision(acting).fails(),
                "log Z is or may be infinite: with %s visible and %s hidden units the largest singular value of the"
                        + " %sweights must be below 1, was about %.4g",
                rbm.visibleUnit(),
                rbm.hiddenUnit(),
                rectified ? "positive " : "",
                spectralNorm(acting));
    }

    /** Whether neither side has states that can be enumerated. */
    public static boolean continuous(UnitType visibleUnit, UnitType hiddenUnit) {
        return visibleUnit.alphabet().length == 0 && hiddenUnit.alphabet().length == 0;
    }

    /** The factor of {@code 1 - W W^T}; it fails unless all singular values are below 1. */
    static Cholesky precision(INDArray weights) {
        INDArray products = Nd4j.gemm(weights, weights, false, true);
        return new Cholesky(Nd4j.eye(products.size(0)).castTo(DataType.DOUBLE).subi(products));
    }

    /**
     * The largest singular value, by power iteration from below: to about one per cent.
     *
     * @param weights {@code [visible, hidden]}; not modified
     */
    public static double spectralNorm(INDArray weights) {
        double[] w = Elements.of(weights);
        double[] right = new double[Math.toIntExact(weights.size(1))];
        Arrays.setAll(right, j -> Math.cos(j));
        double[] left = new double[w.length / right.length];
        double norm = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            double length = length(right);
            multiply(w, right, left);
            double before = norm;
            norm = length(left) / length;
            if (!(norm > before * (1 + GROWTH))) {
                break;
            }
            multiplyTransposed(w, left, 1 / length(left), right);
        }
        return norm;
    }

    private static void multiply(double[] w, double[] right, double[] left) {
        for (int i = 0; i < left.length; i++) {
            left[i] = 0;
            for (int j = 0; j < right.length; j++) {
                left[i] += w[i * right.length + j] * right[j];
            }
        }
    }

    private static void multiplyTransposed(double[] w, double[] left, double scale, double[] right) {
        Arrays.fill(right, 0);
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                right[j] += w[i * right.length + j] * left[i] * scale;
            }
        }
    }

    private static double length(double[] vector) {
        double squares = 0;
        for (double x : vector) {
            squares += x * x;
        }
        return Math.sqrt(squares);
    }
}
