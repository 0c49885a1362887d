package io.dbn4j.core.partition;

import io.dbn4j.core.stats.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of an estimator of log Z.
 *
 * @param value log Z, in nats
 * @param others further estimates of log Z from the same run, by the names of results, such as {@code ais} in a run of
 *     reverse AIS
 * @param logLikelihood mean log-likelihood of the start's states under the annealed model, in nats; from RAISE alone.
 *     If present, {@code value} may lie on either side of log Z, by any distance, and no bound can contradict it
 * @param starts tests of the starts of reverse chains
 */
public record LogPartition(
        Estimate value, Map<String, Estimate> others, Optional<Estimate> logLikelihood, List<StartTest> starts) {

    public LogPartition {
        others = Map.copyOf(others);
        starts = List.copyOf(starts);
    }

    /** Returns a result that holds log Z alone. */
    static LogPartition of(Estimate value) {
        return new LogPartition(value, Map.of(), Optional.empty(), List.of());
    }
}
