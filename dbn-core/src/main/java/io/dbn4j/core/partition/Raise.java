package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.States;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reverse annealed importance sampling estimator (RAISE): a stochastic lower bound of the log-likelihood of an
 * annealed model that approximates the RBM.
 *
 * <p>The annealed model, p_raise, draws v_0 from the base-rate model and moves it by one Gibbs step at each inverse
 * temperature up to 1. Its state v_K would be a draw of the RBM if the annealing were slow enough. A reverse chain
 * starts at v = v_K, first draws hidden units given v, and goes back through the same kernels, each of which is
 * reversible. With f_k the unnormalized distributions along the path,
 *
 * <pre>
 *   w = f_K(v) / Z_0 prod_k f_{k-1}(v_{k-1}) / f_k(v_{k-1}),     E[w] = p_raise(v)      (unbiased)
 * </pre>
 *
 * <p>so the logarithm of the mean weight of a row's chains is at most {@code log p_raise(v)} in expectation. Averaged
 * over draws of the RBM, {@code log p_raise} is at most the log-likelihood of the RBM, because p_raise is a
 * distribution. AIS overestimates it. For other rows either may be larger, though {@code log p_raise} rarely is if
 * annealing is fast.
 *
 * @param betas number of steps in inverse temperature, at least 1
 * @param chains reverse chains of each row, at least 1; more make the bound tighter
 * @param rows number of visible states, at least 2: the first of the given ones, or draws if none are given
 * @param burnIn tempered steps of the model that draw the states, at least 0
 * @param temperatures number of temperatures of these steps, at least 1; 1 for Gibbs steps
 */
@JsonTypeName("raise")
@DisplayName(
        value = "RAISE",
        summary =
                "Given data, whose first rows must be states: a lower bound of their log-likelihood under an annealed model"
                        + " close to the RBM. Without data: an upper bound of log Z, started and tested like reverse-ais.")
@Reference(
        authors = "Y. Burda, R. Grosse, R. Salakhutdinov",
        title = "Accurate and conservative estimates of MRF log-likelihood using reverse annealing",
        venue = "AISTATS",
        year = 2015,
        url = "https://proceedings.mlr.press/v38/burda15.html")
