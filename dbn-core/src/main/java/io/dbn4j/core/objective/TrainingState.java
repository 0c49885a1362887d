package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * State that an objective carries from one update to the next. Its arrays are saved with the model, so that training
 * resumes exactly.
 *
 * <p>Each objective and each negative phase declares the record that it needs. Names of arrays are a file format.
 */
public interface TrainingState {

    /** Returns the arrays to save, by name: live views, which a restoring caller overwrites. */
    Map<String, INDArray> arrays();

    /** Returns numbers that monitor the chains, by name; empty if there are none. */
    default SortedMap<String, Double> monitors() {
        return new TreeMap<>();
    }

    /**
     * Returns the visible states of the chains that persist at one temperature, {@code [chains, visible]}: a live view;
     * empty if there are none.
     */
    default Optional<INDArray> persistentChains() {
        return Optional.empty();
    }

    /**
     * Casts this state to the type that the calling objective created when training started.
     *
     * @throws IllegalArgumentException if another objective made this state
     */
    default <S extends TrainingState> S as(Class<S> kind) {
        Check.require(
                kind.isInstance(this),
                "state must be a %s, from the start of the same objective, was a %s",
                name(kind),
                name(getClass()));
        return kind.cast(this);
    }

    private static String name(Class<?> kind) {
        return kind.getName().substring(kind.getPackageName().length() + 1).replace('$', '.');
    }

    /** A state without any arrays. */
    record Stateless() implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of();
        }
    }
}
