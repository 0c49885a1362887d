package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.run.Result;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a sweep.
 *
 * @param score name of the score by which trials were compared
 * @param best score of the best trial, {@code search}, and of its setting with other seeds, {@code confirmed}, if
 *     requested
 * @param values setting of the best trial, by path
 * @param command command line that repeats its best run
 * @param models model files of its best run, copied into the folder of the sweep
 * @param runs number of runs that ended, done or failed
 * @param epochs epochs trained by all runs, in a search that chooses them; otherwise 0
 * @param failed number of trials without a score or above a limit
 * @param failedConfirmations number of failed runs of the best setting with other seeds; such a setting is at the edge
 *     of failure
 * @param trials trials from the best to the worst, then the failed ones
 * @param seconds duration of the sweep in seconds
 */
public record SweepOutcome(
        String score,
        Map<String, Estimate> best,
        Map<String, String> values,
        String command,
        List<String> models,
        int runs,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long epochs,
        int failed,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int failedConfirmations,
        List<Trial> trials,
        double seconds)
        implements Result {

    @Override
    public String headline() {
        Estimate found = best.getOrDefault("confirmed", trials.get(0).score());
        String headline = String.format(
                Locale.ROOT, "%s %s, best of %d trials", score, EstimateText.withError(found), trials.size());
        return failedConfirmations == 0
                ? headline
                : headline + String.format(Locale.ROOT, "; %d runs with other seeds failed", failedConfirmations);
    }
}
