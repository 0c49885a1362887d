/**
 * RBM layers in Arbiter's own searches: {@link io.dbn4j.sweep.arbiter.RbmLayerSpace} spans the settings of a layer,
 * {@link io.dbn4j.sweep.arbiter.PretrainingTaskCreator} trains a candidate, {@link
 * io.dbn4j.sweep.arbiter.LogLikelihoodScore} compares candidates.
 */
@NullMarked
package io.dbn4j.sweep.arbiter;

import org.jspecify.annotations.NullMarked;
