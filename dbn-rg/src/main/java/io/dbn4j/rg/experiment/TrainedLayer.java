package io.dbn4j.rg.experiment;

import io.dbn4j.rg.coarse.HiddenLattice;

/**
 * A trained layer of {@link LayerMcrg}.
 *
 * @param patch edge of the patch that it sees
 * @param random what layers of the same size with random weights have in place of its share of own blocks
 */
record TrainedLayer(String name, int patch, HiddenLattice hidden, HiddenLattice.RandomShares random) {

    /** Returns the name of the same layer with the weights on own blocks alone. */
    String cutName() {
        return name + "-cut";
    }
}
