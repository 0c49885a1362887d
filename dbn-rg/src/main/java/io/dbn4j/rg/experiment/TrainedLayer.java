package io.dbn4j.rg.experiment;

import io.dbn4j.rg.coarse.HiddenLattice;

/**
 * A trained layer of {@link LayerMcrg}.
 *
 * @param patch edge of the patch that the layer sees
 * @param random shares of own blocks of layers of the same size with random weights
 */
record TrainedLayer(String name, int patch, HiddenLattice hidden, HiddenLattice.RandomShares random) {

    /** Returns the name of the same layer with only the weights on own blocks. */
    String cutName() {
        return name + "-cut";
    }
}
