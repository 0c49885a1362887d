package io.dbn4j.mnist.experiment;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.stats.Estimate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a classifier makes of a set of images.
 *
 * @param images with the true classes
 * @param probabilities {@code [images, classes]}
 */
record Predictions(ImageSet images, INDArray probabilities) {

    static Predictions of(MultiLayerNetwork network, ImageSet images) {
        INDArray[] blocks = Rows.blocks(images.images()).stream()
                .map(block -> network.output(block, false))
                .toArray(INDArray[]::new);
        return new Predictions(images, Nd4j.concat(0, blocks));
    }

    /** The most probable class of every image. */
    int[] classes() {
        return probabilities.argMax(1).toIntVector();
    }

    /** Indices of the images whose class is wrong. */
    int[] misread() {
        int[] predicted = classes();
        return IntStream.range(0, predicted.length)
                .filter(i -> predicted[i] != images.labels()[i])
                .toArray();
    }

    /** Share of wrong classes, in percent. */
    Estimate error() {
        return Estimate.proportion(misread().length, images.size());
    }

    /** Number of images by true and by predicted class. */
    int[][] confusion() {
        int classes = images.classes().size();
        int[][] counts = new int[classes][classes];
        int[] predicted = classes();
        for (int i = 0; i < predicted.length; i++) {
            counts[images.labels()[i]][predicted[i]]++;
        }
        return counts;
    }
}
