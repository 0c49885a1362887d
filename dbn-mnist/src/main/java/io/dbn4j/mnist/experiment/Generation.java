package io.dbn4j.mnist.experiment;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.training.Stack;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws images from a stack: Gibbs sampling in the top RBM, then one pass down.
 *
 * @param steps Gibbs steps in the top RBM
 */
record Generation(Stack.Trained stack, int steps) {

    /**
     * Samples from chains that start where the stack puts these images.
     *
     * @param images {@code [chains, visible]}; not modified
     * @return means of the visible units given the layer above, {@code [chains, visible]}
     */
    INDArray from(INDArray images, RandomSource random) {
        int top = stack.seconds().size() - 1;
        INDArray states = images;
        for (int layer = 0; layer < top; layer++) {
            states = stack.rbm(layer).hiddenGivenVisible(states);
        }
        Rbm rbm = stack.rbm(top);
        Chains chains = Chains.at(states, rbm, random);
        Kernel kernel = new Gibbs().kernel(rbm);
        for (int step = 0; step < steps; step++) {
            kernel.step(chains, random);
        }
        INDArray down = rbm.visibleGivenHidden(chains.hidden());
        for (int layer = top - 1; layer >= 0; layer--) {
            INDArray drawn = down.ulike();
            stack.rbm(layer).hiddenUnit().draw(down, drawn, random);
            down = stack.rbm(layer).visibleGivenHidden(drawn);
        }
        return down;
    }
}
