package io.dbn4j.core.training;

import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.random.Seed;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training of the RBM layers of a network, one on top of the other, on one machine or several. */
public interface Pretraining {

    /**
     * Returns the updates of a layer's parameters in an epoch, which schedules of the learning rate count.
     *
     * @param rows number of rows given to {@code train}
     */
    int updates(long rows);

    /**
     * Pretrains all RBM layers of a network except frozen layers.
     *
     * <p>Random numbers come from streams of {@code seed} named after the layers. Further training needs another seed.
     *
     * <p>An interrupted thread stops before the next update: the network is as the last update left it. To resume
     * from there, keep a snapshot of {@link GreedyPretraining.Observer#resumable}.
     *
     * @param network modified: its parameters are trained
     * @param visible {@code [rows, visible]}; not modified
     * @throws IllegalArgumentException if the network has another number of RBM layers, there are too few rows, or a
     *     value is NaN or neither a state nor a mean of the visible units; before anything is changed
     * @throws ArithmeticException if training diverges
     * @throws java.util.concurrent.CancellationException if the thread was interrupted; it stays interrupted
     */
    void train(MultiLayerNetwork network, INDArray visible, Seed seed, GreedyPretraining.Observer observer);

    /** Pretrains a network, unobserved. */
    default void train(MultiLayerNetwork network, INDArray visible, Seed seed) {
        train(network, visible, seed, new GreedyPretraining.Observer() {});
    }

    /**
     * Resumes at a snapshot of {@link GreedyPretraining.Observer#resumable}, with the same bits as without a stop.
     *
     * @param network network of the same configuration; modified
     * @param visible the same rows
     * @param seed the same seed
     */
    void resume(
            MultiLayerNetwork network, INDArray visible, Seed seed, GreedyPretraining.Observer observer, Snapshot from);

    /** Resumes the training of a network, unobserved. */
    default void resume(MultiLayerNetwork network, INDArray visible, Seed seed, Snapshot from) {
        resume(network, visible, seed, new GreedyPretraining.Observer() {}, from);
    }
}
