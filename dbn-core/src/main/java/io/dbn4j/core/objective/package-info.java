/**
 * Losses that an RBM is trained on. An {@link io.dbn4j.core.objective.Objective} adds the gradient of its loss; for
 * {@link io.dbn4j.core.objective.Likelihood} a {@link io.dbn4j.core.objective.NegativePhase} estimates the model
 * average. Start with {@link io.dbn4j.core.objective.Persistent}.
 */
@NullMarked
package io.dbn4j.core.objective;

import org.jspecify.annotations.NullMarked;
