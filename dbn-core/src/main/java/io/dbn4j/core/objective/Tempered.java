package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.objective.TrainingState.Tempering;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.ParallelTempering;
import io.dbn4j.core.sample.Replicas;

/**
 * Stochastic maximum likelihood with parallel tempering: persistent chains that exchange states with hotter ones.
 *
 * <p>Less biased than {@link Persistent} where the model has modes that Gibbs sampling does not leave, at {@code
 * temperatures} times its cost. The ladder starts at the visible biases that the model has when training starts, those of the
 * data as a rule, and is adapted all along.
 *
 * @param chains number of chains at each temperature, at least 1; those of the model give the gradient
 * @param temperatures inverse temperatures from 0 to 1, at least 2
 * @param k steps between two updates, at least 1
 */
@Reference(
        authors = "G. Desjardins, A. Courville, Y. Bengio, P. Vincent, O. Delalleau",
        title = "Tempered Markov chain Monte Carlo for training of restricted Boltzmann machines",
        venue = "AISTATS",
        year = 2010,
        url = "https://proceedings.mlr.press/v9/desjardins10a.html")
public record Tempered(int chains, int temperatures, int k) implements NegativePhase {

    /** Steps between two adaptations of the ladder. */
    private static final int ADAPTATION = 100;

    public Tempered {
        Check.atLeast(1, chains, "chains");
        Check.atLeast(2, temperatures, "temperatures");
        Check.atLeast(1, k, "k");
    }

    @Override
    public long chainRows() {
        return (long) chains * temperatures;
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Tempering(new ParallelTempering(temperatures).start(rbm, chains, random));
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        Replicas replicas = ((Tempering) state).replicas();
        ParallelTempering tempering = new ParallelTempering(temperatures);
        for (int step = 0; step < k; step++) {
            tempering.step(rbm, replicas, random);
            if (replicas.exchanges().rounds() % ADAPTATION == 0) {
                tempering.adapt(replicas);
            }
        }
        return state;
    }

    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        Chains model = ((Tempering) state).replicas().model();
        return new Batch(model.visible(), model.hiddenMean());
    }
}
