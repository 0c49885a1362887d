package io.dbn4j.rg.experiment;

import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Two bounds that an RBM gives for the free energy of a known system.
 *
 * <pre>
 *   F_t + &lt;H - H_t&gt;_P  =  F - KL(P || P_t)  &lt;=  F  &lt;=  F + KL(P_t || P)  =  F_t + &lt;H - H_t&gt;_{P_t}
 * </pre>
 *
 * <p>Here P, H and F belong to the known system, and the subscript t to the trained RBM. The lower bound is the RBM's
 * free energy after a shift that makes both mean energies equal on the data; the upper bound is the bound of Gibbs,
 * Bogoliubov and Feynman.
 *
 * @param lower lower bound in nats
 * @param upper upper bound in nats
 */
record Sandwich(Estimate lower, Estimate upper) {

    /**
     * Returns the bounds by sums over all states.
     *
     * @param rbm an RBM small enough to enumerate
     */
    static Sandwich exact(Rbm rbm, Hamiltonian target) {
        Rbm model = rbm.castTo(DataType.DOUBLE);
        double freeEnergy = -Summation.of(model).logPartition();
        Ensemble data = Ensemble.of(target);
        double[] difference = difference(model, target, data.states());
        return new Sandwich(
                Estimate.exact(freeEnergy + data.mean(difference), "nats"),
                Estimate.exact(freeEnergy + Ensemble.of(model).mean(difference), "nats"));
    }

    /**
     * Returns the bounds by averages over draws.
     *
     * <p>The lower bound uses an upper bound of log Z and the upper bound a lower one, so errors of log Z only widen
     * the bracket. If the bracket is inverted all the same, neither value is called a bound.
     *
     * @param below log Z of the RBM, exact or a lower bound
     * @param above log Z of the RBM, exact or an upper bound
     * @param data draws of the target in the order of their chain, {@code [rows, visible]}; their correlation enters
     *     the error
     * @param model states of the RBM; the upper bound holds if they are independent draws
     */
    static Sandwich of(Rbm rbm, Hamiltonian target, Estimate below, Estimate above, INDArray data, INDArray model) {
        Estimate onData = Autocorrelation.of(new double[][] {difference(rbm, target, data)})
                .estimate("nats");
        Estimate onModel = Estimate.mean(difference(rbm, target, model), "nats");
        Estimate lower = onData.minus(above);
        Sandwich found = new Sandwich(
                above.bound() == Bound.EXACT ? lower.bound(Bound.LOWER) : lower,
                onModel.minus(below).bound(Bound.UPPER_FROM_EQUILIBRIUM));
        return found.isInverted() ? new Sandwich(found.lower.bound(Bound.NONE), found.upper.bound(Bound.NONE)) : found;
    }

    /** Returns the same bounds, without their condition if the states of the RBM pass the test of their start. */
    Sandwich tested(StartTest test) {
        return new Sandwich(test.bounded(lower), test.bounded(upper));
    }

    /** Tells whether the lower bound is above the upper one by more than chance and rounding explain. */
    boolean isInverted() {
        return Contradictions.isAbove(lower, upper);
    }

    /**
     * Returns the distance of the lower bound above the upper one in standard errors, as {@link Contradictions} defines
     * it.
     */
    double inversion() {
        return Contradictions.errorsAbove(lower, upper);
    }

    /** Returns {@code H - H_t} for each row. */
    private static double[] difference(Rbm rbm, Hamiltonian target, INDArray states) {
        double[] difference = target.energy(states);
        double[] freeEnergy = rbm.freeEnergy(states);
        for (int row = 0; row < difference.length; row++) {
            difference[row] -= freeEnergy[row];
        }
        return difference;
    }
}
