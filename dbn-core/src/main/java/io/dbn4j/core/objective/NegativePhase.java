package io.dbn4j.core.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to average over the model: with states that it moves, or exactly. */
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

    /** Returns the short names for the command line, of those that have one. */
    static List<ShortName> shortNames() {
        return List.of(
                ContrastiveDivergence.SHORT_NAME,
                Persistent.SHORT_NAME,
                FastPersistent.SHORT_NAME,
                Tempered.SHORT_NAME,
                Exact.SHORT_NAME);
    }

    /** Returns the negative phase with a short name such as {@code pcd-1}; empty if it is none. */
    static Optional<NegativePhase> named(String text) {
        return shortNames().stream().flatMap(name -> name.read(text).stream()).findFirst();
    }

    /** The state before the first update. */
    TrainingState start(Rbm rbm, RandomSource random);

    /** Rows of the chains that {@link #start} makes, which persist: what memory it takes. */
    default long chainRows() {
        return 0;
    }

    /**
     * The state before the first update of a model that has learned already: chains that persist start at states of its data,
     * close to its own. From anywhere else their way there would be mistaken for the model's, and not learned. {@link Tempered}
     * chains start as ever: the hot ones find their way.
     *
     * @param visible states, {@code [rows, visible]}, at least 1; not modified
     */
    default TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return start(rbm, random);
    }

    /**
     * Moves whatever stands for the model, once for an update.
     *
     * @param state from {@link #start} or the move before; may be modified
     * @return the state for {@link #states} and the next move
     */
    TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random);

    /**
     * The visible states that stand for the model: draws, or all states with their probabilities.
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

    /** The model term of the score: {@code -log Z}, or the mean free energy of the drawn states held fixed, in nats. */
    default double modelFreeEnergy(Rbm rbm, TrainingState state) {
        Batch states = states(rbm, state);
        return states.mean(rbm.freeEnergy(states.visible()));
    }
}
