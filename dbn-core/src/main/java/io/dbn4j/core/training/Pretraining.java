package io.dbn4j.core.training;

import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.random.Seed;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Who trains the RBM layers of a network, one on top of the other: one machine or several. */
public interface Pretraining {

    /**
     * Updates of a layer's parameters in an epoch, which schedules of the learning rate count.
     *
     * @param rows all that are given to {@code train}
     */
    int updates(long rows);

    /**
     * Pretrains all RBM layers of a network; frozen ones are left alone.
     *
     * <p>Random numbers come from streams of {@code seed} named after the layers: to train further, give another seed.
     *
     * @param network modified: its parameters are trained
     * @param visible {@code [rows, visible]}; not modified
     * @throws IllegalArgumentException if the network has another number of RBM layers, or there are too few rows
     * @throws ArithmeticException if training diverges
     */
    void train(MultiLayerNetwork network, INDArray visible, Seed seed, GreedyPretraining.Observer observer);

    /**
     * Goes on where {@link GreedyPretraining.Observer#resumable} gave a snapshot, to the same bits as without a stop.
     *
     * @param network of the same configuration; modified
     * @param visible the same rows
     * @param seed the same seed
     */
    void resume(
            MultiLayerNetwork network, INDArray visible, Seed seed, GreedyPretraining.Observer observer, Snapshot from);
}
