package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogMeanExp;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Annealed importance sampling from a base-rate model.
 *
 * <p>Chains start at independent visible units and take one Gibbs step at each inverse temperature on the path to the
 * model. With f_k the unnormalized distributions along the path,
 *
 * <pre>
 *   w = prod_k f_k(v_{k-1}) / f_{k-1}(v_{k-1}),     E[w] = Z / Z_0      (unbiased for any number of steps)
 * </pre>
 *
 * <p>The logarithm of the mean weight is a lower bound of log Z in expectation. Its error bar is not known if the
 * effective sample size is small. {@link ReverseAnnealedImportanceSampling} gives the other side.
 *
 * @param betas number of steps in inverse temperature, at least 1
 * @param chains number of independent weights, moved together as one batch, at least 2
 */
@JsonTypeName("ais")
@FormerNames("annealed-importance-sampling")
@DisplayName(value = "AIS", summary = "Annealed importance sampling: a lower bound in expectation.")
@Reference(
        authors = "R. M. Neal",
        title = "Annealed importance sampling",
        venue = "Statistics and Computing 11",
        year = 2001,
        url = "https://doi.org/10.1023/A:1008923215028")
public record AnnealedImportanceSampling(int betas, int chains) implements LogPartitionEstimator {

    public AnnealedImportanceSampling {
        Check.atLeast(1, betas, "betas");
        Check.atLeast(2, chains, "chains");
    }

    @Override
    public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
        AnnealingPath path = anneal(rbm, start.base(rbm, random), random, progress::accept);
        return LogPartition.of(
                LogMeanExp.of(path.logWeights(), Bound.LOWER, random).plus(path.baseLogPartition()));
    }

    @Override
    public long work(AnnealingStart start) {
        return betas;
    }

    /**
     * Draws visible states of the RBM: the ends of the chains, resampled by their weights.
     *
     * @param count number of states
     * @return {@code [count, visible]}; chains of large weight occur more than once
     */
    public INDArray draws(Rbm rbm, BaseRate base, int count, RandomSource random) {
        return anneal(rbm, base, random, step -> {}).resampled(count, random);
    }

    /** Anneals from the base-rate model to the RBM and returns the path with the log-weights at its end. */
    AnnealingPath anneal(Rbm rbm, BaseRate base, RandomSource random, IntConsumer progress) {
        AnnealingPath path = new AnnealingPath(rbm, base, chains);
        double[] beta = AnnealingPath.betas(betas);
        path.startAtBase(random);
        for (int k = 1; k <= betas; k++) {
            path.reweight(beta[k - 1], beta[k]);
            if (k < betas) {
                path.step(beta[k], random);
            }
            progress.accept(k);
        }
        return path;
    }
}
