package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.objective.TrainingState.Stateless;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The variance, over the data, of the difference between the model's free energies and a known energy.
 *
 * <pre>
 *   L = Var_q[H_t - H],   dL/dw = 2 Cov_q(H_t - H, dH_t/dw)
 * </pre>
 *
 * <p>The loss is zero if and only if the two energies differ by a constant on the states in the data; normalization
 * removes the constant. It needs neither a gauge nor log Z nor draws of the model. Up to that constant it is the trace
 * condition of the variational renormalization group, {@code Tr_h exp T = exp(-(H_t - H))}. It is unbiased for draws.
 *
 * @param target the energy H
 */
@Reference(
        authors = "L. Richter, A. Boustati, N. Nuesken, F. Ruiz, O. D. Akyildiz",
        title = "VarGrad: a low-variance gradient estimator for variational inference",
        venue = "NeurIPS; the log-variance divergence",
        year = 2020,
        url = "https://arxiv.org/abs/2010.10436")
public record EnergyMatching(Hamiltonian target) implements Objective {

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        target.requireUnitsOf(rbm);
        return new Stateless();
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        double[] deviations = batch.deviations(difference(rbm, target, batch.visible()));
        batch.addGradient(rbm, deviations, 2.0 * batch.rows(), into);
        return state;
    }

    /** Returns the variance, in squared nats. */
    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        return batch.variance(difference(rbm, target, batch.visible()));
    }

    @Override
    public Objective above(Rbm below) {
        return new EnergyMatching(target.above(below));
    }

    /** Returns {@code H_t - H} for each row. */
    static double[] difference(Rbm rbm, Hamiltonian target, INDArray states) {
        double[] difference = rbm.freeEnergy(states);
        double[] energy = target.energy(states);
        for (int row = 0; row < difference.length; row++) {
            difference[row] -= energy[row];
        }
        return difference;
    }
}
