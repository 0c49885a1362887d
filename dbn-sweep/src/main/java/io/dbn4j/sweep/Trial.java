package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A setting and the outcome of its runs.
 *
 * @param trial number of the trial, from 1
 * @param values values of the setting, by path
 * @param epochs length of the longest runs in epochs, in a search that chooses it; otherwise 0
 * @param score mean over the seeds with its standard error; NaN if the trial failed
 * @param scores score of each seed, in the order of the seeds
 * @param limited means of the numbers that have a limit
 * @param failure reason why it has no score, or the limit that it exceeds; empty if neither
 */
public record Trial(
        int trial,
        Map<String, String> values,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int epochs,
        Estimate score,
        List<Double> scores,
        Map<String, Estimate> limited,
        String failure) {

    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        scores = List.copyOf(scores);
        limited = Collections.unmodifiableMap(new LinkedHashMap<>(limited));
    }

    /** Returns a trial without a score. */
    static Trial failed(Search.Proposal candidate, String reason) {
        return new Trial(
                candidate.number(),
                candidate.values(),
                candidate.epochs(),
                Estimate.normal(Double.NaN, Double.NaN, "", 0, 0),
                List.of(),
                Map.of(),
                reason);
    }

    /** Tells whether the trial may be the best. */
    @JsonIgnore
    public boolean isRanked() {
        return failure.isEmpty();
    }

    /** Describes the setting and its outcome in one line. */
    String line() {
        String setting = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        String outcome = isRanked() ? EstimateText.withError(score) : "failed, " + failure;
        return String.format(Locale.ROOT, "trial %d: %s (%s)", trial, outcome, setting);
    }
}
