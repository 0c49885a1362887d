package io.dbn4j.rg.montecarlo;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.Draws;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * A way to move the spins of a ferromagnet that leaves its equilibrium invariant.
 *
 * <pre>
 *   p(s) = exp(K sum over bonds of s_i s_j) / Z,     K &gt; 0
 * </pre>
 *
 * <p>Each is a fixed amount of work: one that goes on until enough spins have flipped stops where clusters are large, and no
 * longer samples p.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Metropolis.class, name = "metropolis"),
    @JsonSubTypes.Type(value = Wolff.class, name = "wolff"),
    @JsonSubTypes.Type(value = SwendsenWang.class, name = "swendsen-wang")
})
public sealed interface SpinUpdate permits Metropolis, Wolff, SwendsenWang {

    /** One step of the chain. */
    @FunctionalInterface
    interface Kernel {

        /**
         * Moves the spins.
         *
         * @param spins 1 or -1, row by row; modified
         */
        void step(byte[] spins, Draws draws);
    }

    /**
     * The kernel for this lattice. It has scratch memory, so each thread needs its own.
     *
     * @param coupling K, positive
     */
    Kernel kernel(SquareLattice lattice, double coupling);
}
