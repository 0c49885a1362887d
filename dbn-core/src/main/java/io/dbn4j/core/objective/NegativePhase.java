package io.dbn4j.core.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/** A way to estimate the model average in the gradient of the log-likelihood. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ContrastiveDivergence.class, name = "contrastive-divergence"),
    @JsonSubTypes.Type(value = Persistent.class, name = "persistent"),
    @JsonSubTypes.Type(value = FastPersistent.class, name = "fast-persistent"),
    @JsonSubTypes.Type(value = Tempered.class, name = "tempered"),
    @JsonSubTypes.Type(value = CoupledChains.class, name = "coupled-chains"),
    @JsonSubTypes.Type(value = Exact.class, name = "exact")
})
public interface NegativePhase {

    /** The state before the first update. */
    TrainingState start(Rbm rbm, RandomSource random);

    /**
     * Subtracts the model average of the free-energy gradient, once for each row of the batch.
     *
     * @param into modified
     * @return the state for the next update
     */
    TrainingState addTo(Gradient into, Rbm rbm, Batch batch, TrainingState state, RandomSource random);

    /** The model term of the score: {@code -log Z}, or the mean free energy of the drawn states held fixed, in nats. */
    double modelFreeEnergy(Rbm rbm, TrainingState state);
}
