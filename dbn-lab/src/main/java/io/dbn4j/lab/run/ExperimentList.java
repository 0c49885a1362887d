package io.dbn4j.lab.run;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.JsonShape;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The presets of a module and, through their types, its experiments: one line registers an experiment with run, replay,
 * sweep and report.
 *
 * @param presets presets in the order of listings, with distinct names
 */
public record ExperimentList(List<Preset> presets) {

    public ExperimentList {
        presets = List.copyOf(presets);
        Set<String> names = new HashSet<>();
        for (Preset preset : presets) {
            Check.require(names.add(preset.name()), "two presets have the name %s", preset.name());
        }
    }

    /** Returns the list of these presets. */
    public static ExperimentList of(Preset... presets) {
        return new ExperimentList(List.of(presets));
    }

    /** Returns this list followed by another module's. */
    public ExperimentList and(ExperimentList other) {
        return new ExperimentList(
                Stream.concat(presets.stream(), other.presets.stream()).toList());
    }

    /**
     * Returns the preset of a name.
     *
     * @throws IllegalArgumentException if there is none, naming all presets
     */
    public Preset preset(String name) {
        return presets.stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no preset \"%s\"%s"
                        .formatted(
                                name,
                                SimilarNames.hint(
                                        name, presets.stream().map(Preset::name).toList(), "there are"))));
    }

    /** Returns the experiment of a name: a file if the name ends in {@code .json}, else a preset. */
    public Experiment named(String presetOrFile) {
        return presetOrFile.endsWith(".json")
                ? read(Path.of(presetOrFile))
                : preset(presetOrFile).experiment();
    }

    /**
     * Reads an experiment from a file written by a user.
     *
     * @throws IllegalArgumentException if the content does not fit, naming the file and the place
     */
    public Experiment read(Path file) {
        JsonNode tree = Json.tree(file);
        try {
            return read(tree);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads an experiment that a run has recorded.
     *
     * @throws IllegalArgumentException if it does not fit its type, naming the place
     */
    public Experiment read(Map<String, Object> recorded) {
        return read(Json.tree(recorded));
    }

    private Experiment read(JsonNode tree) {
        Map<String, Class<? extends Experiment>> types = types();
        Check.require(
                tree.path("type").isTextual(),
                "an experiment must have a property \"type\" with its name, such as %s",
                types.keySet().iterator().next());
        String name = tree.path("type").asText();
        Class<? extends Experiment> type = types.get(name);
        if (type == null) {
            type = formerly(name, types);
        }
        return Json.read(tree, type);
    }

    private static Class<? extends Experiment> formerly(String name, Map<String, Class<? extends Experiment>> types) {
        return types.values().stream()
                .filter(type -> JsonShape.wasNamed(type, name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("type: unknown experiment \"%s\"%s"
                        .formatted(Check.shown(name), SimilarNames.hint(name, types.keySet(), "allowed"))));
    }

    private Map<String, Class<? extends Experiment>> types() {
        Map<String, Class<? extends Experiment>> types = new TreeMap<>();
        for (Preset preset : presets) {
            JsonTypeName name = preset.type().getAnnotation(JsonTypeName.class);
            Check.require(name != null, "%s has no @JsonTypeName", preset.type().getSimpleName());
            types.put(name.value(), preset.type());
        }
        return types;
    }
}
