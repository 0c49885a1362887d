package io.dbn4j.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.JsonShape;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Metric;
import io.dbn4j.lab.run.MetricLog;
import io.dbn4j.lab.run.Run;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The numbers of a run by name: the numbers of its result, such as {@code logLikelihood.sampled.ais}, and the last of
 * each series of its measurements, such as {@code layer1.freeEnergyGap}.
 *
 * <p>One experiment can ask another for a number without knowing the type of its result.
 *
 * @param byName numbers by name; all errors of a plain number are NaN
 */
public record RunEstimates(Map<String, Estimate> byName) {

    private static final Set<String> ESTIMATE = Stream.of(Estimate.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    private static final int SHOWN = 40;

    public RunEstimates {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Reads the numbers in the folder of a run that is done. */
    public static RunEstimates of(Path folder) {
        Map<String, Estimate> byName = new LinkedHashMap<>();
        MetricLog.read(folder.resolve(MetricLog.FILE)).forEach(metric -> byName.put(metric.series(), metric.value()));
        add("", Json.tree(new RunFile(folder, Run.RESULT)), byName);
        return new RunEstimates(byName);
    }

    private static void add(String place, JsonNode node, Map<String, Estimate> into) {
        if (node.isNumber() || isNotFinite(node)) {
            into.put(place, Metric.plain(Json.read(node, Double.class)));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add(JsonShape.element(place, i), node.get(i), into);
            }
        } else if (node.isObject() && isEstimate(node)) {
            into.put(place, Json.read(node, Estimate.class));
        } else {
            node.fieldNames().forEachRemaining(name -> add(JsonShape.property(place, name), node.get(name), into));
        }
    }

    private static boolean isNotFinite(JsonNode node) {
        return node.isTextual() && Set.of("NaN", "Infinity", "-Infinity").contains(node.textValue());
    }

    private static boolean isEstimate(JsonNode node) {
        return node.size() == ESTIMATE.size() && ESTIMATE.stream().allMatch(node::has);
    }

    /**
     * Returns the number of a name.
     *
     * @param name the whole name, or its end after a dot if only one name has this end
     * @throws IllegalArgumentException if there is none, naming the existing numbers
     */
    public Estimate get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the run has no single number named \"%s\"; it has: %s".formatted(name, names())));
    }

    /** Returns the number of a name, if there is exactly one. */
    public Optional<Estimate> find(String name) {
        Estimate whole = byName.get(name);
        if (whole != null) {
            return Optional.of(whole);
        }
        List<Estimate> ends = byName.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("." + name))
                .map(Map.Entry::getValue)
                .toList();
        return ends.size() == 1 ? Optional.of(ends.get(0)) : Optional.empty();
    }

    private String names() {
        String shown = byName.keySet().stream().limit(SHOWN).collect(Collectors.joining(", "));
        return byName.size() <= SHOWN
                ? shown
                : shown + String.format(Locale.ROOT, " and %d more", byName.size() - SHOWN);
    }
}
