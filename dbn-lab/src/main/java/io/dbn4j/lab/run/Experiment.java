package io.dbn4j.lab.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A computation from its hyper-parameters to a result.
 *
 * <p>Implementations are records: the record is the JSON of the preset, the target of {@code --set}, the axis of a
 * sweep and the provenance in the run folder. Each has {@code @JsonTypeName} with the short name that its JSON gives as
 * {@code type}, and is registered by a {@link Preset} in the {@link ExperimentList} of its module.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Experiment {

    /**
     * Checks the inputs before a run folder is made.
     *
     * @throws IllegalArgumentException if an input is missing, naming it
     */
    default void requireInputs() {}

    /**
     * Checks the inputs of an experiment that runs other experiments.
     *
     * @param experiments the experiments that can be run
     */
    default void requireInputs(ExperimentList experiments) {
        requireInputs();
    }

    /**
     * Computes the result of the experiment. Randomness comes from {@link Run#random}; files go through {@link
     * Run#save}.
     *
     * @param run receives measurements and files; modified
     */
    Result run(Run run);
}
