package io.dbn4j.lab.training;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an RBM is trained on, and how.
 *
 * @param rows {@code [rows, visible]}
 * @param visible kind of the visible units
 * @param hidden kind of the hidden units
 * @param layer how it is trained
 * @param batch rows of an update
 * @param input how gray values become visible states
 */
public record TrainingSetup(
        INDArray rows, UnitType visible, UnitType hidden, LayerRecipe layer, int batch, Binarization input) {}
