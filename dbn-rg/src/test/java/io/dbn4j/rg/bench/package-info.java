/**
 * Benchmarks of sampling an Ising model: {@code dbn-rg/src/bench/run} runs {@link io.dbn4j.rg.bench.Benchmarks}. The
 * package is not null-marked, because JMH fills the fields.
 */
package io.dbn4j.rg.bench;
