/**
 * The one door for randomness: a run's {@link io.dbn4j.core.random.Seed} opens named
 * {@link io.dbn4j.core.random.RandomSource}s, which are passed to every method that draws.
 */
@NullMarked
package io.dbn4j.core.random;

import org.jspecify.annotations.NullMarked;
