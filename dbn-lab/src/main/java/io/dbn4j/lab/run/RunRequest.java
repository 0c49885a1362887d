package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import java.nio.file.Path;
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
        requireName(name);
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /** Requires a name that can be that of a folder and a word of a command. */
    static void requireName(String name) {
        Check.require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}"),
                "name must match [A-Za-z0-9._-]+ and have at most 200 characters, was %s",
                Check.shown(name));
    }

    /** Replacements, and later ones, which win and are made last: they are made in the order of the map. */
    public static Map<String, String> overrides(Map<String, String> first, Map<String, String> later) {
        Map<String, String> overrides = new LinkedHashMap<>(first);
        overrides.keySet().removeAll(later.keySet());
        overrides.putAll(later);
        return overrides;
    }

    /** The name of a file without its ending {@code .json}, made fit for a folder. */
    public static String nameOf(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.json$", "");
        String fit = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return fit.isEmpty() ? "file" : fit;
    }

    /** A preset with some properties replaced. */
    public static RunRequest of(Preset preset, long seed, Map<String, String> overrides) {
        return new RunRequest(preset.name(), preset.experiment(overrides), seed, overrides);
    }
}
