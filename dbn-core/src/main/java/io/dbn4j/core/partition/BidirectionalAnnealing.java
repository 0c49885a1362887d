package io.dbn4j.core.partition;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogMeanExp;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Annealed importance sampling in both directions, with a prepared and tested start of the reverse direction.
 *
 * <p>The forward direction gives a lower bound of log Z, and annealed states: its last states, resampled by their
 * weights. Half of the reverse chains start at annealed states, the other half at given states. An
 * {@link EquilibriumStart} moves both halves. The reverse direction gives an upper bound of log Z if the moved states
 * are draws of the model. The estimates keep this condition unless the {@link StartTest} passes.
 *
 * @param betas number of steps in inverse temperature of either direction, at least 1
 * @param chains number of forward paths, and of reverse paths, at least 4
 * @param start moves states toward equilibrium before the reverse direction
 */
@Reference(
        authors = "R. B. Grosse, Z. Ghahramani, R. P. Adams",
        title = "Sandwiching the marginal likelihood using bidirectional Monte Carlo",
        venue = "arXiv 1511.02543",
        year = 2015,
        url = "https://arxiv.org/abs/1511.02543")
public record BidirectionalAnnealing(int betas, int chains, EquilibriumStart start) {

    /** Smallest number of chains: two halves of two chains. */
    static final int FEWEST_CHAINS = 4;

    public BidirectionalAnnealing {
        Check.atLeast(1, betas, "betas");
        Check.atLeast(FEWEST_CHAINS, chains, "chains");
    }

    /** Returns the work of a run: one unit moves every chain once. */
    public long work() {
        return 2L * betas + (long) start.temperatures() * start.steps();
    }

    /**
     * The estimates of both directions, and the test of the start.
     *
     * @param forward log Z by annealed importance sampling: a lower bound in expectation
     * @param reverse log Z by reverse AIS: an upper bound in expectation, under a condition unless {@code test} passed
     * @param conservative log Z by reverse AIS from the mean log-weight: never below {@code reverse}
     * @param test test of the reverse chains' start
     * @param states states at which the reverse chains started, {@code [chains, visible]}: draws of the model if they
     *     were in equilibrium
     */
    public record Result(Estimate forward, Estimate reverse, Estimate conservative, StartTest test, INDArray states) {}

    /**
     * Anneals from the base-rate model to the RBM and back.
     *
     * @param given states at which half of the reverse chains start, {@code [rows, visible]}, repeated if there are too
     *     few: data, or {@link EquilibriumStart#independent}; not modified
     * @param progress receives how much of {@link #work} is done
     */
    public Result run(Rbm rbm, BaseRate base, INDArray given, RandomSource random, LongConsumer progress) {
        AnnealingPath forward =
                new AnnealedImportanceSampling(betas, chains).anneal(rbm, base, random, progress::accept);
        int half = chains / 2;
        INDArray spread = Nd4j.vstack(Rows.first(half, given), forward.resampled(chains - half, random));
        long moving = start.temperatures();
        EquilibriumStart.Moved moved =
                start.moved(rbm, base, spread, random, step -> progress.accept(betas + moving * step));
        long before = betas + moving * start.steps();
        AnnealingPath reverse = new ReverseAnnealedImportanceSampling(betas, chains, 0, 1)
                .anneal(rbm, base, moved.states(), random, step -> progress.accept(before + step));
        double zero = forward.baseLogPartition();
        var upper = ReverseAnnealedImportanceSampling.Result.of(reverse.logWeights(), zero, random);
        StartTest test = test(forward, reverse.logWeights(), half, moved.roundTrips(), random);
        return new Result(
                LogMeanExp.of(forward.logWeights(), Bound.LOWER, random).plus(zero),
                test.bounded(upper.logPartition()),
                test.bounded(upper.conservative()),
                test,
                moved.states());
    }

    /**
     * Tests a start by the paths of both directions.
     *
     * @param logWeights log-weights of reverse paths; the first {@code half} of them started at given states
     */
    static StartTest test(AnnealingPath forward, double[] logWeights, int half, long roundTrips, RandomSource random) {
        double[] given = Arrays.copyOfRange(logWeights, 0, half);
        double[] annealed = Arrays.copyOfRange(logWeights, half, logWeights.length);
        double zero = forward.baseLogPartition();
        return StartTest.of(
                forward.logWeights(),
                negative(given),
                negative(annealed),
                new StartTest.Halves(
                        ReverseAnnealedImportanceSampling.Result.of(given, zero, random)
                                .logPartition(),
                        ReverseAnnealedImportanceSampling.Result.of(annealed, zero, random)
                                .logPartition()),
                roundTrips);
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(x -> -x).toArray();
    }
}
