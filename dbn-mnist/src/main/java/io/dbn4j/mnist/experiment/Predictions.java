package io.dbn4j.mnist.experiment;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stats.Estimate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a classifier makes of a set of images.
 *
 * @param images with the true classes
 * @param scores {@code [images, classes]}, highest for the class that an image is taken for
 */
record Predictions(ImageSet images, INDArray scores) {

    /** By the probabilities that the network gives. */
    static Predictions of(MultiLayerNetwork network, ImageSet images) {
        return of(images, block -> network.output(block, false));
    }

    /** By the free energies of the top RBM. */
    static Predictions of(Dbn dbn, ImageSet images) {
        return of(
                images,
                block -> Nd4j.createFromArray(dbn.labelFreeEnergies(block))
                        .transpose()
                        .neg());
    }

    private static Predictions of(ImageSet images, UnaryOperator<INDArray> scores) {
        INDArray[] blocks = Rows.blocks(images.images()).stream().map(scores).toArray(INDArray[]::new);
        return new Predictions(images, Nd4j.concat(0, blocks));
    }

    /** What every image is taken for. */
    int[] classes() {
        return scores.argMax(1).toIntVector();
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
