/**
 * Training and measuring inside a run: {@link io.dbn4j.lab.training.LayerRecipe} says how an RBM is trained, {@link
 * io.dbn4j.lab.training.StackRecipe} trains several on top of each other, {@link io.dbn4j.lab.training.Annealing} measures the
 * log-likelihood of one.
 */
@NullMarked
package io.dbn4j.lab.training;

import org.jspecify.annotations.NullMarked;
