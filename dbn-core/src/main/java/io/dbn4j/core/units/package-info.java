/**
 * Kinds of units. A {@link io.dbn4j.core.units.UnitType} is its base measure and its cumulant function; {@link
 * io.dbn4j.core.units.Bernoulli} is the one to read first.
 */
@NullMarked
package io.dbn4j.core.units;

import org.jspecify.annotations.NullMarked;
