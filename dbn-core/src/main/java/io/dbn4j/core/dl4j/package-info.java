/**
 * The rim to Deeplearning4j: {@link io.dbn4j.core.dl4j.RbmLayer} configures a layer, {@link
 * io.dbn4j.core.dl4j.RbmLayerRuntime} hands the gradient of an objective to DL4J's solver, {@link
 * io.dbn4j.core.dl4j.GreedyPretraining} trains a stack layer by layer, {@link
 * io.dbn4j.core.dl4j.AveragedPretraining} by several replicas. The conventions here are DL4J's own.
 */
@NullMarked
package io.dbn4j.core.dl4j;

import org.jspecify.annotations.NullMarked;
