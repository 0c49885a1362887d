package io.dbn4j.example.labels;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.mnist.data.Mnist;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * An RBM inside TransferLearning: it learns from many images without labels, is frozen, and below a new softmax layer
 * serves a task with few labels.
 */
public final class FewLabels {

    private static final int HIDDEN = 300;
    private static final int CLASSES = 10;
    private static final int BATCH = 50;
    private static final double RATE = 0.005;

    private FewLabels() {}

    /** Prints the accuracy with 300 labels of a softmax layer on the pixels, and of one on the features. */
    public static void main(String[] arguments) {
        ImageData mnist = Mnist.load();
        ImageSet labeled = mnist.train().head(300);
        DeepBeliefNetwork rbm = pretrained(mnist.train().head(10_000).images());
        System.out.printf(
                Locale.ROOT,
                "accuracy with %d labels: on pixels %.3f, on features %.3f%n",
                labeled.size(),
                accuracy(onPixels(labeled), mnist.test()),
                accuracy(transferred(rbm, labeled), mnist.test()));
    }

    /** An RBM that has seen images, and no labels. */
    static DeepBeliefNetwork pretrained(INDArray images) {
        DeepBeliefNetwork rbm = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new RbmLayer.Builder().nIn(images.size(1)).nOut(HIDDEN).build())
                .build());
        rbm.init();
        new GreedyPretraining(List.of(5), BATCH, Binarization.BERNOULLI, Binarization.NONE)
                .train(rbm, images, new Seed(1));
        return rbm;
    }

    /** The frozen RBM below a softmax layer that has learned from the labels. */
    static MultiLayerNetwork transferred(MultiLayerNetwork rbm, ImageSet labeled) {
        MultiLayerNetwork classifier = new TransferLearning.Builder(rbm)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(RATE))
                        .build())
                .setFeatureExtractor(0)
                .addLayer(softmax(HIDDEN))
                .build();
        return fitted(classifier, labeled);
    }

    /** The same softmax layer without the RBM. */
    static MultiLayerNetwork onPixels(ImageSet labeled) {
        MultiLayerNetwork classifier = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(RATE))
                .list()
                .layer(softmax(labeled.images().size(1)))
                .build());
        classifier.init();
        return fitted(classifier, labeled);
    }

    private static OutputLayer softmax(long inputs) {
        return new OutputLayer.Builder()
                .nIn(inputs)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork fitted(MultiLayerNetwork classifier, ImageSet labeled) {
        classifier.fit(new ExistingDataSetIterator(labeled.batches(BATCH)), 50);
        return classifier;
    }

    static double accuracy(MultiLayerNetwork classifier, ImageSet test) {
        return classifier
                .evaluate(new ExistingDataSetIterator(test.batches(1000)))
                .accuracy();
    }
}
