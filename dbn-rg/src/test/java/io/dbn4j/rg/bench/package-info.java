/**
 * What sampling an Ising model costs: {@link io.dbn4j.rg.bench.Benchmarks} is run by {@code dbn-rg/src/bench/run}. Not
 * null-marked: JMH fills the fields.
 */
package io.dbn4j.rg.bench;
