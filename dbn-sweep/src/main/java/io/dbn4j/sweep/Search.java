package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.run.Experiment;
import java.util.List;
import java.util.Map;

/** How the settings that are tried are chosen. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RandomSearch.class, name = "random"),
    @JsonSubTypes.Type(value = GridSearch.class, name = "grid"),
    @JsonSubTypes.Type(value = GeneticSearch.class, name = "genetic"),
    @JsonSubTypes.Type(value = SuccessiveHalving.class, name = "successive-halving")
})
public sealed interface Search permits RandomSearch, GridSearch, GeneticSearch, SuccessiveHalving {

    /**
     * Begins a search.
     *
     * <p>Candidates come in rounds whose content depends on the scores of earlier rounds only: so it is the same whatever
     * the order in which trials end, and whatever the number of workers.
     *
     * @param random decides on all candidates
     */
    Rounds start(Settings settings, Score score, RandomSource random);

    /**
     * Refuses an experiment that cannot be searched so.
     *
     * @throws IllegalArgumentException naming the setting that is missing
     */
    default void require(Experiment experiment) {}

    /** The number of candidates; 0 if it depends on the axes. */
    int trials();

    /** A search on its way. */
    @FunctionalInterface
    interface Rounds {

        /**
         * What to try next.
         *
         * @param before all trials so far, by number
         * @return empty at the end
         */
        List<Proposal> next(List<Trial> before);
    }

    /**
     * A setting to try.
     *
     * @param number counted from 1
     * @param values by path
     * @param epochs length of the runs, in a search that decides on it; otherwise 0
     * @param epochsBefore length of the same candidate's runs before; 0 if there are none to go on with
     */
    record Proposal(int number, Map<String, String> values, int epochs, int epochsBefore) {

        static Proposal of(int number, Map<String, String> values) {
            return new Proposal(number, values, 0, 0);
        }
    }
}
