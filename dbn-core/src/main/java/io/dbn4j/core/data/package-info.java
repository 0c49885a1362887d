/**
 * Labelled images: reading them, holding them, making them binary.
 *
 * <p>Start at {@link io.dbn4j.core.data.ImageSet}, the images in memory. {@link io.dbn4j.core.data.ImageFolder} loads a
 * training and a test set from files in {@link io.dbn4j.core.data.Idx} format; {@link io.dbn4j.core.data.IdxRecordReader}
 * gives the same files to a DataVec pipeline. {@link io.dbn4j.core.data.DataFile} reads rows from NPY, NPZ, CSV and IDX
 * files. {@link io.dbn4j.core.data.Binarisation} turns gray values into states of
 * two-state units.
 */
@NullMarked
package io.dbn4j.core.data;

import org.jspecify.annotations.NullMarked;
