/**
 * Runs of a sweep as jobs of Spark: a request goes to an executor as texts and numbers, the folder of the run comes back
 * as bytes. Start at {@link io.dbn4j.spark.trial.SparkTrials}.
 */
@NullMarked
package io.dbn4j.spark.trial;

import org.jspecify.annotations.NullMarked;
