package io.dbn4j.example.pipelines;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.GreedyPretraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The network of the README: two RBMs are pretrained, the partition function of the first is estimated, and the
 * network is fine-tuned with labels.
 *
 * @param network after fine-tuning
 * @param logPartition of the first RBM, before fine-tuning
 */
public record FirstNetwork(DeepBeliefNetwork network, Estimate logPartition) {

    /** Prints log Z and the accuracy on the training digits, given files of images and of labels in MNIST's format. */
    public static void main(String[] arguments) {
        Idx labels = Idx.read(Path.of(arguments[1]));
        ImageSet digits = ImageSet.of(Idx.read(Path.of(arguments[0])), labels, ImageSet.classes(labels));
        DataSetIterator batches = new ExistingDataSetIterator(digits.batches(100));
        FirstNetwork trained = train(digits.images(), batches);
        System.out.printf(
                Locale.ROOT,
                "log Z = %.1f +- %.1f nats, accuracy %.3f%n",
                trained.logPartition.value(),
                trained.logPartition.standardError(),
                trained.network.evaluate(batches).accuracy());
    }

    /**
     * Trains on images of 28 x 28 pixels and labels of ten classes.
     *
     * @param images {@code [count, 784]}, pixels in [0, 1]; not modified
     * @param iterator the same images with labels
     */
    static FirstNetwork train(INDArray images, DataSetIterator iterator) {
        // The lines from here to fit stand in README.md too; a test compares them.
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(0.005))
                .list()
                .layer(new RbmLayer.Builder()
                        .nIn(784)
                        .nOut(100)
                        .objective(new Likelihood(new Persistent(100, new Gibbs(), 1)))
                        .build())
                .layer(new RbmLayer.Builder().nIn(100).nOut(100).build()) // CD-1
                .layer(new OutputLayer.Builder()
                        .nIn(100)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        new GreedyPretraining(List.of(10, 10), 100, Binarization.BERNOULLI, Binarization.NONE)
                .train(network, images, new Seed(42));
        Rbm rbm = ((RbmLayerRuntime) network.getLayer(0)).rbm();
        Estimate logPartition = new AnnealedImportanceSampling(1000, 100) // before fit changes the weights
                .logPartition(rbm, AnnealingStart.atRows(rbm, images), new Seed(1).stream("ais"));
        network.fit(iterator, 5); // plain DL4J from here on
        return new FirstNetwork(network, logPartition);
    }
}
