/**
 * Estimates of log Z: exact for small models, bracketed by {@link
 * io.dbn4j.core.partition.AnnealedImportanceSampling} from below and {@link
 * io.dbn4j.core.partition.ReverseAnnealedImportanceSampling} from above for large ones.
 *
 * <p>{@link io.dbn4j.core.partition.BennettRatio} is an independent third estimate and compares any two models. {@link
 * io.dbn4j.core.partition.Raise} bounds likelihoods from below. The mean-field methods are quick and need weak weights.
 */
@NullMarked
package io.dbn4j.core.partition;

import org.jspecify.annotations.NullMarked;
