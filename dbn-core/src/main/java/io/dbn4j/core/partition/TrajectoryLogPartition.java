package io.dbn4j.core.partition;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.TrajectoryTempering;
import io.dbn4j.core.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Log Z of every model of a {@link TrajectoryTempering}, from its draws: Bennett's ratios of neighbours, summed up from a
 * first model whose log Z is known.
 *
 * <p>Chain c of one model exchanges states with chain c of the others and with no further chain, so all that carry one number
 * are one independent contribution to the error, however much their states are correlated among models and in
 * time. It does not know of what no chain has seen: the estimate is no bound. The effective sample size is that of the
 * worst overlap so far.
 */
@Reference(
        authors = "N. Bereux, A. Decelle, C. Furtlehner, L. Rosset, B. Seoane",
        title = "Fast training and sampling of restricted Boltzmann machines",
        venue = "ICLR",
        year = 2025,
        url = "https://arxiv.org/abs/2405.15376")
public final class TrajectoryLogPartition {

    private TrajectoryLogPartition() {}

    /**
     * Log Z of every model.
     *
     * @param draws visible states of each model, as {@link TrajectoryTempering#draw} gives them; not modified
     * @param chains number of chains of each model, at least 2
     * @param first log Z of the first model: exact without weights, for example
     */
    public static List<Estimate> of(TrajectoryTempering tempering, List<INDArray> draws, int chains, Estimate first) {
        Check.atLeast(2, chains, "chains");
        List<Rbm> models = tempering.models();
        List<Estimate> estimates = new ArrayList<>(List.of(first));
        double[] contributions = new double[Math.toIntExact(draws.get(0).size(0))];
        double sum = first.value();
        double overlap = 1;
        for (int rung = 1; rung < models.size(); rung++) {
            Rbm from = models.get(rung - 1);
            Rbm to = models.get(rung);
            BennettEquation equation = new BennettEquation(
                    from.freeEnergyDifference(to, draws.get(rung - 1)), from.freeEnergyDifference(to, draws.get(rung)));
            equation.addContributions(contributions);
            sum += equation.root();
            overlap = Math.min(overlap, equation.overlap());
            double error = overlap > 0 ? BennettRatio.error(byChain(contributions, chains)) : Double.POSITIVE_INFINITY;
            estimates.add(
                    Estimate.normal(sum, Math.hypot(first.standardError(), error), "nats", chains, chains * overlap));
        }
        return estimates;
    }

    private static double[] byChain(double[] contributions, int chains) {
        double[] sums = new double[chains];
        for (int draw = 0; draw < contributions.length; draw++) {
            sums[draw % chains] += contributions[draw];
        }
        return sums;
    }
}
