package io.dbn4j.core.stack;

import io.dbn4j.core.Reference;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.LogPartitionEstimator;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean log-likelihood of rows, in nats, with an error for rows and log Z: {@code logLikelihood}, {@code
 * heldOut.logLikelihood} if there are held-out rows, and {@code logPartition}.
 *
 * <p>A lower bound of log Z makes the log-likelihood an upper bound, and conversely: annealed importance sampling gives
 * a value that is too high in expectation.
 *
 * @param estimator estimator of log Z; annealing starts at the means of the training rows
 */
@Reference(
        authors = "R. Salakhutdinov, I. Murray",
        title = "On the quantitative analysis of deep belief networks",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390266")
public record LogLikelihood(LogPartitionEstimator estimator) implements Measurement {

    @Override
    public SortedMap<String, Estimate> of(Rbm rbm, Data data, RandomSource random) {
        Estimate logPartition =
                estimator.logPartition(rbm, AnnealingStart.at(BaseRate.ofRows(rbm, data.train())), random);
        SortedMap<String, Estimate> found = new TreeMap<>();
        found.put("logLikelihood", of(rbm, data.train(), logPartition));
        data.heldOut().ifPresent(rows -> found.put("heldOut.logLikelihood", of(rbm, rows, logPartition)));
        found.put("logPartition", logPartition);
        return found;
    }

    private static Estimate of(Rbm rbm, INDArray rows, Estimate logPartition) {
        return FreeEnergyGap.mean(rbm, rows).subtractedFrom(0).minus(logPartition);
    }
}
