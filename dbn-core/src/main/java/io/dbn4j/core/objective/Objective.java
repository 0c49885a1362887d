package io.dbn4j.core.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an RBM is trained on: a loss, in nats, whose gradient is estimated batch by batch. */
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

    /** The state before the first update. */
    TrainingState start(Rbm rbm, RandomSource random);

    /** Rows of the chains that {@link #start} makes, see {@link NegativePhase#chainRows}. */
    default long chainRows() {
        return 0;
    }

    /**
     * The state before the first update of a model that has learned already, see {@link NegativePhase#startAt}.
     *
     * @param visible states of the data, {@code [rows, visible]}, at least 1; not modified
     */
    default TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return start(rbm, random);
    }

    /**
     * Adds the gradient of the loss, summed over the rows of the batch.
     *
     * @param state from {@link #start} or the update before; may be modified
     * @param into modified
     * @return the state for the next update
     */
    TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into);

    /**
     * A number per row whose gradient is what the last {@link #step} added, with drawn states held fixed; for objectives
     * whose gradient is a covariance under the model only with exact averages. Lower is better, but unless the objective
     * is exact it is no likelihood: do not select models by it.
     *
     * @param state returned by the last step
     */
    double score(Rbm rbm, Batch batch, TrainingState state);

    /** This objective for an RBM above another one, whose arrays it may look at. */
    default Objective above(Rbm below) {
        return this;
    }

    /** Tells whether the gradient is that of centered units, so that training should start with undecided hidden units. */
    default boolean centersUnits() {
        return false;
    }

    /** What everybody who uses this objective should know first, in one sentence; empty if nothing. */
    default String caution() {
        return "";
    }
}
