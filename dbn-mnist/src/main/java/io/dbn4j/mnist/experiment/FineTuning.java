package io.dbn4j.mnist.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.training.LayerRecipe;
import io.dbn4j.core.training.Rows;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Supervised training of the whole network by backpropagation with Adam; the learning rate falls linearly to zero.
 *
 * @param epochs passes through the data
 * @param batch rows of an update
 * @param learningRate at the first update
 * @param inputDropout probability of dropping an input of the first layer
 * @param hiddenDropout probability of dropping an input of a layer above
 */
public record FineTuning(int epochs, int batch, double learningRate, double inputDropout, double hiddenDropout) {

    public FineTuning {
        Check.atLeast(0, epochs, "epochs");
        Check.atLeast(1, batch, "batch");
        Check.positive(learningRate, "learningRate");
        Check.inRange(0, 0.99, inputDropout, "inputDropout");
        Check.inRange(0, 0.99, hiddenDropout, "hiddenDropout");
    }

    /** The updater of all layers, for this many training images. */
    IUpdater updater(int images) {
        return new Adam(LayerRecipe.linear(learningRate, Math.max(1, epochs * (images / batch))));
    }

    /**
     * Trains a network.
     *
     * @param name of the task and of the metric series
     * @param network modified
     * @return seconds it took
     */
    double train(Run run, String name, MultiLayerNetwork network, ImageSet train, RandomSource random) {
        long start = System.nanoTime();
        INDArray labels = train.oneHot();
        int updates = train.size() / batch;
        run.progress().begin(name, Math.max(1L, (long) epochs * updates * batch), "images");
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int[] order = random.permutation(train.size());
            double loss = 0;
            for (int update = 0; update < updates; update++) {
                int[] some = Arrays.copyOfRange(order, update * batch, (update + 1) * batch);
                network.fit(Rows.pick(train.images(), some), Rows.pick(labels, some));
                loss += network.score() / updates;
                run.progress().advance(batch);
            }
            run.metrics().add(name + ".loss", (long) epoch * updates, epoch, loss);
        }
        run.progress().end();
        return (System.nanoTime() - start) * 1e-9;
    }
}
