package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.random.Draws;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * Clusters until enough spins have flipped: whether a step ends depends on how large its last cluster was, so that it ends
 * more often where clusters are large.
 */
record BiasedWolff(int flips) {

    SpinUpdate.Kernel kernel(SquareLattice lattice, double coupling) {
        Wolff.Growth growth = new Wolff.Growth(lattice, coupling);
        return (byte[] spins, Draws draws) -> {
            int flipped = 0;
            while (flipped < flips) {
                flipped += growth.flip(spins, draws);
            }
        };
    }
}
