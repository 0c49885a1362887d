/**
 * The experiments on images and their parts. {@link io.dbn4j.mnist.experiment.DbnClassifier} is the main experiment: it
 * pretrains, fine-tunes, measures and reports.
 */
@NullMarked
package io.dbn4j.mnist.experiment;

import org.jspecify.annotations.NullMarked;
