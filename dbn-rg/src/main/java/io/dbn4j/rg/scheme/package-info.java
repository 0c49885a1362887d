/**
 * Classical renormalization-group schemes with few couplings: a {@link io.dbn4j.rg.scheme.RecursionRelation} maps
 * couplings to the couplings of a coarser lattice, {@code K' = R(K)}; its {@link io.dbn4j.rg.scheme.FixedPoint} gives
 * the critical coupling and {@link io.dbn4j.rg.scheme.Exponents}. Schemes that keep the constants also give free
 * energies: {@link io.dbn4j.rg.scheme.ChainDecimation} exactly, {@link io.dbn4j.rg.scheme.KadanoffBound} as a bound,
 * {@link io.dbn4j.rg.scheme.TensorRenormalizationGroup} as an approximation.
 */
@NullMarked
package io.dbn4j.rg.scheme;

import org.jspecify.annotations.NullMarked;
