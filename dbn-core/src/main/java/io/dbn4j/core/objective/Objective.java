package io.dbn4j.core.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training loss of an RBM, in nats, whose gradient is estimated batch by batch.
 *
 * <p>A record of another program can be an objective. To save and read models that are trained on it, give it a
 * {@code @JsonTypeName} and call {@link io.dbn4j.core.json.Json#register}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Likelihood.class, name = "likelihood"),
    @JsonSubTypes.Type(value = Centered.class, name = "centered"),
    @JsonSubTypes.Type(value = BareFreeEnergyDifference.class, name = "bare-free-energy-difference"),
    @JsonSubTypes.Type(value = GaugedFreeEnergyDifference.class, name = "gauged-free-energy-difference"),
    @JsonSubTypes.Type(value = EnergyMatching.class, name = "energy-matching"),
    @JsonSubTypes.Type(value = MeanEnergyGap.class, name = "mean-energy-gap"),
    @JsonSubTypes.Type(value = TrainValidationFreeEnergyGap.class, name = "train-validation-free-energy-gap"),
    @JsonSubTypes.Type(value = LayerFreeEnergyMatching.class, name = "layer-free-energy-matching"),
    @JsonSubTypes.Type(value = ReverseKullbackLeibler.class, name = "reverse-kullback-leibler"),
    @JsonSubTypes.Type(value = HybridObjective.class, name = "hybrid")
})
public interface Objective {

    /** Returns the state before the first update. */
    TrainingState start(Rbm rbm, RandomSource random);

    /**
     * Returns the number of rows of the persistent chains that {@link #start} makes, see
     * {@link NegativePhase#chainRows}.
     */
    default long chainRows() {
        return 0;
    }

    /**
     * Returns the state before the first update of a model that is already trained, see {@link NegativePhase#startAt}.
     *
     * @param visible states of the data, {@code [rows, visible]}, at least 1; not modified
     */
    default TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return start(rbm, random);
    }

    /**
     * Adds the gradient of the loss, summed over the rows of the batch.
     *
     * @param state from {@link #start} or the previous update; may be modified
     * @param into modified
     * @return the state for the next update
     */
    TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into);

    /**
     * Returns a loss per row whose gradient, with drawn states held fixed, the last {@link #step} has added. For
     * objectives whose gradient is a covariance under the model this holds only for exact averages. Lower is better,
     * but the score is a likelihood only if the objective is exact: do not select models by it.
     *
     * @param state returned by the last step
     */
    double score(Rbm rbm, Batch batch, TrainingState state);

    /** Returns this objective for an RBM above another one, whose arrays it may read. */
    default Objective above(Rbm below) {
        return this;
    }

    /** Tells whether the gradient is that of centered units; training should then start with undecided hidden units. */
    default boolean centersUnits() {
        return false;
    }

    /** Returns one sentence that users of this objective should know first; empty if there is none. */
    default String caution() {
        return "";
    }
}
