/**
 * Coarse graining: fewer spins with the same log Z. A {@link io.dbn4j.rg.coarse.CoarseGraining} is a distribution of block
 * spins given spins, {@code exp(T)}; majority rule, decimation, Kadanoff's kernel and RBM layers are its instances.
 * {@link io.dbn4j.rg.coarse.RenormalizedHamiltonian} is what the block spins then follow, {@link
 * io.dbn4j.rg.coarse.EffectiveCouplings} are its interactions, and {@link io.dbn4j.rg.coarse.CouplingOperator} tells
 * whether an RBM obeys the trace condition and repairs it.
 */
@NullMarked
package io.dbn4j.rg.coarse;

import org.jspecify.annotations.NullMarked;
