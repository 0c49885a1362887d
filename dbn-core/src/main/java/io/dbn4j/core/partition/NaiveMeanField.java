package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The naive mean field: the best approximation by independent units, for units of any kind.
 *
 * <pre>
 *   log Z = max over q of S(q) - &lt;E&gt;_q  &gt;=  S(m_v) + S(m_h) + a.m_v + b.m_h + m_v W m_h - offset
 * </pre>
 *
 * <p>The value is a lower bound for any means m, also if the search has not converged. Each side in turn takes the best
 * means given the other side, which never lowers the bound; the best of several starts counts. There is no sampling
 * error; the distance to log Z, of second order in the weights, is not in the interval.
 *
 * @param starts number of starts, at least 1: the base-rate model's means, then draws of it
 * @param iterations largest number of sweeps, at least 1
 */
@JsonTypeName("naive-mean-field")
@DisplayName(value = "naive mean field", summary = "A lower bound, from independent units.")
@Reference(
        authors = "M. J. Wainwright, M. I. Jordan",
        title = "Graphical models, exponential families, and variational inference",
        venue = "Foundations and Trends in Machine Learning 1",
        year = 2008,
        url = "https://doi.org/10.1561/2200000001")
public record NaiveMeanField(int starts, int iterations) implements LogPartitionEstimator {

    /** Changes of inputs below which the search ends. */
    static final double TOLERANCE = 1e-9;

    public NaiveMeanField {
        Check.atLeast(1, starts, "starts");
        Check.atLeast(1, iterations, "iterations");
    }

    @Override
    public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
        Coupling.requireBounded(rbm);
        MeanField field = new MeanField(rbm, start.base(rbm, random), starts, false, random);
        double change = Double.POSITIVE_INFINITY;
        for (int i = 0; i < iterations && change > TOLERANCE; i++) {
            change = Arrays.stream(field.sweep(0)).max().orElseThrow();
        }
        double best = Arrays.stream(field.logPartition()).max().orElseThrow();
        progress.accept(1);
        return LogPartition.of(Estimate.exact(best, "nats").bound(Bound.LOWER));
    }

    @Override
    public long work(AnnealingStart start) {
        return 1;
    }
}
