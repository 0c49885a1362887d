/**
 * Searches for settings: many runs of one experiment, compared by a meaningful number.
 *
 * <p>Start at {@link io.dbn4j.sweep.ExperimentSweep}. Arbiter proposes the settings; the runs are ordinary runs, in
 * folders below the folder of the sweep.
 */
@NullMarked
package io.dbn4j.sweep;

import org.jspecify.annotations.NullMarked;
