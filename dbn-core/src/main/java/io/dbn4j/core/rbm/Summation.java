package io.dbn4j.core.rbm;

import io.dbn4j.core.units.Gaussian;

/** Log Z of an RBM and its derivatives, exactly. */
public sealed interface Summation permits StateSpace, JointGaussian {

    /**
     * The closed form for Gaussian units on both sides, otherwise enumeration of a discrete side.
     *
     * @throws IllegalArgumentException if both sides have too many states or are continuous and not both Gaussian
     */
    static Summation of(Rbm rbm) {
        boolean gaussian = rbm.visibleUnit() instanceof Gaussian && rbm.hiddenUnit() instanceof Gaussian;
        return gaussian ? new JointGaussian(rbm) : StateSpace.of(rbm);
    }

    /** Log partition function, in nats; infinity if the model cannot be normalised. */
    double logPartition();

    /**
     * Adds the derivatives of {@code scale * log Z}: the model means of {@code v, h, v h}, times the scale.
     *
     * @param into modified
     */
    void addLogPartitionGradient(double scale, Gradient into);
}
