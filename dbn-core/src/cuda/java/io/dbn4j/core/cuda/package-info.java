/**
 * The choice between ND4J's CUDA and CPU backends, which the Maven profile {@code cuda} adds.
 *
 * <p>ND4J selects the available backend of highest priority; its CUDA backend counts as available if there is a device.
 * Start at {@link io.dbn4j.core.cuda.GuardedCpuBackend}, which takes precedence if the device cannot be used.
 */
@NullMarked
package io.dbn4j.core.cuda;

import org.jspecify.annotations.NullMarked;
