package io.dbn4j.core.sample;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Markov chains over joint states of an RBM, one chain per row. Kernels move them in place.
 *
 * @param visible states, {@code [chains, visible]}
 * @param hidden states, {@code [chains, hidden]}
 * @param hiddenMean means of the hidden units given {@code visible}, {@code [chains, hidden]}
 */
public record Chains(INDArray visible, INDArray hidden, INDArray hiddenMean) {

    /** Allocates this many chains; their states are not yet set. */
    public static Chains allocate(Rbm rbm, long chains) {
        var type = rbm.weights().dataType();
        return new Chains(
                Nd4j.create(type, chains, rbm.visible()),
                Nd4j.create(type, chains, rbm.hidden()),
                Nd4j.create(type, chains, rbm.hidden()));
    }

    /**
     * Returns chains at given visible states, with hidden states drawn for them.
     *
     * @param visible {@code [chains, visible]}; not modified
     */
    public static Chains at(INDArray visible, Rbm rbm, RandomSource random) {
        Chains chains = allocate(rbm, visible.size(0));
        chains.visible.assign(visible);
        Gibbs.drawHidden(rbm, chains, random);
        return chains;
    }

    /** Returns the number of chains. */
    public long size() {
        return visible.size(0);
    }
}
