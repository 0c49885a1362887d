/**
 * Markov chains of an RBM: a {@link io.dbn4j.core.sample.Sampler} starts {@link io.dbn4j.core.sample.Chains} and gives
 * the {@link io.dbn4j.core.sample.Kernel} that moves them. Start with {@link io.dbn4j.core.sample.Gibbs}. Where it does
 * not mix, use {@link io.dbn4j.core.sample.ParallelTempering}, with {@link io.dbn4j.core.sample.Exchanges} between its
 * temperatures.
 */
@NullMarked
package io.dbn4j.core.sample;

import org.jspecify.annotations.NullMarked;
