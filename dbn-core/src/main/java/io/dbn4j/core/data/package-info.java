/**
 * Arrays and labeled images in files that other programs read too.
 *
 * <p>{@link io.dbn4j.core.data.Npy} and {@link io.dbn4j.core.data.Npz} read NumPy's formats,
 * {@link io.dbn4j.core.data.Idx} reads the format of MNIST, and {@link io.dbn4j.core.data.IdxRecordReader} feeds MNIST
 * files to a DataVec pipeline. {@link io.dbn4j.core.data.Binarization} turns gray values into states of two-state
 * units.
 */
@NullMarked
package io.dbn4j.core.data;

import org.jspecify.annotations.NullMarked;
