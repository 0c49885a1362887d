package io.dbn4j.core.rbm;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.units.UnitType;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The signs of a training that has diverged: parameters show it long before means and free energies. */
public final class DivergedTraining {

    /** Limit of parameters: inputs of units are at most a few hundred nats, and larger parameters only grow. */
    public static final double LIMIT = 1e4;

    /** Advice where the data are not to blame. */
    public static final String LOWER_RATE = "lower its learning rate or momentum";

    private DivergedTraining() {}

    /** Returns the sign that the training of an RBM has diverged; empty if there is none. */
    public static Optional<String> sign(Rbm rbm) {
        double largest = largest(rbm);
        // Visible biases may be as large as the data, and log variances as large as the log variances of the data, so
        // LIMIT does not hold for them.
        double others = Math.max(largest(rbm.visibleBias()), largest(rbm.visibleParameters()));
        return largest < LIMIT && Double.isFinite(others)
                ? Optional.empty()
                : Optional.of("a parameter is " + (largest < LIMIT ? others : largest));
    }

    /** Returns the largest absolute weight or hidden bias; NaN if one of them is NaN. */
    public static double largest(Rbm rbm) {
        return Math.max(largest(rbm.weights()), largest(rbm.hiddenBias()));
    }

    /** Returns the largest absolute value; NaN if an element is NaN, 0 for units without parameters. */
    private static double largest(INDArray array) {
        if (array.isEmpty()) {
            return 0;
        }
        double largest = 0;
        for (double parameter : Elements.of(array)) {
            largest = Math.max(largest, Math.abs(parameter));
        }
        return largest;
    }

    /**
     * Returns what to do: scale the data if continuous units see columns far from mean 0 and variance 1, otherwise
     * lower the learning rate.
     *
     * @param unit kind of the visible units
     * @param rows input of the layer, {@code [rows, visible]}; not modified
     */
    public static String advice(UnitType unit, INDArray rows) {
        Standardization seen = Standardization.of(unit, rows);
        return unit.low() == Double.NEGATIVE_INFINITY && seen.isFar()
                ? "scale the data (--standardize): columns have " + seen.seen() + ", units expect 0 and 1"
                : LOWER_RATE;
    }
}
