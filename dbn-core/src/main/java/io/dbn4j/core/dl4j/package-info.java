/**
 * The RBM as a layer of Deeplearning4j: {@link io.dbn4j.core.dl4j.RbmLayer} configures it,
 * {@link io.dbn4j.core.dl4j.RbmLayerRuntime} passes the gradient of an objective to DL4J's solver. The conventions here
 * are DL4J's.
 */
@NullMarked
package io.dbn4j.core.dl4j;

import org.jspecify.annotations.NullMarked;
