/**
 * Benchmarks of training and annealing, as multiples of the matrix products that they need, measured alternately.
 *
 * <p>{@link io.dbn4j.lab.bench.Benchmarks} is run by {@code dbn-lab/src/bench/run}, {@link io.dbn4j.lab.bench.Epoch}
 * by {@code dbn-lab/src/bench/epoch}. Not null-marked: JMH fills the fields.
 */
package io.dbn4j.lab.bench;
