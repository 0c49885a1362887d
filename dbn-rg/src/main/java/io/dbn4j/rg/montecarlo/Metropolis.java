package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * A sweep of the Metropolis algorithm: each spin in turn, row by row, is flipped with probability
 * {@code min(1, exp(-dE))}, or 1/2 if dE = 0.
 *
 * <p>Each flip leaves the equilibrium invariant, and so does the sweep, although it is not reversible. If flips with dE
 * = 0 were always accepted, as usual, sweeps would not reach every state: on four spins four states are never visited,
 * and diagonal stripes of width 2 follow each other for ever. With 1/2 every state is reached: from any state, refuse
 * every flip that can be refused until no flip is certain; one further sweep can then turn all spins up.
 *
 * <p>Near the critical point the autocorrelation time is about L^2.2 sweeps. Near K = 0 it is long as well, because
 * nearly every spin flips in every sweep.
 */
@Reference(
        authors = "N. Metropolis, A. Rosenbluth, M. Rosenbluth, A. Teller, E. Teller",
        title = "Equation of state calculations by fast computing machines",
        venue = "Journal of Chemical Physics 21",
        year = 1953,
        url = "https://doi.org/10.1063/1.1699114")
public record Metropolis() implements SpinUpdate {

    @Override
    public Kernel kernel(SquareLattice lattice, double coupling) {
        Check.positive(coupling, "coupling");
        int[] neighbors = lattice.neighbors();
        double[] acceptance = {0.5, Math.exp(-4 * coupling), Math.exp(-8 * coupling)};
        return (spins, draws) -> {
            for (int site = 0; site < spins.length; site++) {
                int first = 4 * site;
                int around = spins[neighbors[first]]
                        + spins[neighbors[first + 1]]
                        + spins[neighbors[first + 2]]
                        + spins[neighbors[first + 3]];
                int rise = spins[site] * around; // dE / 2K: -4, -2, 0, 2 or 4
                if (rise < 0 || draws.bernoulli(acceptance[rise / 2])) {
                    spins[site] = (byte) -spins[site];
                }
            }
        };
    }
}
