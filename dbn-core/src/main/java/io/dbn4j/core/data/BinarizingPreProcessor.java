package io.dbn4j.core.data;

import io.dbn4j.core.random.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * Makes the features of every batch of a DL4J pipeline binary.
 *
 * <p>The features, in [0, 1], are replaced by a new array; the old one is not modified. The batch itself keeps the new
 * features: use it on iterators that make a batch at each visit ({@code RecordReaderDataSetIterator}), because one that
 * hands out stored batches again would hand out the first draw.
 */
public record BinarizingPreProcessor(Binarization binarization, RandomSource random) implements DataSetPreProcessor {

    /** @param batch modified: its features are replaced */
    @Override
    public void preProcess(DataSet batch) {
        INDArray states = batch.getFeatures().ulike();
        binarization.apply(batch.getFeatures(), states, random);
        batch.setFeatures(states);
    }
}
