package io.dbn4j.rg.lattice;

import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sites in a circle.
 *
 * @param sites at least 3
 */
public record Ring(int sites) {

    public Ring {
        Check.atLeast(3, sites, "sites");
    }

    /** Spins on the sites, each coupled to its two neighbors. */
    public Ising ising(double coupling) {
        List<Bond> bonds = IntStream.range(0, sites)
                .mapToObj(i -> new Bond(i, (i + 1) % sites, coupling))
                .toList();
        return new Ising(sites, bonds, List.of());
    }
}
