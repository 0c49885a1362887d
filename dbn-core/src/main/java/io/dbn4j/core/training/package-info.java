/**
 * Training and measuring inside a run: {@link io.dbn4j.core.training.LayerRecipe} says how an RBM is trained, {@link
 * io.dbn4j.core.training.Stack} trains several on top of each other, {@link io.dbn4j.core.training.Annealing} measures
 * the log-likelihood of one. {@link io.dbn4j.core.training.RbmTraining} does all of it with a file of the user's own.
 */
@NullMarked
package io.dbn4j.core.training;

import org.jspecify.annotations.NullMarked;
