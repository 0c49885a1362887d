/** The command line {@code dbn spark}. */
@NullMarked
package io.dbn4j.spark;

import org.jspecify.annotations.NullMarked;
