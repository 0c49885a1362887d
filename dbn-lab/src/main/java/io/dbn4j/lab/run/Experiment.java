package io.dbn4j.lab.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A computation from its hyper-parameters to a result.
 *
 * <p>Implemented by records: the record is the JSON of the preset, the target of {@code --set}, the axis of a sweep and
 * the provenance in the run folder. Each carries {@code @JsonTypeName} with the short name that stands in its JSON as
 * {@code type}, and is registered by a {@link Preset} in the {@link ExperimentList} of its module.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Experiment {

    /**
     * Refuses at once what cannot work, before a run folder is made.
     *
     * @throws IllegalArgumentException naming the input that is missing
     */
    default void requireInputs() {}

    /**
     * Refuses at once what cannot work, for experiments that run others.
     *
     * @param experiments that can be run
     */
    default void requireInputs(ExperimentList experiments) {
        requireInputs();
    }

    /**
     * Computes. Randomness comes from {@link Run#random}, files go through {@link Run#save}.
     *
     * @param run where to write; modified
     */
    Result run(Run run);
}
