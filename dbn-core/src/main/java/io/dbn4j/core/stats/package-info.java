/**
 * Numbers with error bars: every estimator returns an {@link io.dbn4j.core.stats.Estimate};
 * {@link io.dbn4j.core.stats.ChainDiagnostics} tells whether the error bar of a Markov chain can be believed.
 */
@NullMarked
package io.dbn4j.core.stats;

import org.jspecify.annotations.NullMarked;
