package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.Draws;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * The algorithm of Swendsen and Wang: bonds between equal spins are activated with probability {@code 1 - exp(-2K)},
 * and each cluster of spins joined by active bonds gets a random sign.
 *
 * <p>A step visits every site once. It draws both conditionals of a joint model of bonds and spins exactly, like block
 * Gibbs sampling of an RBM.
 */
@Reference(
        authors = "R. H. Swendsen, J.-S. Wang",
        title = "Nonuniversal critical dynamics in Monte Carlo simulations",
        venue = "Physical Review Letters 58",
        year = 1987,
        url = "https://doi.org/10.1103/PhysRevLett.58.86")
public record SwendsenWang() implements SpinUpdate {

    @Override
    public Kernel kernel(SquareLattice lattice, double coupling) {
        Clusters clusters = new Clusters(lattice.sites());
        int[] neighbors = lattice.neighbors();
        double bond = -Math.expm1(-2 * Check.positive(coupling, "coupling"));
        return (spins, draws) -> {
            clusters.separate();
            for (int site = 0; site < spins.length; site++) {
                for (int i = 4 * site; i < 4 * site + 2; i++) {
                    int next = neighbors[i];
                    if (spins[next] == spins[site] && draws.bernoulli(bond)) {
                        clusters.join(site, next);
                    }
                }
            }
            clusters.drawSigns(spins, draws);
        };
    }

    /** Disjoint sets of sites, each a tree below its lowest site. */
    private static final class Clusters {

        private final int[] parent;

        Clusters(int sites) {
            parent = new int[sites];
        }

        void separate() {
            for (int site = 0; site < parent.length; site++) {
                parent[site] = site;
            }
        }

        void join(int a, int b) {
            int first = root(a);
            int second = root(b);
            parent[Math.max(first, second)] = Math.min(first, second);
        }

        private int root(int site) {
            int here = site;
            while (parent[here] != here) {
                parent[here] = parent[parent[here]]; // halves the path for later calls
                here = parent[here];
            }
            return here;
        }

        /**
         * Gives each cluster a random sign. Its spins take the new sign of its lowest site, which is visited first.
         */
        void drawSigns(byte[] spins, Draws draws) {
            for (int site = 0; site < spins.length; site++) {
                int root = root(site);
                spins[site] = root < site ? spins[root] : (byte) (draws.bernoulli(0.5) ? 1 : -1);
            }
        }
    }
}
