/**
 * Training and measuring inside a run. A {@link io.dbn4j.lab.training.LayerRecipe} holds the settings of one RBM, a
 * {@link io.dbn4j.lab.training.StackRecipe} trains a stack of RBMs, {@link io.dbn4j.lab.training.Annealing} measures
 * the log-likelihood of an RBM.
 */
@NullMarked
package io.dbn4j.lab.training;

import org.jspecify.annotations.NullMarked;
