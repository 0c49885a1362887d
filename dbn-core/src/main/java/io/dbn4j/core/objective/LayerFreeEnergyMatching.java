package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.LayerBelow;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/**
 * Energy matching between two layers of a stack: the free energy of the visible states of an RBM follows the free
 * energy of the same states as hidden states of the RBM below.
 *
 * <pre>
 *   L = Var_q[H_visible - H_hidden of the layer below],     q = the states that come up from the data
 * </pre>
 *
 * <p>The loss is zero if the upper RBM is the lower one turned upside down. Maximum likelihood wants the upper RBM
 * closer to the data than that, so the loss is a regularizer or a diagnostic, not a goal. Unless
 * {@code GreedyPretraining} is told otherwise, hidden means come up instead of draws of hidden states; q is then a
 * distribution of means.
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18; the tied start where the loss is zero",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
public record LayerFreeEnergyMatching() implements Objective {

    private static final EnergyMatching UNBOUND = new EnergyMatching(new LayerBelow());

    /** Refuses to start: only the objective that {@link #above} returns can be trained. */
    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return UNBOUND.start(rbm, random);
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        return UNBOUND.step(rbm, batch, state, random, into);
    }

    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        return UNBOUND.score(rbm, batch, state);
    }

    @Override
    public Objective above(Rbm below) {
        return UNBOUND.above(below);
    }
}
