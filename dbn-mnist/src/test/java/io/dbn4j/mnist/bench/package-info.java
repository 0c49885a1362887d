/** Programs that measure figures of the READMEs. */
@NullMarked
package io.dbn4j.mnist.bench;

import org.jspecify.annotations.NullMarked;
