/**
 * The experiments and their parts. {@link io.dbn4j.mnist.experiment.DbnClassifier} is the main job: pretrain, fine-tune,
 * measure, show.
 */
@NullMarked
package io.dbn4j.mnist.experiment;

import org.jspecify.annotations.NullMarked;
