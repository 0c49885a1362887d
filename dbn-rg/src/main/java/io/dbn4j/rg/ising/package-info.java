/**
 * Exact results on Ising models: {@link io.dbn4j.rg.ising.KaufmanPartitionFunction} and
 * {@link io.dbn4j.rg.ising.MagnetizationDistribution} on a finite square lattice, {@link io.dbn4j.rg.ising.Onsager} on
 * the infinite one, {@link io.dbn4j.rg.ising.RingSolution} in one dimension; and two RBMs that are exactly a spin
 * model, {@link io.dbn4j.rg.ising.BondRbm} and {@link io.dbn4j.rg.ising.HopfieldModel}.
 */
@NullMarked
package io.dbn4j.rg.ising;

import org.jspecify.annotations.NullMarked;
