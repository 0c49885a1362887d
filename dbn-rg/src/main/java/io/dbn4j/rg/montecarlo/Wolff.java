package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.Draws;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * Wolff's algorithm: a cluster grows from a random site over bonds between equal spins, each activated with probability
 * {@code 1 - exp(-2K)}, and is flipped.
 *
 * <p>A step flips a fixed number of clusters. The mean size of a cluster is {@code N <m^2>} sites.
 *
 * @param clusters number of clusters in a step, at least 1
 */
@Reference(
        authors = "U. Wolff",
        title = "Collective Monte Carlo updating for spin systems",
        venue = "Physical Review Letters 62",
        year = 1989,
        url = "https://doi.org/10.1103/PhysRevLett.62.361")
public record Wolff(int clusters) implements SpinUpdate {

    public Wolff {
        Check.atLeast(1, clusters, "clusters");
    }

    @Override
    public Kernel kernel(SquareLattice lattice, double coupling) {
        Growth growth = new Growth(lattice, coupling);
        return (spins, draws) -> {
            for (int cluster = 0; cluster < clusters; cluster++) {
                growth.flip(spins, draws);
            }
        };
    }

    /** A kernel that grows and flips single clusters. */
    static final class Growth {

        private final int[] neighbors;
        private final double bond;
        private final int[] pending; // sites of the cluster whose neighbors have not been visited

        Growth(SquareLattice lattice, double coupling) {
            neighbors = lattice.neighbors();
            bond = -Math.expm1(-2 * Check.positive(coupling, "coupling"));
            pending = new int[lattice.sites()];
        }

        /** Flips one cluster and returns its number of sites. */
        int flip(byte[] spins, Draws draws) {
            int site = draws.below(spins.length);
            byte spin = spins[site];
            // A site is flipped when it joins the cluster, so no bond is drawn twice.
            spins[site] = (byte) -spin;
            pending[0] = site;
            int top = 1;
            int size = 1;
            while (top > 0) {
                int first = 4 * pending[--top];
                for (int i = first; i < first + 4; i++) {
                    int next = neighbors[i];
                    if (spins[next] == spin && draws.bernoulli(bond)) {
                        spins[next] = (byte) -spin;
                        pending[top++] = next;
                        size++;
                    }
                }
            }
            return size;
        }
    }
}
