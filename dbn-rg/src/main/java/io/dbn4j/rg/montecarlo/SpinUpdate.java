package io.dbn4j.rg.montecarlo;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.Draws;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * An update of the spins of a ferromagnet that leaves its equilibrium invariant.
 *
 * <pre>
 *   p(s) = exp(K sum over bonds of s_i s_j) / Z,     K &gt; 0
 * </pre>
 *
 * <p>A step is a fixed amount of work. A step that continued until enough spins had flipped would tend to stop at large
 * clusters, and the chain would no longer sample p.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Metropolis.class, name = "metropolis"),
    @JsonSubTypes.Type(value = Wolff.class, name = "wolff"),
    @JsonSubTypes.Type(value = SwendsenWang.class, name = "swendsen-wang")
})
public sealed interface SpinUpdate permits Metropolis, Wolff, SwendsenWang {

    /** A step of the chain on one lattice. */
    @FunctionalInterface
    interface Kernel {

        /**
         * Moves the spins by one step.
         *
         * @param spins 1 or -1, row by row; modified
         */
        void step(byte[] spins, Draws draws);
    }

    /**
     * Returns a kernel for a lattice. A kernel has scratch memory, so each thread needs its own.
     *
     * @param coupling K, positive
     */
    Kernel kernel(SquareLattice lattice, double coupling);
}
