package io.dbn4j.core.training;

import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/** A broken objective, whose gradient points up the loss, like the gradient of DL4J's own AutoEncoder. */
public record WrongSign(Objective objective) implements Objective {

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return objective.start(rbm, random);
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        TrainingState next = objective.step(rbm, batch, state, random, into);
        into.weights().negi();
        into.visibleBias().negi();
        into.hiddenBias().negi();
        return next;
    }

    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        return objective.score(rbm, batch, state);
    }
}
