/**
 * Monte Carlo sampling of Ising models on the square lattice: {@link io.dbn4j.rg.montecarlo.MonteCarlo} runs a chain
 * with the steps of a {@link io.dbn4j.rg.montecarlo.SpinUpdate}; {@link io.dbn4j.rg.montecarlo.MultiSpinMetropolis}
 * moves 64 lattices at once.
 */
@NullMarked
package io.dbn4j.rg.montecarlo;

import org.jspecify.annotations.NullMarked;
