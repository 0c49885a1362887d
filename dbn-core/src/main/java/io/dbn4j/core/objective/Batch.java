package io.dbn4j.core.objective;

import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of one update with their hidden means, which several parts of an objective share.
 *
 * @param visible {@code [batch, visible]}
 * @param hiddenMean means of the hidden units given these rows under the current model, {@code [batch, hidden]}
 */
public record Batch(INDArray visible, INDArray hiddenMean) {

    /** The batch under this model, in a new array. */
    public static Batch of(Rbm rbm, INDArray visible) {
        return new Batch(visible, rbm.hiddenGivenVisible(visible));
    }

    /**
     * The batch under this model.
     *
     * @param hiddenMean modified: receives the means
     */
    public static Batch of(Rbm rbm, INDArray visible, INDArray hiddenMean) {
        rbm.hiddenInput(visible, hiddenMean);
        rbm.hiddenUnit().mean(hiddenMean);
        return new Batch(visible, hiddenMean);
    }

    /** Number of rows. */
    public long rows() {
        return visible.size(0);
    }
}
