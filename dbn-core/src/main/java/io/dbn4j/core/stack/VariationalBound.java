package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The variational lower bound of the log-likelihood of a DBN, estimated with draws of its hidden layers.
 *
 * <pre>
 *   log p(v) &gt;= &lt; sum_{l&lt;L} log p_l(h_{l-1} | h_l) + log p_L(h_{L-1}) &gt;_q + S(q),   q = q(h_1 ... | v)
 * </pre>
 *
 * <p>S is the entropy of q and h_0 = v. If recognition uses the RBMs themselves, {@code log p_l(x | h) / q_l(h | x)} is
 * a difference of two free energies, F_hidden(h) - F_visible(x). The bound
 *
 * <pre>
 *   bound = -F_1(v) + sum_{l&lt;L} &lt; F_l,hidden(h_l) - F_{l+1,visible}(h_l) &gt;_q - log Z_L
 * </pre>
 *
 * <p>then needs log Z of the top RBM alone, and equals log p(v) in every draw if each RBM is the RBM below it upside
 * down. The mean over draws is an unbiased estimate of the bound, which lies KL(q || posterior) below log p(v).
 *
 * @param draws number of draws of the hidden layers for each row, at least 1
 */
@Reference(
        authors = "R. Salakhutdinov, I. Murray",
        title = "On the quantitative analysis of deep belief networks",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390266")
public record VariationalBound(int draws) {

    public VariationalBound {
        Check.atLeast(1, draws, "draws");
    }

    /**
     * Estimates the mean bound over rows, in nats.
     *
     * <p>The standard error includes the errors of the rows, of the draws and of log Z. The result is a lower bound in
     * expectation if log Z is exact or an upper bound; an upper bound by reverse annealing is as good as its burn-in.
     * If log Z is a lower bound, like that of annealed importance sampling, the result lies on either side.
     *
     * @param visible states, {@code [rows, visible]}, at least 2; not modified
     * @param logPartition log Z of the top RBM
     */
    public Estimate logLikelihood(Dbn dbn, INDArray visible, Estimate logPartition, RandomSource random) {
        return normalized(Estimate.mean(unnormalized(dbn, visible, random), "nats"), logPartition);
    }

    /**
     * Computes the mean bound from its value without log Z.
     *
     * @param mean mean of {@link #unnormalized}
     * @param logPartition log Z of the top RBM
     */
    public static Estimate normalized(Estimate mean, Estimate logPartition) {
        Bound side = switch (logPartition.bound()) {
            case EXACT, UPPER -> Bound.LOWER;
            case UPPER_FROM_EQUILIBRIUM -> Bound.LOWER_FROM_EQUILIBRIUM;
            case LOWER, LOWER_FROM_EQUILIBRIUM, NONE -> Bound.NONE;
        };
        return mean.minus(logPartition).bound(side);
    }

    /**
     * Estimates the bound of each row without its last term, minus log Z of the top RBM.
     *
     * @throws IllegalArgumentException if there are label units
     */
    public double[] unnormalized(Dbn dbn, INDArray visible, RandomSource random) {
        Check.require(
                dbn.labels() == 0, "a variational bound needs a network without label units, had %d", dbn.labels());
        return Rows.numbers(visible, block -> meanOfDraws(dbn, block, random));
    }

    private double[] meanOfDraws(Dbn dbn, INDArray visible, RandomSource random) {
        double[] mean = new double[Math.toIntExact(visible.size(0))];
        for (int draw = 0; draw < draws; draw++) {
            List<INDArray> states = dbn.recognized(visible, random);
            for (int layer = 0; layer < dbn.recognition().size(); layer++) {
                add(logRatio(dbn, layer, states.get(layer), states.get(layer + 1)), 1.0 / draws, mean);
            }
            add(dbn.top().freeEnergy(states.get(states.size() - 1)), -1.0 / draws, mean);
        }
        return mean;
    }

    /** Computes {@code log p(below | above) / q(above | below)} for each row. */
    private static double[] logRatio(Dbn dbn, int layer, INDArray below, INDArray above) {
        Rbm generative = dbn.layers().get(layer);
        Rbm recognition = dbn.recognition().get(layer);
        double[] ratio = generative.hiddenFreeEnergy(above);
        add(recognition.freeEnergy(below), -1, ratio);
        // The joint energies cancel, and need not be computed, if both directions have the same weights.
        if (!dbn.isTied(layer)) {
            add(generative.energy(below, above), -1, ratio);
            add(recognition.energy(below, above), 1, ratio);
        }
        return ratio;
    }

    private static void add(double[] terms, double scale, double[] into) {
        for (int row = 0; row < into.length; row++) {
            into[row] += scale * terms[row];
        }
    }
}
