package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.rg.lattice.SquareLattice;

/**
 * A sweep of the Metropolis algorithm: each spin in turn, row by row, is flipped with probability {@code min(1, exp(-dE))}, but
 * 1/2 where the energy would not change.
 *
 * <p>Each flip leaves the equilibrium invariant, and so does the sweep, though it is not reversible. With the usual certainty for
 * flips that cost nothing, sweeps do not reach every state: on four spins four states are never visited, and diagonal stripes
 * of width 2 follow each other for ever. With 1/2 they do: refuse all flips but those that must be, until none must be; then
 * one sweep can turn all spins up.
 *
 * <p>Near the critical point about L^2.2 sweeps are needed to forget; near K = 0 nearly every spin flips, which is remembered for
 * long as well.
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
                int rise = spins[site] * around; // of the energy, over 2K: -4, -2, 0, 2 or 4
                if (rise < 0 || draws.bernoulli(acceptance[rise / 2])) {
                    spins[site] = (byte) -spins[site];
                }
            }
        };
    }
}
