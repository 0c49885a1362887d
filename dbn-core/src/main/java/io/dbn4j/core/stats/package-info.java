/**
 * Numbers with error bars: {@link io.dbn4j.core.stats.Estimate} is what every estimator returns.
 */
@NullMarked
package io.dbn4j.core.stats;

import org.jspecify.annotations.NullMarked;
