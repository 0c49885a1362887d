package io.dbn4j.core.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array as stored in a file.
 *
 * @param values FLOAT or DOUBLE, order 'c', not scaled
 * @param kind type of the numbers in the file
 */
public record StoredArray(INDArray values, NumberKind kind) {}
