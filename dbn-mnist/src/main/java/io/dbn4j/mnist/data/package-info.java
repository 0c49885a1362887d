/**
 * The MNIST digits: {@link io.dbn4j.mnist.data.Mnist} reads the copy inside this jar.
 *
 * <p>Other data sets in the same format come from folders, see {@link io.dbn4j.lab.data.ImageFolder}.
 */
@NullMarked
package io.dbn4j.mnist.data;

import org.jspecify.annotations.NullMarked;
