/**
 * What training and annealing cost, as a multiple of the matrix products that they cannot do without, measured in turns.
 *
 * <p>{@link io.dbn4j.core.bench.Benchmarks} is run by {@code dbn-core/src/bench/run}, {@link io.dbn4j.core.bench.Epoch}
 * by {@code dbn-core/src/bench/epoch}. Not null-marked: JMH fills the fields.
 */
package io.dbn4j.core.bench;
