/**
 * Deep belief networks on images: {@link io.dbn4j.mnist.MnistExperiments} lists the experiments; start at {@link
 * io.dbn4j.mnist.experiment.DbnClassifier}.
 */
@NullMarked
package io.dbn4j.mnist;

import org.jspecify.annotations.NullMarked;
