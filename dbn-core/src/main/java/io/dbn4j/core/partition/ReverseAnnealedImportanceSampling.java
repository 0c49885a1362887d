package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogMeanExp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Annealed importance sampling run backwards, from the model to a base-rate model.
 *
 * <pre>
 *   w = prod_k f_{k-1}(v_k) / f_k(v_k),     E[w] = Z_0 / Z      if v_K is drawn from the model
 * </pre>
 *
 * <p>Log Z_0 minus the logarithm of the mean weight is then an upper bound of log Z in expectation. Log Z_0 minus the
 * mean of the log-weights is a looser, steadier bound ("conservative"). Exact draws are rarely available: the chains
 * start at given states and take {@code burnIn} steps. The bounds hold if the chains are then in equilibrium, and their
 * {@link Estimate#bound()} names this condition.
 *
 * @param betas number of steps in inverse temperature, at least 1
 * @param chains number of independent weights, at least 2
 * @param burnIn steps of the model before annealing starts, at least 0: tempered steps in {@link #measure}, Gibbs steps
 *     in {@link #run}
 * @param temperatures number of temperatures of the tempered steps, at least 1; 1 for Gibbs steps
 */
@JsonTypeName("reverse-ais")
@FormerNames("reverse-annealed-importance-sampling")
@DisplayName(
        value = "reverse AIS",
        summary =
                "AIS in both directions. Half of the reverse chains start at data or independent units, half at annealed"
                        + " states. A test compares both halves; a start that passes gives an upper bound.")
@Reference(
        authors = "Y. Burda, R. Grosse, R. Salakhutdinov",
        title = "Accurate and conservative estimates of MRF log-likelihood using reverse annealing",
        venue = "AISTATS",
        year = 2015,
        url = "https://proceedings.mlr.press/v38/burda15.html")
public record ReverseAnnealedImportanceSampling(
        int betas,
        int chains,
        int burnIn,

        @JsonProperty(defaultValue = "" + EquilibriumStart.TEMPERATURES)
        int temperatures)
        implements LogPartitionEstimator {

    public ReverseAnnealedImportanceSampling {
        Check.atLeast(1, betas, "betas");
        Check.atLeast(2, chains, "chains");
        Check.atLeast(0, burnIn, "burnIn");
        Check.atLeast(1, temperatures, "temperatures");
    }

    /**
     * The two estimates that one reverse run gives.
     *
     * @param logPartition log Z from the mean weight, the better estimate: an upper bound in expectation if the reverse
     *     chains start in equilibrium
     * @param conservative log Z from the mean log-weight: never below {@code logPartition}
     */
    public record Result(Estimate logPartition, Estimate conservative) {

        /**
         * Computes the estimates from log-weights.
         *
         * @param baseLogPartition log Z of the base-rate model, where the chains end
         */
        static Result of(double[] logWeights, double baseLogPartition, RandomSource random) {
            return new Result(
                    LogMeanExp.of(logWeights, Bound.LOWER_FROM_EQUILIBRIUM, random)
                            .subtractedFrom(baseLogPartition),
                    Estimate.mean(logWeights, "nats")
                            .subtractedFrom(baseLogPartition)
                            .bound(Bound.UPPER_FROM_EQUILIBRIUM));
        }
    }

    /**
     * Anneals in both directions after {@code burnIn} tempered steps, and tests the start of the reverse chains: see
     * {@link BidirectionalAnnealing}. Half of the reverse chains start at the given states, or at draws of the
     * base-rate model if there are none. Fewer than four chains all start there, and their start is not tested.
     */
    @Override
    public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
        BaseRate base = start.base(rbm, random);
        INDArray given = start.states().orElseGet(() -> EquilibriumStart.independent(rbm, base, chains, random));
        if (chains < BidirectionalAnnealing.FEWEST_CHAINS) {
            return LogPartition.of(run(rbm, base, Rows.first(chains, given), random, progress::accept)
                    .logPartition());
        }
        BidirectionalAnnealing.Result both = bothDirections().run(rbm, base, given, random, progress);
        return new LogPartition(both.reverse(), Map.of("ais", both.forward()), Optional.empty(), List.of(both.test()));
    }

    @Override
    public long work(AnnealingStart start) {
        return chains < BidirectionalAnnealing.FEWEST_CHAINS
                ? (long) burnIn + betas
                : bothDirections().work();
    }

    private BidirectionalAnnealing bothDirections() {
        return new BidirectionalAnnealing(betas, chains, new EquilibriumStart(temperatures, burnIn));
    }

    /**
     * Anneals from the model to the base-rate model.
     *
     * @param start visible states close to draws of the model, {@code [chains, visible]}; not modified
     * @param progress receives after each step how many of {@code burnIn + betas} are done
     */
    public Result run(Rbm rbm, BaseRate base, INDArray start, RandomSource random, IntConsumer progress) {
        Check.require(start.size(0) == chains, "start must have %d rows, had %d", chains, start.size(0));
        AnnealingPath path = anneal(rbm, base, start, random, progress);
        return Result.of(path.logWeights(), path.baseLogPartition(), random);
    }

    /** Anneals from the RBM to the base-rate model and returns the path with the log-weights at its end. */
    AnnealingPath anneal(Rbm rbm, BaseRate base, INDArray start, RandomSource random, IntConsumer progress) {
        AnnealingPath path = new AnnealingPath(rbm, base, chains);
        path.startAt(burned(rbm, start, random, progress));
        double[] beta = AnnealingPath.betas(betas);
        for (int k = betas; k >= 1; k--) {
            path.reweight(beta[k], beta[k - 1]);
            if (k > 1) {
                path.step(beta[k - 1], random);
            }
            progress.accept(burnIn + betas - k + 1);
        }
        return path;
    }

    private INDArray burned(Rbm rbm, INDArray start, RandomSource random, IntConsumer progress) {
        if (burnIn == 0) {
            return start;
        }
        return Gibbs.walked(rbm, start, burnIn, random, progress).visible();
    }
}
