package io.dbn4j.rg.lattice;

import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sites on a ring, numbered around it.
 *
 * @param sites at least 3
 */
public record Ring(int sites) {

    public Ring {
        Check.atLeast(3, sites, "sites");
    }

    /** Returns the Ising model with a spin on each site, coupled to its two neighbors. */
    public Ising ising(double coupling) {
        List<Bond> bonds = IntStream.range(0, sites)
                .mapToObj(i -> new Bond(i, (i + 1) % sites, coupling))
                .toList();
        return new Ising(sites, bonds, List.of());
    }
}
