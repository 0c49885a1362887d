/**
 * Comparisons of an RBM with the Hamiltonian that its data follow: {@link io.dbn4j.rg.comparison.SpinComparison}
 * measures the divergence, the couplings, thermal averages and the correlation function of a model, beside those of the
 * data and the exact ones of a {@link io.dbn4j.rg.comparison.KnownSpins}.
 */
@NullMarked
package io.dbn4j.rg.comparison;

import org.jspecify.annotations.NullMarked;
