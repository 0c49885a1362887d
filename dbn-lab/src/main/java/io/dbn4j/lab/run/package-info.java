/**
 * Runs: a record of hyper-parameters becomes a folder of results that can be replayed.
 *
 * <p>Start with {@link io.dbn4j.lab.run.Experiment} and {@link io.dbn4j.lab.run.Run}. An {@link
 * io.dbn4j.lab.run.ExperimentList} names the presets of a module; {@link io.dbn4j.lab.run.MetricLog} and {@link
 * io.dbn4j.lab.run.Progress} are what an experiment writes while it computes; {@link io.dbn4j.lab.run.Replay} proves that it
 * can be done again.
 */
@NullMarked
package io.dbn4j.lab.run;

import org.jspecify.annotations.NullMarked;
