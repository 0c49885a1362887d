package org.example;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/** An objective of another program: another objective times two. */
@JsonTypeName("twice")
public record Twice(Objective inner) implements Objective {

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return inner.start(rbm, random);
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        TrainingState next = inner.step(rbm, batch, state, random, into);
        into.weights().muli(2);
        into.visibleBias().muli(2);
        into.hiddenBias().muli(2);
        return next;
    }

    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        return 2 * inner.score(rbm, batch, state);
    }
}
