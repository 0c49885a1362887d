package io.dbn4j.lab.training;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The data and the settings with which an RBM is trained.
 *
 * @param rows training rows, {@code [rows, visible]}
 * @param visible kind of the visible units
 * @param hidden kind of the hidden units
 * @param layer settings of the training
 * @param batch rows of an update
 * @param input rule that makes visible states from gray values
 */
public record TrainingSetup(
        INDArray rows, UnitType visible, UnitType hidden, LayerRecipe layer, int batch, Binarization input) {}
