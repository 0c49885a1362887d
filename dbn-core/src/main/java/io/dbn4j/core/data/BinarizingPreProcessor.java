package io.dbn4j.core.data;

import io.dbn4j.core.random.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * A DL4J preprocessor that makes the features of every batch binary.
 *
 * <p>A new array replaces the features, which must be in [0, 1]; the old array is not modified. The batch keeps the new
 * features. Use the preprocessor on iterators that make a new batch at each visit
 * ({@code RecordReaderDataSetIterator}): an iterator over stored batches would return the first draw again.
 */
public record BinarizingPreProcessor(Binarization binarization, RandomSource random) implements DataSetPreProcessor {

    /**
     * Replaces the features of a batch by states.
     *
     * @param batch modified
     */
    @Override
    public void preProcess(DataSet batch) {
        INDArray states = batch.getFeatures().ulike();
        binarization.apply(batch.getFeatures(), states, random);
        batch.setFeatures(states);
    }
}
