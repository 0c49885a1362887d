/**
 * Array operations that ND4J lacks or does slowly on the CPU: copies to and from Java arrays, sums over rows, loops
 * over floats.
 */
@NullMarked
package io.dbn4j.core.array;

import org.jspecify.annotations.NullMarked;
