/**
 * Markov chains: a {@link io.dbn4j.core.sample.Sampler} starts {@link io.dbn4j.core.sample.Chains} and gives the
 * {@link io.dbn4j.core.sample.Kernel} that moves them. {@link io.dbn4j.core.sample.Gibbs} is the one to read. Where it
 * does not mix, {@link io.dbn4j.core.sample.ParallelTempering} does, with {@link io.dbn4j.core.sample.Exchanges} between its
 * temperatures.
 */
@NullMarked
package io.dbn4j.core.sample;

import org.jspecify.annotations.NullMarked;
