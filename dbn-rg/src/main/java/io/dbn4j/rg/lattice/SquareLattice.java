package io.dbn4j.rg.lattice;

import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import java.util.ArrayList;
import java.util.List;

/**
 * Sites of a square with periodic boundaries, numbered row by row.
 *
 * @param side sites in a row, at least 2; with 2 each pair of neighbours has two bonds
 */
public record SquareLattice(int side) {

    public SquareLattice {
        Check.atLeast(2, side, "side");
    }

    /** Number of sites. */
    public int sites() {
        return side * side;
    }

    /** Spins on the sites, each coupled to its four neighbours: two bonds for each site. */
    public Ising ising(double coupling) {
        List<Bond> bonds = new ArrayList<>();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int site = row * side + column;
                bonds.add(new Bond(site, row * side + (column + 1) % side, coupling));
                bonds.add(new Bond(site, (row + 1) % side * side + column, coupling));
            }
        }
        return new Ising(sites(), bonds, List.of());
    }
}
