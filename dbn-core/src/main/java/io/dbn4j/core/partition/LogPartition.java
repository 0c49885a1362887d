package io.dbn4j.core.partition;

import io.dbn4j.core.stats.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of an estimator of log Z.
 *
 * @param value log Z, in nats
 * @param others log Z that came with it, by the names of results: {@code ais} beside reverse AIS
 * @param logLikelihood mean over the states of the start under the model that annealing makes, in nats; from RAISE alone. Then
 *     {@code value} may rightly lie on either side of log Z, by any distance, and no bound can contradict it
 * @param starts tests of the starts of reverse chains
 */
public record LogPartition(
        Estimate value, Map<String, Estimate> others, Optional<Estimate> logLikelihood, List<StartTest> starts) {

    public LogPartition {
        others = Map.copyOf(others);
        starts = List.copyOf(starts);
    }

    /** Log Z alone. */
    static LogPartition of(Estimate value) {
        return new LogPartition(value, Map.of(), Optional.empty(), List.of());
    }
}
