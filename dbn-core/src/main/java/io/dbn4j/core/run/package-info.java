/**
 * Runs: a record of hyper-parameters becomes a folder of results that can be replayed.
 *
 * <p>Start with {@link io.dbn4j.core.run.Experiment} and {@link io.dbn4j.core.run.Run}. An {@link
 * io.dbn4j.core.run.ExperimentList} names the presets of a module; {@link io.dbn4j.core.run.Json} reads them;
 * {@link io.dbn4j.core.run.MetricLog} and {@link io.dbn4j.core.run.Progress} are what an experiment writes while it
 * computes, {@link io.dbn4j.core.run.Report} what it leaves for a reader, {@link io.dbn4j.core.run.Replay} the proof
 * that it can be done again.
 */
@NullMarked
package io.dbn4j.core.run;

import org.jspecify.annotations.NullMarked;
