/**
 * The Monte Carlo renormalization group: exponents from correlations between spins and block spins. Start at
 * {@link io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup}; any {@link io.dbn4j.rg.coarse.CoarseGraining} can be a step.
 */
@NullMarked
package io.dbn4j.rg.mcrg;

import org.jspecify.annotations.NullMarked;
