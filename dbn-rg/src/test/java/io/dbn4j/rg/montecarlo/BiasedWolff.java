package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.random.Draws;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * A broken update: it flips clusters until enough spins have flipped, so a step ends more often after a large cluster.
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
