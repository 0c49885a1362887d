package io.dbn4j.rg.experiment;

import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The free energy of a known system between two bounds that an RBM gives.
 *
 * <pre>
 *   F_t + &lt;H - H_t&gt;_P  =  F - KL(P || P_t)  &lt;=  F  &lt;=  F + KL(P_t || P)  =  F_t + &lt;H - H_t&gt;_{P_t}
 * </pre>
 *
 * <p>The lower one is the free energy in the gauge of the data, the upper one that of Gibbs, Bogoliubov and Feynman.
 *
 * @param lower in nats
 * @param upper in nats
 */
record Sandwich(Estimate lower, Estimate upper) {

    /**
     * By sums over all states of both.
     *
     * @param rbm with few enough units
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
     * By averages over draws.
     *
     * @param logPartition log Z of the RBM: if it is a lower bound, as annealed importance sampling gives, both results lie too
     *     high by as much, which spoils the lower one
     * @param data draws of the target one after the other, {@code [rows, visible]}; their correlation enters the error
     * @param model draws of the RBM, taken for independent
     */
    static Sandwich of(Rbm rbm, Hamiltonian target, Estimate logPartition, INDArray data, INDArray model) {
        Estimate onData = Autocorrelation.of(new double[][] {difference(rbm, target, data)})
                .estimate("nats");
        Estimate onModel = Estimate.mean(difference(rbm, target, model), "nats");
        boolean exact = logPartition.bound() == Bound.EXACT;
        return new Sandwich(
                onData.minus(logPartition).bound(exact ? Bound.LOWER : Bound.NONE),
                onModel.minus(logPartition).bound(Bound.UPPER));
    }

    /** Draws of an RBM: Gibbs chains that start at draws of what it was trained on. */
    static INDArray draws(Rbm rbm, INDArray start, int steps, RandomSource random) {
        return Gibbs.walked(rbm, start, steps, random, step -> {}).visible();
    }

    /** {@code H - H_t} for each row. */
    private static double[] difference(Rbm rbm, Hamiltonian target, INDArray states) {
        double[] difference = target.energy(states);
        double[] freeEnergy = rbm.freeEnergy(states);
        for (int row = 0; row < difference.length; row++) {
            difference[row] -= freeEnergy[row];
        }
        return difference;
    }
}
