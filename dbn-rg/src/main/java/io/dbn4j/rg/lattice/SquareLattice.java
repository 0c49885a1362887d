package io.dbn4j.rg.lattice;

import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import java.util.ArrayList;
import java.util.List;

/**
 * A square lattice with periodic boundaries, its sites numbered row by row.
 *
 * @param side sites in a row, at least 2; with 2 each pair of neighbors has two bonds
 */
public record SquareLattice(int side) {

    public SquareLattice {
        Check.atLeast(2, side, "side");
    }

    /** Returns the number of sites. */
    public int sites() {
        return side * side;
    }

    /**
     * Returns the four neighbors of each site: those of site i start at element {@code 4 i}, in the order right, below,
     * left, above. The first two neighbors of all sites list every bond once.
     */
    public int[] neighbors() {
        int[] neighbors = new int[4 * sites()];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int first = 4 * (row * side + column);
                neighbors[first] = row * side + (column + 1) % side;
                neighbors[first + 1] = (row + 1) % side * side + column;
                neighbors[first + 2] = row * side + (column + side - 1) % side;
                neighbors[first + 3] = (row + side - 1) % side * side + column;
            }
        }
        return neighbors;
    }

    /** Returns the Ising model with a spin on each site, coupled to its four neighbors: two bonds per site. */
    public Ising ising(double coupling) {
        int[] neighbors = neighbors();
        List<Bond> bonds = new ArrayList<>();
        for (int site = 0; site < sites(); site++) {
            bonds.add(new Bond(site, neighbors[4 * site], coupling));
            bonds.add(new Bond(site, neighbors[4 * site + 1], coupling));
        }
        return new Ising(sites(), bonds, List.of());
    }
}
