package io.dbn4j.core.run;

import io.dbn4j.core.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody asked to be run.
 *
 * @param name of the preset, or of the file that the experiment came from; becomes part of the folder's name
 * @param experiment with the overrides applied
 * @param seed of all random streams
 * @param overrides values by path, as they were given
 */
public record RunRequest(String name, Experiment experiment, long seed, Map<String, String> overrides) {

    public RunRequest {
        Check.require(name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "name must match [A-Za-z0-9._-]+, was %s", name);
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /** A preset with some properties replaced. */
    public static RunRequest of(Preset preset, long seed, Map<String, String> overrides) {
        return new RunRequest(preset.name(), preset.experiment(overrides), seed, overrides);
    }
}
