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
 * <p>Given draws x of model 0 and y of model 1, {@link #between} finds the D = log(Z_1 / Z_0) that solves
 *
 * <pre>
 *   sum_x s(M + F_0(x) - F_1(x) - D) = sum_y s(D - M - F_0(y) + F_1(y)),
 *   s(t) = 1 / (1 + exp(-t)),     M = log(n_1 / n_0)
 * </pre>
 *
 * <p>Each chain moves from the base-rate model to the RBM and takes some Gibbs steps at every model on the path; its
 * states then count as draws of that model. The standard error is computed from one contribution per independent chain.
 * The error therefore includes the correlation of neighboring ratios, which share the draws of one model;
 * adding the squared errors of many ratios would give too little.
 *
 * <p>The estimate is not a bound. Too few steps at each model as a rule make log Z too low, and the standard error does
 * not show it. The effective sample size is taken from the pair of neighbors with the smallest overlap. The variance of
 * a single ratio follows Shirts and Chodera, Journal of Chemical Physics 129 (2008).
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
     * Estimates {@code log(Z_to / Z_from)} for two RBMs with the same visible units.
     *
     * <p>The estimate is consistent and may lie on either side of the truth. The standard error is asymptotic. The
     * effective sample size is the number of draws times the overlap, {@code sum s (1 - s) (1/n_0 + 1/n_1)}.
     *
     * @param fromDraws independent visible states drawn from {@code from}, {@code [n_0, visible]}; not modified
     * @param toDraws independent visible states drawn from {@code to}, {@code [n_1, visible]}; not modified
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

    /**
     * Returns the standard error: contributions of independent chains sum to zero, and their squares to the variance.
     */
    static double error(double[] contributions) {
        double squares = 0;
        for (double contribution : contributions) {
            squares += contribution * contribution;
        }
        return Math.sqrt(squares * contributions.length / (contributions.length - 1.0));
    }
}
