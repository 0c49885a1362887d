/**
 * Kinds of units of an RBM. A {@link io.dbn4j.core.units.UnitType} is its base measure and its cumulant function; start
 * with {@link io.dbn4j.core.units.Bernoulli}.
 */
@NullMarked
package io.dbn4j.core.units;

import org.jspecify.annotations.NullMarked;
