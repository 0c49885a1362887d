/**
 * Searches for settings: many runs of one experiment, compared by a number that means something.
 *
 * <p>Start at {@link io.dbn4j.sweep.ExperimentSweep}. Arbiter proposes the settings; runs are runs like any other, in folders
 * below that of the sweep.
 */
@NullMarked
package io.dbn4j.sweep;

import org.jspecify.annotations.NullMarked;
