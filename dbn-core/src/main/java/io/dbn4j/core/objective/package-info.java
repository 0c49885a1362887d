/**
 * What an RBM is trained on. An {@link io.dbn4j.core.objective.Objective} adds the gradient of its loss; for {@link
 * io.dbn4j.core.objective.Likelihood} a {@link io.dbn4j.core.objective.NegativePhase} estimates the model average.
 * {@link io.dbn4j.core.objective.Persistent} is the one to read.
 */
@NullMarked
package io.dbn4j.core.objective;

import org.jspecify.annotations.NullMarked;
