/**
 * Numbers with error bars: {@link io.dbn4j.core.stats.Estimate} is what every estimator returns, {@link
 * io.dbn4j.core.stats.ChainDiagnostics} says whether Markov chains have earned one.
 */
@NullMarked
package io.dbn4j.core.stats;

import org.jspecify.annotations.NullMarked;
