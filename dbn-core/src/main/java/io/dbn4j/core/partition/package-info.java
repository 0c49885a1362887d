/**
 * Estimates of log Z: exact for small models, bracketed by {@link
 * io.dbn4j.core.partition.AnnealedImportanceSampling} from below and {@link
 * io.dbn4j.core.partition.ReverseAnnealedImportanceSampling} from above for large ones.
 */
@NullMarked
package io.dbn4j.core.partition;

import org.jspecify.annotations.NullMarked;
