package io.dbn4j.core.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A method to average over the model: with states that it moves, or exactly. */
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

    /** Returns the short names of negative phases for the command line. */
    static List<ShortName> shortNames() {
        return List.of(
                ContrastiveDivergence.SHORT_NAME,
                Persistent.SHORT_NAME,
                FastPersistent.SHORT_NAME,
                Tempered.SHORT_NAME,
                Exact.SHORT_NAME);
    }

    /** Returns the negative phase with a short name such as {@code pcd-1}; empty if the name is unknown. */
    static Optional<NegativePhase> named(String text) {
        return shortNames().stream().flatMap(name -> name.read(text).stream()).findFirst();
    }

    /** Returns the state before the first update. */
    TrainingState start(Rbm rbm, RandomSource random);

    /**
     * Returns the number of rows of the persistent chains that {@link #start} makes, which tells how much memory they
     * take.
     */
    default long chainRows() {
        return 0;
    }

    /**
     * Returns the state before the first update of a model that is already trained. Persistent chains start at rows of
     * the data, which are close to states of the model. Chains from elsewhere would have to travel first; training would
     * mistake the states on the way for states of the model and lower the probability of these. {@link Tempered} chains start as in {@link #start}: the
     * hot ones find their way.
     *
     * @param visible states, {@code [rows, visible]}, at least 1; not modified
     */
    default TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return start(rbm, random);
    }

    /**
     * Moves the states that represent the model, once per update.
     *
     * @param state from {@link #start} or the previous move; may be modified
     * @return the state for {@link #states} and the next move
     */
    TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random);

    /**
     * Returns the visible states that represent the model: draws, or all states with their probabilities.
     *
     * @param state from {@link #move}
     */
    Batch states(Rbm rbm, TrainingState state);

    /**
     * Subtracts the model average of the free-energy gradient, {@code rows} times.
     *
     * @param state from {@link #move}
     * @param into modified
     */
    default void addTo(Gradient into, Rbm rbm, long rows, TrainingState state) {
        states(rbm, state).addMeanGradient(rbm, -(double) rows, into);
    }

    /**
     * Returns the model term of the score, in nats: {@code -log Z}, or the mean free energy of the drawn states held
     * fixed.
     */
    default double modelFreeEnergy(Rbm rbm, TrainingState state) {
        Batch states = states(rbm, state);
        return states.mean(rbm.freeEnergy(states.visible()));
    }
}
