/**
 * Coarse graining: fewer spins with the same log Z. A {@link io.dbn4j.rg.coarse.CoarseGraining} is a distribution of block
 * spins given spins, {@code exp(T)}; majority rule, decimation, Kadanoff's kernel and RBM layers are its instances.
 * {@link io.dbn4j.rg.coarse.RenormalizedHamiltonian} is what the block spins then follow, {@link
 * io.dbn4j.rg.coarse.EffectiveCouplings} are its interactions. {@link io.dbn4j.rg.coarse.HiddenLattice} makes block spins of the
 * hidden units of a trained RBM, and {@link io.dbn4j.rg.coarse.LayerTiling} puts such a layer on a whole lattice.
 */
@NullMarked
package io.dbn4j.rg.coarse;

import org.jspecify.annotations.NullMarked;
