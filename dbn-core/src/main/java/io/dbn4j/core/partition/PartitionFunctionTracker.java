package io.dbn4j.core.partition;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogSumExp;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Log Z followed through training, from update to update, with the persistent chains that training has anyway.
 *
 * <pre>
 *   log Z_{t+1} / Z_t = log &lt;exp(F_t(v) - F_{t+1}(v))&gt;_{P_t},     v the chains before the update
 * </pre>
 *
 * <p>An update changes F little, so each ratio is accurate; their sum drifts, since chains remember where they were and
 * lag behind the model. The standard error is that of a sum of one contribution a chain over the whole way, for
 * independent chains: it knows of their memory, not of a lag that all of them share. So log Z is anchored anew, by {@link
 * AnnealedImportanceSampling} say, whenever the error has become too large or so many updates have passed.
 */
@Reference(
        authors = "G. Desjardins, A. Courville, Y. Bengio",
        title = "On tracking the partition function",
        venue = "NeurIPS",
        year = 2011,
        url = "https://papers.nips.cc/paper/2011/hash/14bfa6bb14875e45bba028a21ed38046-Abstract.html")
public final class PartitionFunctionTracker {

    private final double[] contributions;
    private Rbm last;
    private Estimate anchor;
    private double ratio;
    private double ess;

    /**
     * Starts to follow a model.
     *
     * @param rbm the model now; not modified, copied
     * @param chains number of chains that will be shown, at least 2
     * @param logPartition log Z of the model now
     */
    public PartitionFunctionTracker(Rbm rbm, int chains, Estimate logPartition) {
        this.contributions = new double[Check.atLeast(2, chains, "chains")];
        this.last = rbm.copy();
        this.anchor = logPartition;
        anchor(logPartition);
    }

    /**
     * Follows the model through one update.
     *
     * @param rbm the model after it; not modified
     * @param visible states of the chains, moved by the model before it and always in the same rows, {@code [chains,
     *     visible]}; not modified
     */
    public void follow(Rbm rbm, INDArray visible) {
        int chains = contributions.length;
        Check.require(visible.size(0) == chains, "visible must have %d rows, had %d", chains, visible.size(0));
        double[] logWeights = last.freeEnergyDifference(rbm, visible);
        double logMean = LogSumExp.of(logWeights) - Math.log(chains);
        double squares = 0;
        for (int chain = 0; chain < chains; chain++) {
            double weight = Math.exp(logWeights[chain] - logMean);
            contributions[chain] += (weight - 1) / chains;
            squares += weight * weight;
        }
        ratio += logMean;
        ess = Math.min(ess, (double) chains * chains / squares);
        last = rbm.copy();
    }

    /** Takes an independent estimate of log Z of the model that was followed last, and forgets what was summed. */
    public void anchor(Estimate logPartition) {
        anchor = logPartition;
        ratio = 0;
        ess = contributions.length;
        Arrays.fill(contributions, 0);
    }

    /**
     * Log Z of the model that was followed last, in nats: on either side of the truth. The effective sample size is the
     * smallest of the anchor and of all updates since.
     */
    public Estimate logPartition() {
        int chains = contributions.length;
        double error = BennettRatio.error(contributions);
        return anchor.plus(Estimate.normal(ratio, error, "nats", chains, ess)).bound(Bound.NONE);
    }
}
