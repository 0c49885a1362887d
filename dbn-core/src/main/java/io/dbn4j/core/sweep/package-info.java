/**
 * Searches for settings: many runs of one experiment, compared by a number that means something.
 *
 * <p>Start at {@link io.dbn4j.core.sweep.ExperimentSweep}. Settings are proposed by Arbiter, of which only this package
 * knows; runs are runs like any other, in folders below that of the sweep.
 */
@NullMarked
package io.dbn4j.core.sweep;

import org.jspecify.annotations.NullMarked;
