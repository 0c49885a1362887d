/**
 * Training of RBM layers inside a network of DL4J. {@link io.dbn4j.core.training.GreedyPretraining} trains a stack
 * layer by layer, {@link io.dbn4j.core.training.AveragedPretraining} by several replicas;
 * {@link io.dbn4j.core.training.Passes} visits the rows under every loop.
 */
@NullMarked
package io.dbn4j.core.training;

import org.jspecify.annotations.NullMarked;
