/**
 * Deep belief networks on images: {@link io.dbn4j.mnist.MnistExperiments} lists what can be run; start reading with
 * {@link io.dbn4j.mnist.experiment.DbnClassifier}.
 */
@NullMarked
package io.dbn4j.mnist;

import org.jspecify.annotations.NullMarked;
