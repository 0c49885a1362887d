package io.dbn4j.lab.experiment;

import io.dbn4j.core.array.Rows;
import io.dbn4j.lab.training.Split;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of a file, divided for training and measurement.
 *
 * @param split the use of each row
 * @param train rows for training, {@code [rows, visible]}; the last of them are for validation
 * @param measured rows whose likelihood is measured, {@code [rows, visible]}
 * @param batch rows of an update
 */
record SplitRows(Split split, INDArray train, INDArray measured, int batch) {

    /** Returns the rows for training without the rows for validation; nothing may be fitted to validation rows. */
    INDArray trainedOn() {
        return Rows.first(split.trained().length, train);
    }
}
