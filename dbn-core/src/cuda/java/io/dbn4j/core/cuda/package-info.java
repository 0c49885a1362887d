/**
 * What the Maven profile {@code cuda} adds: the choice between ND4J's CUDA and CPU backends.
 *
 * <p>ND4J takes the backend of highest priority that is available, and asks CUDA's for no more than a device. Start at
 * {@link io.dbn4j.core.cuda.GuardedCpuBackend}, which steps before it where a device is not enough.
 */
@NullMarked
package io.dbn4j.core.cuda;

import org.jspecify.annotations.NullMarked;
