/**
 * Exact results on Ising models: {@link io.dbn4j.rg.ising.KaufmanPartitionFunction} on a finite square lattice, and the RBM
 * that is an Ising model, {@link io.dbn4j.rg.ising.BondRbm}.
 */
@NullMarked
package io.dbn4j.rg.ising;

import org.jspecify.annotations.NullMarked;
