/**
 * Readers of the user's own data. {@link io.dbn4j.lab.data.DataFile} reads rows from NPY, NPZ, CSV and IDX files as a
 * {@link io.dbn4j.lab.data.FileSource} specifies, {@link io.dbn4j.lab.data.ImageFolder} a training and a test set of
 * labeled images.
 */
@NullMarked
package io.dbn4j.lab.data;

import org.jspecify.annotations.NullMarked;
