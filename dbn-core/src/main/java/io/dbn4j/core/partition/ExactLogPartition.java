package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.Estimate;
import java.util.function.LongConsumer;

/**
 * The exact log Z, in closed form or by enumeration of a discrete side of at most
 * {@code 2^}{@value StateSpace#MAX_UNITS} states; infinite if the model cannot be normalized.
 */
@JsonTypeName("exact")
@DisplayName(value = "enumeration", summary = "Enumerates the smaller side.")
@Reference(
        authors = "R. Salakhutdinov, I. Murray",
        title = "On the quantitative analysis of deep belief networks",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390266")
public record ExactLogPartition() implements LogPartitionEstimator {

    @Override
    public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
        Estimate exact = Estimate.exact(Summation.of(rbm).logPartition(), "nats");
        progress.accept(1);
        return LogPartition.of(exact);
    }

    @Override
    public long work(AnnealingStart start) {
        return 1;
    }
}
