/**
 * Runs of experiments: a record of hyper-parameters becomes a folder of results that can be replayed.
 *
 * <p>Start with {@link io.dbn4j.lab.run.Experiment} and {@link io.dbn4j.lab.run.Run}. An {@link
 * io.dbn4j.lab.run.ExperimentList} names the presets of a module. An experiment writes to {@link
 * io.dbn4j.lab.run.MetricLog} and {@link io.dbn4j.lab.run.Progress} while it computes. A {@link
 * io.dbn4j.lab.run.Replay} repeats a run and compares the results.
 */
@NullMarked
package io.dbn4j.lab.run;

import org.jspecify.annotations.NullMarked;
