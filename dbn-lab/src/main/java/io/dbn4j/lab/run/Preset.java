package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A named experiment that is ready to run: the resource {@code /presets/NAME.json} beside the experiment's class.
 *
 * @param name lower-case letters, digits, hyphens, such as {@code hinton-salakhutdinov2006}
 * @param description one line for lists
 * @param type the record that the resource holds
 */
public record Preset(String name, String description, Class<? extends Experiment> type) {

    public Preset {
        Check.require(name.matches("[a-z0-9][a-z0-9-]*"), "preset name must match [a-z0-9-]+, was %s", name);
    }

    /** Reads the experiment from its resource. */
    public Experiment experiment() {
        return experiment(Map.of());
    }

    /**
     * Reads the experiment and replaces some of its properties.
     *
     * @param overrides values by path, see {@link Json#with(Object, Map)}
     * @throws IllegalArgumentException if a property does not exist or a value does not fit, naming it
     */
    public Experiment experiment(Map<String, String> overrides) {
        String resource = "/presets/" + name + ".json";
        Experiment experiment;
        try {
            experiment = Json.read(text(resource), type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(resource + ": " + e.getMessage(), e);
        }
        return Json.with(experiment, overrides);
    }

    private String text(String resource) {
        try (InputStream in = type.getResourceAsStream(resource)) {
            Check.require(in != null, "no such resource");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + ": " + e.getMessage(), e);
        }
    }
}
