package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to run an experiment.
 *
 * @param name name of the preset or of the file that holds the experiment; becomes part of the folder's name
 * @param experiment the experiment, with the overrides applied
 * @param seed seed of all random streams
 * @param overrides values by path, as given
 */
public record RunRequest(String name, Experiment experiment, long seed, Map<String, String> overrides) {

    public RunRequest {
        requireName(name);
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /** Requires a name that is valid as a folder name and as one word of a command. */
    static void requireName(String name) {
        Check.require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}"),
                "name must match [A-Za-z0-9._-]+ and have at most 200 characters, was %s",
                Check.shown(name));
    }

    /**
     * Merges two sets of overrides; entries of {@code later} win and are applied last. Overrides are applied in the
     * order of the map.
     */
    public static Map<String, String> overrides(Map<String, String> first, Map<String, String> later) {
        Map<String, String> overrides = new LinkedHashMap<>(first);
        overrides.keySet().removeAll(later.keySet());
        overrides.putAll(later);
        return overrides;
    }

    /** Derives a run name from the name of a file, without its ending {@code .json}. */
    public static String nameOf(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.json$", "");
        String fit = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return fit.isEmpty() ? "file" : fit;
    }

    /** Requests a preset with some properties replaced. */
    public static RunRequest of(Preset preset, long seed, Map<String, String> overrides) {
        return new RunRequest(preset.name(), preset.experiment(overrides), seed, overrides);
    }
}
