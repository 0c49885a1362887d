package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.run.Experiment;
import java.util.List;
import java.util.Map;

/** A method of choosing the settings that are tried. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RandomSearch.class, name = "random"),
    @JsonSubTypes.Type(value = GridSearch.class, name = "grid"),
    @JsonSubTypes.Type(value = GeneticSearch.class, name = "genetic"),
    @JsonSubTypes.Type(value = SuccessiveHalving.class, name = "successive-halving")
})
public sealed interface Search permits RandomSearch, GridSearch, GeneticSearch, SuccessiveHalving {

    /**
     * Begins a search over settings.
     *
     * <p>Candidates come in rounds that depend only on the scores of earlier rounds. They do not depend on the order in
     * which trials end or on the number of workers.
     *
     * @param random source of all random choices
     */
    Rounds start(Settings settings, Score score, RandomSource random);

    /**
     * Requires that an experiment can be searched by this method.
     *
     * @throws IllegalArgumentException if a setting is missing, naming it
     */
    default void require(Experiment experiment) {}

    /** Returns the number of candidates; 0 if it depends on the axes. */
    int trials();

    /** A search that is under way. */
    @FunctionalInterface
    interface Rounds {

        /**
         * Returns the next settings to try.
         *
         * @param before all trials so far, by number
         * @return the settings; empty at the end
         */
        List<Proposal> next(List<Trial> before);
    }

    /**
     * A setting to try.
     *
     * @param number number of the candidate, from 1
     * @param values values of the setting, by path
     * @param epochs length of the runs in epochs, in a search that chooses it; otherwise 0
     * @param epochsBefore length of the candidate's previous runs, from which they continue; 0 if there are none
     */
    record Proposal(int number, Map<String, String> values, int epochs, int epochsBefore) {

        static Proposal of(int number, Map<String, String> values) {
            return new Proposal(number, values, 0, 0);
        }
    }
}
