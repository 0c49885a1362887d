package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The divergence of the model from a target: the excess of the variational free energy over the target's free energy.
 *
 * <pre>
 *   L = KL(P_t || P) = F_t + &lt;H - H_t&gt;_model - F,   dL/dw = Cov_model(H_t - H, dH_t/dw)
 * </pre>
 *
 * <p>It needs no data. It prefers a model that covers one mode well to a model that covers all modes, so it is a
 * baseline.
 *
 * @param target the energy H
 * @param negativePhase averages over the model
 */
@Reference(
        authors = "D. Wu, L. Wang, P. Zhang",
        title = "Solving statistical mechanics using variational autoregressive networks",
        venue = "Physical Review Letters 122",
        year = 2019,
        url = "https://doi.org/10.1103/PhysRevLett.122.080602")
public record ReverseKullbackLeibler(Hamiltonian target, NegativePhase negativePhase) implements Objective {

    @Override
    public long chainRows() {
        return negativePhase.chainRows();
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        target.requireUnitsOf(rbm);
        return negativePhase.start(rbm, random);
    }

    @Override
    public TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        target.requireUnitsOf(rbm);
        return negativePhase.startAt(rbm, visible, random);
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        TrainingState moved = negativePhase.move(rbm, batch, state, random);
        Batch model = negativePhase.states(rbm, moved);
        double[] difference = EnergyMatching.difference(rbm, target, model.visible());
        model.addGradient(rbm, model.deviations(difference), (double) batch.rows(), into);
        return moved;
    }

    /**
     * Returns {@code F_t + <H - H_t>}, in nats, which lies above the target's F by the divergence if both averages are
     * exact.
     */
    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        Batch model = negativePhase.states(rbm, state);
        return negativePhase.modelFreeEnergy(rbm, state)
                - model.mean(EnergyMatching.difference(rbm, target, model.visible()));
    }

    @Override
    public Objective above(Rbm below) {
        return new ReverseKullbackLeibler(target.above(below), negativePhase);
    }
}
