package io.dbn4j.core.partition;

import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.Estimate;

/**
 * Log Z in closed form or by enumeration of a discrete side, for at most {@code 2^}{@value StateSpace#MAX_UNITS} states
 * there; infinite where the model cannot be normalised.
 */
@Reference(
        authors = "R. Salakhutdinov, I. Murray",
        title = "On the quantitative analysis of deep belief networks",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390266")
public record ExactLogPartition() implements LogPartitionEstimator {

    @Override
    public Estimate logPartition(Rbm rbm, BaseRate base, RandomSource random) {
        return Estimate.exact(Summation.of(rbm).logPartition(), "nats");
    }
}
