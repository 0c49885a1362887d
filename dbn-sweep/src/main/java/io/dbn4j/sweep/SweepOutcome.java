package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.run.Result;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a sweep found.
 *
 * @param score by which trials were compared
 * @param best score of the best trial, {@code search}, and of its setting with other seeds, {@code confirmed}, if asked for
 * @param values setting of the best trial, by path
 * @param command that runs it again
 * @param models files of its best run, which are in the folder of the sweep
 * @param runs number of runs that ended, whatever how
 * @param epochs trained by all runs, in a search that decides on them; otherwise 0
 * @param failed trials without a score or above a limit
 * @param failedConfirmations runs of the best setting with other seeds that failed: it is at the edge of what works
 * @param trials from the best to the worst, then those that failed
 * @param seconds that the sweep took
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
