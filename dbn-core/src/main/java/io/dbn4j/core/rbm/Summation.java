package io.dbn4j.core.rbm;

import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitType;

/** Exact log Z of an RBM and its derivatives. */
public sealed interface Summation permits StateSpace, JointGaussian {

    /**
     * Returns the closed form for Gaussian units on both sides, otherwise the enumeration of a discrete side.
     *
     * @throws IllegalArgumentException if both sides have too many states or are continuous and not both Gaussian
     */
    static Summation of(Rbm rbm) {
        boolean gaussian =
                haveVarianceOne(rbm.visibleUnit(), rbm.visible()) && haveVarianceOne(rbm.hiddenUnit(), rbm.hidden());
        return gaussian ? new JointGaussian(rbm) : StateSpace.of(rbm);
    }

    /** Tells whether units are normal numbers of variance 1 around their means. */
    private static boolean haveVarianceOne(UnitType side, int units) {
        return side.spans(units).stream()
                .map(Span::unit)
                .allMatch(unit -> unit.withVariances().isPresent() && unit.parameters() == 0);
    }

    /** Returns the log partition function, in nats; infinity if the model cannot be normalized. */
    double logPartition();

    /**
     * Adds the derivatives of {@code scale * log Z}: the model means of {@code v, h, v h}, times the scale.
     *
     * @param into modified
     */
    void addLogPartitionGradient(double scale, Gradient into);
}
