package io.dbn4j.core.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/** What an RBM is trained on: a loss, in nats, whose gradient is estimated batch by batch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Likelihood.class, name = "likelihood"),
    @JsonSubTypes.Type(value = Centred.class, name = "centred")
})
public interface Objective {

    /** The state before the first update. */
    TrainingState start(Rbm rbm, RandomSource random);

    /**
     * Adds the gradient of the loss, summed over the rows of the batch.
     *
     * @param state from {@link #start} or the update before; may be modified
     * @param into modified
     * @return the state for the next update
     */
    TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into);

    /**
     * A number per row, in nats, whose gradient is what the last {@link #step} added, with drawn states held fixed.
     * Lower is better, but unless the objective is exact it is no likelihood: do not select models by it.
     *
     * @param state returned by the last step
     */
    double score(Rbm rbm, Batch batch, TrainingState state);
}
