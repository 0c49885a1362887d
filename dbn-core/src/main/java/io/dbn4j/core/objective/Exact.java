package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.objective.TrainingState.Stateless;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;

/**
 * The model average in closed form or by enumeration of a discrete side: exact, for at most {@code 2^}{@value
 * StateSpace#MAX_UNITS} states there.
 */
@Reference(
        authors = "D. H. Ackley, G. E. Hinton, T. J. Sejnowski",
        title = "A learning algorithm for Boltzmann machines",
        venue = "Cognitive Science 9",
        year = 1985,
        url = "https://doi.org/10.1207/s15516709cog0901_7")
public record Exact() implements NegativePhase {

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Stateless();
    }

    @Override
    public TrainingState addTo(Gradient into, Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        Summation.of(rbm).addLogPartitionGradient((double) batch.rows(), into);
        return state;
    }

    /** {@code -log Z}. */
    @Override
    public double modelFreeEnergy(Rbm rbm, TrainingState state) {
        return -Summation.of(rbm).logPartition();
    }
}