public record Raise(
        int betas,
        int chains,
        int rows,
        int burnIn,

        @JsonProperty(defaultValue = "" + EquilibriumStart.TEMPERATURES)
        int temperatures)
        implements LogPartitionEstimator {

    public Raise {
        Check.atLeast(1, betas, "betas");
        Check.atLeast(1, chains, "chains");
        Check.atLeast(2, rows, "rows");
        Check.atLeast(0, burnIn, "burnIn");
        Check.atLeast(1, temperatures, "temperatures");
    }

    /**
     * The two estimates from the reverse chains of rows, with the standard errors of means over the rows.
     *
     * @param logLikelihood mean of estimates of {@code log p_raise(v)}, each at most {@code log p_raise(v)} in
     *     expectation
     * @param logPartition mean of {@code -F(v)} minus these estimates, the log Z with which the RBM would have this
     *     log-likelihood: an upper bound in expectation if the rows are draws of the RBM
     */
    public record Result(Estimate logLikelihood, Estimate logPartition) {}

    /**
     * Anneals from the states of the start. If there are none, {@code burnIn} tempered steps from independent and from
     * annealed states draw them, and their paths test the start: see {@link BidirectionalAnnealing}. Fewer than four
     * rows are draws of the base-rate model, moved by Gibbs steps and not tested.
     */
    @Override
    public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
        BaseRate base = start.base(rbm, random);
        if (start.states().isPresent()) {
            Result given = run(rbm, base, Rows.first(rows, start.states().get()), random, progress::accept);
            return new LogPartition(given.logPartition(), Map.of(), Optional.of(given.logLikelihood()), List.of());
        }
        INDArray independent = EquilibriumStart.independent(rbm, base, rows, random);
        return rows < BidirectionalAnnealing.FEWEST_CHAINS
                ? untested(rbm, base, independent, random, progress)
                : tested(rbm, base, independent, random, progress);
    }

    private LogPartition untested(
            Rbm rbm, BaseRate base, INDArray independent, RandomSource random, LongConsumer progress) {
        INDArray moved =
                Gibbs.walked(rbm, independent, burnIn, random, progress::accept).visible();
        return LogPartition.of(bound(run(rbm, base, moved, random, step -> progress.accept(burnIn + step))));
    }

    private LogPartition tested(
            Rbm rbm, BaseRate base, INDArray independent, RandomSource random, LongConsumer progress) {
        AnnealingPath forward = new AnnealedImportanceSampling(betas, rows).anneal(rbm, base, random, progress::accept);
        int half = rows / 2;
        INDArray spread = Nd4j.vstack(Rows.first(half, independent), forward.resampled(rows - half, random));
        long moving = temperatures;
        var moved = new EquilibriumStart(temperatures, burnIn)
                .moved(rbm, base, spread, random, step -> progress.accept(betas + moving * step));
        long before = betas + moving * burnIn;
        AnnealingPath path = anneal(rbm, base, moved.states(), random, step -> progress.accept(before + step));
        double[] oneOfEachRow = IntStream.range(0, rows)
                .mapToDouble(row -> path.logWeights()[row * chains])
                .toArray();
        StartTest test = BidirectionalAnnealing.test(forward, oneOfEachRow, half, moved.roundTrips(), random);
        return new LogPartition(
                test.bounded(bound(result(rbm, path, moved.states()))), Map.of(), Optional.empty(), List.of(test));
    }

    @Override
    public long work(AnnealingStart start) {
        if (start.states().isPresent()) {
            return betas;
        }
        return rows < BidirectionalAnnealing.FEWEST_CHAINS
                ? (long) burnIn + betas
                : 2L * betas + (long) temperatures * burnIn;
    }

    private static Estimate bound(Result result) {
        return result.logPartition().bound(Bound.UPPER_FROM_EQUILIBRIUM);
    }

    /**
     * Anneals from rows of data to the base-rate model.
     *
     * @param visible visible states, {@code [rows, visible]}, at least two; not modified
     * @param progress told after each step how many of {@code betas} are done
     * @throws IllegalArgumentException if a row is not a state of the visible units
     */
    public Result run(Rbm rbm, BaseRate base, INDArray visible, RandomSource random, IntConsumer progress) {
        States.require(rbm.visibleUnit(), visible, "visible");
        return result(rbm, anneal(rbm, base, visible, random, progress), visible);
    }

    private Result result(Rbm rbm, AnnealingPath path, INDArray visible) {
        double[] freeEnergy = rbm.freeEnergy(visible);
        double[] logPartition = new double[freeEnergy.length];
        double[] logLikelihood = new double[freeEnergy.length];
        for (int row = 0; row < freeEnergy.length; row++) {
            double[] logWeights = Arrays.copyOfRange(path.logWeights(), row * chains, (row + 1) * chains);
            logPartition[row] = path.baseLogPartition() - LogSumExp.of(logWeights) + Math.log(chains);
            logLikelihood[row] = -freeEnergy[row] - logPartition[row];
        }
        return new Result(Estimate.mean(logLikelihood, "nats"), Estimate.mean(logPartition, "nats"));
    }

    /**
     * Anneals back from each row, once per chain, and returns the path with {@code log (w Z_0 / f_K(v))} at its end.
     */
    AnnealingPath anneal(Rbm rbm, BaseRate base, INDArray visible, RandomSource random, IntConsumer progress) {
        int[] starts = IntStream.range(0, Math.toIntExact(visible.size(0) * chains))
                .map(i -> i / chains)
                .toArray();
        AnnealingPath path = new AnnealingPath(rbm, base, starts.length);
        path.startAt(Rows.pick(visible, starts));
        double[] beta = AnnealingPath.betas(betas);
        path.reweight(1, 1);
        for (int k = betas; k >= 1; k--) {
            path.step(beta[k], random);
            path.reweight(beta[k], beta[k - 1]);
            progress.accept(betas - k + 1);
        }
        return path;
    }
}
