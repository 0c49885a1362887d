/**
 * Data of the user's own. {@link io.dbn4j.lab.data.DataFile} reads rows from NPY, NPZ, CSV and IDX files as {@link
 * io.dbn4j.lab.data.FileSource} says, {@link io.dbn4j.lab.data.ImageFolder} a training and a test set of labeled images.
 */
@NullMarked
package io.dbn4j.lab.data;

import org.jspecify.annotations.NullMarked;
