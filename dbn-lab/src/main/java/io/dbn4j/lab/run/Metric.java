package io.dbn4j.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A measurement of a run, stored as a line of {@code metrics.jsonl}.
 *
 * @param series name of the measured quantity, such as {@code layer0.freeEnergyGap}; also the name of its CSV file
 * @param step number of updates so far
 * @param epoch passes through the data so far, with a fraction
 * @param value value with its error; all errors are NaN if unknown
 * @param time time of the measurement
 */
public record Metric(String series, long step, double epoch, Estimate value, Instant time) {

    public Metric {
        Check.require(
                series.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "series must match [A-Za-z0-9._-]+, was %s", series);
    }

    /** Returns a number with unknown error as an estimate. */
    public static Estimate plain(double value) {
        return new Estimate(value, Double.NaN, Double.NaN, Double.NaN, "", Bound.NONE, 1, 1);
    }

    /** Tells whether the value is a number with unknown error; it is then written as a plain number. */
    public boolean isPlain() {
        return Double.isNaN(value.standardError());
    }

    String toLine() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("series", series);
        line.put("step", step);
        line.put("epoch", epoch);
        line.put("value", isPlain() ? value.value() : value);
        line.put("time", time);
        return Json.line(line);
    }

    static Metric fromLine(String line) {
        JsonNode tree = Json.parse(line);
        if (tree instanceof ObjectNode object
                && object.has("value")
                && !object.get("value").isObject()) {
            double number = Json.read(object.get("value"), Double.class);
            object.set("value", Json.tree(plain(number)));
        }
        return Json.read(tree, Metric.class);
    }
}
