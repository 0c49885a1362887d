package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;

/**
 * Kadanoff's soft rule: the block spin tends to have the sign of the sum over its block.
 *
 * <pre>
 *   P(h | v) = prod over blocks of exp(p h S) / (2 cosh p S),     S = sum of the spins of the block
 * </pre>
 *
 * <p>The limit of infinite p is the majority rule. The kernel equals an {@link RbmFilter} whose weights are all p.
 *
 * @param strength p, positive
 */
@Reference(
        authors = "L. P. Kadanoff",
        title = "Variational principles and approximate renormalization group calculations",
        venue = "Physical Review Letters 34",
        year = 1975,
        url = "https://doi.org/10.1103/PhysRevLett.34.1005")
public record KadanoffKernel(Blocks blocks, double strength) implements BlockSpins {

    public KadanoffKernel {
        Check.positive(strength, "strength");
    }

    @Override
    public double input(byte[] spins, int block) {
        return strength * blocks.sum(spins, block);
    }

    @Override
    public KadanoffKernel above() {
        return new KadanoffKernel(blocks.above(), strength);
    }
}
