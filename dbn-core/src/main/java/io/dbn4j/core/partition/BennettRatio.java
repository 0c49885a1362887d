package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bennett's acceptance ratio, summed over models between a base-rate model and the RBM.
 *
 * <p>From draws x of model 0 and y of model 1, {@link #between} finds the D = log(Z_1 / Z_0) that solves
 *
 * <pre>
 *   sum_x s(M + F_0(x) - F_1(x) - D) = sum_y s(D - M - F_0(y) + F_1(y)),     s(t) = 1 / (1 + exp(-t)),  M = log(n_1 / n_0)
 * </pre>
 *
 * <p>Each chain walks from the base-rate model to the RBM and rests at every model on the way for some Gibbs steps; its
 * states then count as draws of that model. The chains are independent, so the standard error is that of a sum of one
 * contribution a chain and knows of the correlation between neighboring ratios (they share the draws of the model
 * between them; squared errors of the ratios would add to too little where there are many). It does not know of chains
 * that rest too shortly, which as a rule makes log Z too low: the estimate is no bound. The effective sample size is that of the worst overlap. The
 * variance of a single ratio is that of Shirts and Chodera, Journal of Chemical Physics 129 (2008).
 *
 * @param rungs steps in inverse temperature, at least 1
 * @param chains number of independent chains, at least 2
 * @param steps Gibbs steps at each inverse temperature, at least 1
 */
@JsonTypeName("bar")
@FormerNames("bennett-ratio")
@DisplayName(
        value = "Bennett ratio",
        summary = "Sums Bennett ratios between neighboring models on the annealing path: no bound.")
@Reference(
        authors = "C. H. Bennett",
        title = "Efficient estimation of free energy differences from Monte Carlo data",
        venue = "Journal of Computational Physics 22",
        year = 1976,
        url = "https://doi.org/10.1016/0021-9991(76)90078-4")
public record BennettRatio(int rungs, int chains, int steps) implements LogPartitionEstimator {

    public BennettRatio {
        Check.atLeast(1, rungs, "rungs");
        Check.atLeast(2, chains, "chains");
        Check.atLeast(1, steps, "steps");
    }

    /**
     * The log ratio of the partition functions of two RBMs with the same visible units, {@code log(Z_to / Z_from)}.
     *
     * <p>Consistent, on either side of the truth. The standard error is the asymptotic one, and the effective sample size
     * the number of draws times the overlap, {@code sum s (1 - s) (1/n_0 + 1/n_1)}.
     *
     * @param fromDraws independent visible states drawn from the first, {@code [n_0, visible]}; not modified
     * @param toDraws independent visible states drawn from the second, {@code [n_1, visible]}; not modified
     */
    public static Estimate between(Rbm from, INDArray fromDraws, Rbm to, INDArray toDraws) {
        Check.require(
                from.visibleUnit().equals(to.visibleUnit()) && from.visible() == to.visible(),
                "models must have the same visible units, were %d %s and %d %s",
                from.visible(),
                from.visibleUnit(),
                to.visible(),
                to.visibleUnit());
        Check.require(fromDraws.size(0) > 0 && toDraws.size(0) > 0, "each model must have at least 1 draw");
        BennettEquation equation =
                new BennettEquation(from.freeEnergyDifference(to, fromDraws), from.freeEnergyDifference(to, toDraws));
        long draws = fromDraws.size(0) + toDraws.size(0);
        return Estimate.normal(
                equation.root(), Math.sqrt(equation.variance()), "nats", draws, draws * equation.overlap());
    }

    @Override
    public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
        Coupling.requireBounded(rbm);
        BaseRate base = start.base(rbm, random);
        double[] beta = AnnealingPath.betas(rungs);
        double[] contributions = new double[chains];
        double sum = base.logPartition(rbm);
        double overlap = 1;
        Rbm from = base.model(rbm);
        INDArray draws = new Gibbs().start(from, chains, random).visible();
        for (int k = 1; k <= rungs; k++) {
            Rbm to = base.toward(rbm, beta[k]);
            double[] atFrom = from.freeEnergyDifference(to, draws);
            draws = Gibbs.walked(to, draws, steps, random, step -> {}).visible();
            BennettEquation equation = new BennettEquation(atFrom, from.freeEnergyDifference(to, draws));
            sum += equation.root();
            overlap = Math.min(overlap, equation.overlap());
            equation.addContributions(contributions);
            from = to;
            progress.accept(k);
        }
        return LogPartition.of(Estimate.normal(
                sum, overlap > 0 ? error(contributions) : Double.POSITIVE_INFINITY, "nats", chains, chains * overlap));
    }

    @Override
    public long work(AnnealingStart start) {
        return rungs;
    }

    /** Contributions of independent chains sum to zero; their squares to the variance. */
    static double error(double[] contributions) {
        double squares = 0;
        for (double contribution : contributions) {
            squares += contribution * contribution;
        }
        return Math.sqrt(squares * contributions.length / (contributions.length - 1.0));
    }
}
