/**
 * Coarse graining: fewer spins with the same log Z. A {@link io.dbn4j.rg.coarse.CoarseGraining} is a distribution of
 * block spins given spins, {@code exp(T)}; majority rule, decimation, Kadanoff's kernel and RBM layers are its
 * instances. {@link io.dbn4j.rg.coarse.RenormalizedHamiltonian} is the energy of the block spins,
 * {@link io.dbn4j.rg.coarse.EffectiveCouplings} are its interactions. {@link io.dbn4j.rg.coarse.HiddenLattice} assigns
 * the hidden units of a trained RBM to blocks, and {@link io.dbn4j.rg.coarse.LayerTiling} tiles a whole lattice with
 * such a layer.
 */
@NullMarked
package io.dbn4j.rg.coarse;

import org.jspecify.annotations.NullMarked;
