package io.dbn4j.sweep;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * The axes of a sweep as one space of Arbiter, whose points are values by path.
 *
 * @param axes axes by the path of the setting
 * @param spaces spaces, one for each axis in its order; Arbiter numbers them
 */
@SuppressWarnings("rawtypes") // as Arbiter declares it
record Settings(Map<String, Axis> axes, List<ParameterSpace> spaces) implements ParameterSpace<Map<String, String>> {

    static Settings of(Map<String, Axis> axes) {
        List<ParameterSpace> spaces = new ArrayList<>();
        axes.values().forEach(axis -> spaces.add(axis.space()));
        return new Settings(axes, spaces);
    }

    /**
     * Reads an experiment and applies settings to it.
     *
     * @param experiment name of a preset, or a file that ends in {@code .json}
     */
    static Experiment applied(ExperimentList experiments, String experiment, Map<String, Object> settings) {
        Experiment base = experiments.named(experiment);
        Map<String, String> texts = new LinkedHashMap<>();
        settings.forEach((path, value) -> texts.put(path, text(value)));
        return Json.with(base, texts);
    }

    /** Writes the value of a setting in the form that {@code --set} takes. */
    static String text(Object value) {
        return value instanceof String text ? text : Json.line(value);
    }

    @Override
    public Map<String, String> getValue(double[] parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        axes.forEach((path, axis) ->
                values.put(path, axis.text(spaces.get(values.size()).getValue(parameters))));
        return values;
    }

    @Override
    public int numParameters() {
        return spaces.size();
    }

    @Override
    public List<ParameterSpace> collectLeaves() {
        return List.copyOf(spaces);
    }

    @Override
    public Map<String, ParameterSpace> getNestedSpaces() {
        Map<String, ParameterSpace> nested = new LinkedHashMap<>();
        axes.keySet().forEach(path -> nested.put(path, spaces.get(nested.size())));
        return nested;
    }

    @Override
    public boolean isLeaf() {
        return false;
    }

    @Override
    public void setIndices(int... indices) {
        throw new UnsupportedOperationException("Arbiter must number the axes one by one, not all of them together");
    }

    /**
     * Requires that an experiment has a setting at a path and accepts values for it.
     *
     * @param place property that holds the path, for the message
     */
    static void require(Experiment experiment, String path, List<String> values, String place) {
        Check.require(
                everyPath(experiment).contains(path),
                "%s: the experiment has no setting \"%s\"; it has: %s",
                place,
                path,
                String.join(", ", paths(experiment)));
        for (String value : values) {
            try {
                Json.with(experiment, path, value);
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                String advice = message.contains("must be a whole number")
                        ? "; axes of whole numbers are integer and logarithmic-integer"
                        : "";
                throw new IllegalArgumentException(place + ": " + message + advice, e);
            }
        }
    }

    /** Returns the paths of everything that can be set in an experiment, including objects and lists. */
    private static Set<String> everyPath(Object experiment) {
        Set<String> paths = new LinkedHashSet<>();
        add("", Json.toMap(experiment), paths, true);
        return paths;
    }

    /** Returns the paths of the numbers and texts that can be set in an experiment. */
    static Set<String> paths(Object experiment) {
        Set<String> paths = new LinkedHashSet<>();
        add("", Json.toMap(experiment), paths, false);
        paths.removeIf(path -> path.equals("type") || path.endsWith(".type"));
        return paths;
    }

    private static void add(String place, Object node, Set<String> into, boolean inner) {
        boolean leaf = !(node instanceof Map) && !(node instanceof List);
        if ((leaf || inner) && !place.isEmpty()) {
            into.add(place);
        }
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> add(place.isEmpty() ? "" + name : place + "." + name, value, into, inner));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(place + "[" + i + "]", list.get(i), into, inner);
            }
        }
    }
}
